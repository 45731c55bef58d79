// Package security has the natives of java.security.AccessController and
// com.sun.security.auth.module.UnixSystem.
package security

import (
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// Natives returns the table of the package.
func Natives() vm.NativeTable {
	const c = "java/security/AccessController."
	return vm.NativeTable{
		c + "getStackAccessControlContext()Ljava/security/AccessControlContext;":     stackContext,
		c + "getInheritedAccessControlContext()Ljava/security/AccessControlContext;": inheritedContext,
		c + "getProtectionDomain(Ljava/lang/Class;)Ljava/security/ProtectionDomain;": protectionDomain,
		"com/sun/security/auth/module/UnixSystem.getUnixInfo()V":                     getUnixInfo,
		c + "ensureMaterializedForStackWalk(Ljava/lang/Object;)V":                    nat.Nothing, // frames always hold their locals
	}
}

// members are what the natives need of the library.
type members struct {
	Controller     *vm.Class `java:"java/security/AccessController"`
	Context        *vm.Class `java:"java/security/AccessControlContext"`
	Domain         *vm.Class `java:"java/security/ProtectionDomain"`
	Domains        *vm.Field `java:"java/security/AccessControlContext.context:[Ljava/security/ProtectionDomain;"`
	Privileged     *vm.Field `java:"java/security/AccessControlContext.privilegedContext:Ljava/security/AccessControlContext;"`
	IsPrivileged   *vm.Field `java:"java/security/AccessControlContext.isPrivileged:Z"`
	IsAuthorized   *vm.Field `java:"java/security/AccessControlContext.isAuthorized:Z"`
	ThreadInherits *vm.Field `java:"java/lang/Thread.inheritedAccessControlContext:Ljava/security/AccessControlContext;"`
}

func inheritedContext(t *vm.Thread, a vm.Args) (vm.Value, error) {
	k, err := vm.Bound[members](t)
	if err != nil {
		return 0, err
	}
	return vm.RefValue(vm.Object(t.Object()).Ref(k.ThreadInherits.Offset)), nil
}

func protectionDomain(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := nat.Class(t, a, 0)
	if c == nil {
		return 0, nil
	}
	return vm.RefValue(c.ProtectionDomain.Ref()), nil
}

// stackContext returns the protection domains on the stack down to the first
// privileged frame; null when all of them are the system's.
func stackContext(t *vm.Thread, a vm.Args) (vm.Value, error) {
	k, err := vm.Bound[members](t)
	if err != nil {
		return 0, err
	}
	var domains []vm.Handle
	var context vm.Handle
	privileged := false
	for f := t.TopFrame(); f.Valid() && !privileged; f = f.Caller() {
		m := f.Method()
		c := m.Holder
		if c == k.Controller && m.Name == "executePrivileged" {
			// executePrivileged(action, context, caller) keeps its arguments
			// alive while the action runs.
			args := vm.ArgsAt(f.FP)
			privileged = true
			context = args.Handle(t, 1)
			c = nat.Class(t, args, 2)
		}
		if c == nil || c.ProtectionDomain.IsNull() {
			continue
		}
		pd := c.ProtectionDomain
		if n := len(domains); n == 0 || domains[n-1].Ref() != pd.Ref() {
			domains = append(domains, pd)
		}
	}
	if len(domains) == 0 && (!privileged || context.IsNull()) {
		return 0, nil
	}
	r, err := t.NewObject(k.Context)
	if err != nil {
		return 0, err
	}
	acc := t.NewHandle(r)
	acc.Object().SetBool(k.IsPrivileged.Offset, privileged)
	t.VM.SetRef(r, k.Privileged.Offset, context.Ref())
	acc.Object().SetBool(k.IsAuthorized.Offset, authorized(t, k, context))
	if len(domains) > 0 {
		arr, err := t.NewRefArray(k.Domain, len(domains))
		if err != nil {
			return 0, err
		}
		for i, d := range domains {
			t.VM.SetRefElem(arr, i, d.Ref())
		}
		t.VM.SetRef(acc.Ref(), k.Domains.Offset, arr)
	}
	return vm.RefValue(acc.Ref()), nil
}

// authorized reports whether the privileged context was made with permission.
func authorized(t *vm.Thread, k *members, context vm.Handle) bool {
	return context.IsNull() || context.Object().Bool(k.IsAuthorized.Offset)
}
