package security

import (
	"os"
	"os/user"
	"strconv"

	"gojvm/vm"
)

// getUnixInfo fills the fields of UnixSystem 0 with the user of the process. A
// user without an entry in the accounts has no name. The class is found from its
// object: module jdk.security.auth belongs to the platform class loader, so the
// boot loader, with which vm.Bound looks, does not know it.
func getUnixInfo(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := t.VM.ClassOf(a.Ref(0))
	for c.Name != "com/sun/security/auth/module/UnixSystem" {
		c = c.Super
	}
	var fields [4]*vm.Field
	for i, f := range [4][2]string{
		{"username", "Ljava/lang/String;"}, {"uid", "J"}, {"gid", "J"}, {"groups", "[J"},
	} {
		if fields[i] = c.DeclaredField(f[0], f[1]); fields[i] == nil {
			return 0, t.Throw("java/lang/InternalError", "the class library has no field "+f[0]+" in UnixSystem")
		}
	}
	username, uid, gid, groups := fields[0], fields[1], fields[2], fields[3]

	gs, err := os.Getgroups()
	if err != nil {
		gs = nil
	}
	r, err := t.NewPrimArray(vm.KindLong, len(gs))
	if err != nil {
		return 0, err
	}
	for i, g := range gs {
		vm.LongElems(r)[i] = int64(g)
	}
	t.VM.SetRef(a.Ref(0), groups.Offset, r)
	a.Object(0).SetLong(uid.Offset, int64(os.Getuid()))
	a.Object(0).SetLong(gid.Offset, int64(os.Getgid()))
	if u, err := user.LookupId(strconv.Itoa(os.Getuid())); err == nil {
		s, err := t.NewString(u.Username)
		if err != nil {
			return 0, err
		}
		t.VM.SetRef(a.Ref(0), username.Offset, s)
	}
	return 0, nil
}
