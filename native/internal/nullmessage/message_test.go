package nullmessage

import "testing"

func TestShort(t *testing.T) {
	for in, want := range map[string]string{
		"java.lang.Object.hashCode()":                             "Object.hashCode()",
		"java.lang.String.concat(java.lang.String)":               "String.concat(String)",
		"java.util.Map.put(java.lang.Object, java.lang.Object)":   "java.util.Map.put(Object, Object)",
		"java.lang.StringBuilder.append(java.lang.String[], int)": "java.lang.StringBuilder.append(String[], int)",
		"java.lang.Objects.f(java.lang.Objects)":                  "java.lang.Objects.f(java.lang.Objects)",
		"java.lang.Object":                                        "Object",
	} {
		if got := short(in); got != want {
			t.Errorf("short(%q) = %q, want %q", in, got, want)
		}
	}
}
