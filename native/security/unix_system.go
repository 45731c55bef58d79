package security

import (
	"os"
	"os/user"
	"strconv"

	"gojvm/vm"
)

// unixSystem are the fields of the class that tells who the user is.
type unixSystem struct {
	Username *vm.Field `java:"com/sun/security/auth/module/UnixSystem.username:Ljava/lang/String;"`
	UID      *vm.Field `java:"com/sun/security/auth/module/UnixSystem.uid:J"`
	GID      *vm.Field `java:"com/sun/security/auth/module/UnixSystem.gid:J"`
	Groups   *vm.Field `java:"com/sun/security/auth/module/UnixSystem.groups:[J"`
}

// getUnixInfo fills the fields of UnixSystem 0 with the user of the process. A
// user without an entry in the accounts has no name.
func getUnixInfo(t *vm.Thread, a vm.Args) (vm.Value, error) {
	k, err := vm.Bound[unixSystem](t)
	if err != nil {
		return 0, err
	}
	groups, err := os.Getgroups()
	if err != nil {
		groups = nil
	}
	r, err := t.NewPrimArray(vm.KindLong, len(groups))
	if err != nil {
		return 0, err
	}
	for i, g := range groups {
		vm.LongElems(r)[i] = int64(g)
	}
	t.VM.SetRef(a.Ref(0), k.Groups.Offset, r)
	a.Object(0).SetLong(k.UID.Offset, int64(os.Getuid()))
	a.Object(0).SetLong(k.GID.Offset, int64(os.Getgid()))
	if u, err := user.LookupId(strconv.Itoa(os.Getuid())); err == nil {
		s, err := t.NewString(u.Username)
		if err != nil {
			return 0, err
		}
		t.VM.SetRef(a.Ref(0), k.Username.Offset, s)
	}
	return 0, nil
}
