package niofs

import (
	"os/user"
	"strconv"

	"golang.org/x/sys/unix"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

func accountNatives() vm.NativeTable {
	const u = "sun/nio/fs/UnixNativeDispatcher."
	return vm.NativeTable{
		u + "getpwuid(I)[B": getpwuid,
		u + "getgrgid(I)[B": getgrgid,
		u + "getpwnam0(J)I": getpwnam,
		u + "getgrnam0(J)I": getgrnam,
	}
}

// name returns the name of an account as a byte[].
func name(t *vm.Thread, find func() (string, error)) (vm.Value, error) {
	var s string
	var err error
	t.Blocking(func() { s, err = find() })
	if err != nil {
		return 0, throw(t, unix.ENOENT)
	}
	return nat.Ref(t.NewByteArray([]byte(s)))
}

func getpwuid(t *vm.Thread, a vm.Args) (vm.Value, error) {
	id := strconv.FormatUint(uint64(uint32(a.Int(0))), 10)
	return name(t, func() (string, error) {
		u, err := user.LookupId(id)
		if err != nil {
			return "", err
		}
		return u.Username, nil
	})
}

func getgrgid(t *vm.Thread, a vm.Args) (vm.Value, error) {
	id := strconv.FormatUint(uint64(uint32(a.Int(0))), 10)
	return name(t, func() (string, error) {
		g, err := user.LookupGroupId(id)
		if err != nil {
			return "", err
		}
		return g.Name, nil
	})
}

// number returns the id of an account, -1 when there is none of that name.
func number(t *vm.Thread, find func() (string, error)) (vm.Value, error) {
	var s string
	var err error
	t.Blocking(func() { s, err = find() })
	if err != nil {
		return nat.Int(-1)
	}
	n, err := strconv.ParseUint(s, 10, 32)
	if err != nil {
		return nat.Int(-1)
	}
	return nat.Int(int32(n))
}

func getpwnam(t *vm.Thread, a vm.Args) (vm.Value, error) {
	p := path(a, 0)
	return number(t, func() (string, error) {
		u, err := user.Lookup(p)
		if err != nil {
			return "", err
		}
		return u.Uid, nil
	})
}

func getgrnam(t *vm.Thread, a vm.Args) (vm.Value, error) {
	p := path(a, 0)
	return number(t, func() (string, error) {
		g, err := user.LookupGroup(p)
		if err != nil {
			return "", err
		}
		return g.Gid, nil
	})
}
