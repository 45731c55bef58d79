package apps

import (
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"gojvm/test/harness"
)

// TestHTTP2 lets the HTTP client of the class library talk HTTP/2 over TLS to
// Go's server, since the class library has no server of that protocol: streams
// side by side, flow control, a stream that the server resets.
func TestHTTP2(t *testing.T) {
	harness.Need(t, "java", "javac")
	mux := http.NewServeMux()
	mux.HandleFunc("/first", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("X-Many", "1")
		w.Header().Add("X-Many", "2")
		io.WriteString(w, r.Proto+" "+r.Method)
	})
	mux.HandleFunc("/echo", func(w http.ResponseWriter, r *http.Request) { io.Copy(w, r.Body) })
	mux.HandleFunc("/reset", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	server := httptest.NewUnstartedServer(mux)
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()

	dir := t.TempDir()
	cert := filepath.Join(dir, "cert.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(cert, block, 0o644); err != nil {
		t.Fatal(err)
	}
	source, err := filepath.Abs("_http2/Http2.java")
	if err != nil {
		t.Fatal(err)
	}
	if r := run(t, dir, nil, "", "javac", "-d", dir, source); r.code != 0 {
		t.Fatal(r.stderr)
	}
	argv := []string{"-cp", dir, "Http2", server.URL, cert}
	want := run(t, dir, nil, "", append([]string{"java"}, argv...)...)
	for _, mode := range []string{"-Xint", "-Xmixed"} {
		got := run(t, dir, nil, "", append([]string{harness.VM(t), mode}, argv...)...)
		if d := harness.Diff(want.stdout, got.stdout); d != "" || got.code != want.code {
			t.Errorf("%s: exit %d, want %d\n%s%s", mode, got.code, want.code, d, got.stderr)
		}
	}
	if want.code != 0 {
		t.Errorf("java failed:\n%s", want.stderr)
	}
}
