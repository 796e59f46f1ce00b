package testrig

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMeilisearchIsSharedAndGuarded(t *testing.T) {
	url, key := Meilisearch(t)
	again, sameKey := Meilisearch(t)
	if url != again || key != sameKey {
		t.Errorf("two servers: %s and %s", url, again)
	}
	runtime.GC() // it closes what nobody holds, such as the pipe of a server
	runtime.GC()
	for bearer, want := range map[string]int{key: http.StatusOK, key + "x": http.StatusForbidden} {
		ask, err := http.NewRequest(http.MethodGet, url+"/indexes", nil)
		if err != nil {
			t.Fatal(err)
		}
		ask.Header.Set("Authorization", "Bearer "+bearer)
		answer, err := http.DefaultClient.Do(ask)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != want {
			t.Errorf("status %d, want %d", answer.StatusCode, want)
		}
	}
}

func TestMongoGivesEachCallItsOwnDatabase(t *testing.T) {
	a, b := Mongo(t), Mongo(t)
	if a == b {
		t.Errorf("%s twice", a)
	}
	runtime.GC()
	runtime.GC()
	line, err := net.Dial("tcp", server(a))
	if err != nil {
		t.Fatal(err)
	}
	line.Close()
	if server(a) != server(b) && os.Getenv("PARTANT_TEST_MONGODB") == "" {
		t.Errorf("two servers: %s and %s", a, b)
	}
}

// server returns the host:port of a simple URI.
func server(uri string) string {
	_, rest, _ := strings.Cut(uri, "://")
	host, _, _ := strings.Cut(rest, "/")
	return host
}

func TestInDatabase(t *testing.T) {
	tests := map[string]string{
		"mongodb://h:1":                               "mongodb://h:1/new",
		"mongodb://h:1/":                              "mongodb://h:1/new",
		"mongodb://h:1,i:2/old?replicaSet=rs":         "mongodb://h:1,i:2/new?replicaSet=rs",
		"mongodb://u:p@h:1":                           "mongodb://u:p@h:1/new?authSource=admin",
		"mongodb://u:p@h:1/old?w=1":                   "mongodb://u:p@h:1/new?w=1&authSource=old",
		"mongodb+srv://u:p@h/?authSource=a&tls=false": "mongodb+srv://u:p@h/new?authSource=a&tls=false",
	}
	for uri, want := range tests {
		if got := inDatabase(uri, "new"); got != want {
			t.Errorf("%s: %s, want %s", uri, got, want)
		}
	}
}

func TestNamedMeilisearch(t *testing.T) {
	got, err := namedMeilisearch("http://:secret@127.0.0.1:7700")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"http://127.0.0.1:7700", "secret"}, []string{got.url, got.key}); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{"127.0.0.1:7700", "meili", "http://"} {
		if _, err := namedMeilisearch(bad); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

func TestWhatIsMissingIsSaid(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("go.mod", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := meilisearchBinary(); err == nil || !strings.Contains(err.Error(), "npm ci") {
		t.Errorf("no Meilisearch: %v", err)
	}
	if _, err := startFerretDB(); err == nil || !strings.Contains(err.Error(), "make rig") {
		t.Errorf("no FerretDB: %v", err)
	}
}

func TestAServerThatEndsByItselfIsNoticed(t *testing.T) {
	start := time.Now()
	if _, err := startMeilisearch("/bin/false"); err == nil || time.Since(start) > 30*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
}

// childVariable makes this test binary a process that only holds the servers, for TestServersEndWithTheProcess.
const childVariable = "PARTANT_TESTRIG_CHILD"

func TestServersEndWithTheProcess(t *testing.T) {
	if os.Getenv(childVariable) != "" {
		url, _ := Meilisearch(t)
		fmt.Println("serving", strings.TrimPrefix(url, "http://"), server(Mongo(t)))
		select {}
	}
	child := exec.Command(os.Args[0], "-test.run=^TestServersEndWithTheProcess$")
	folder := t.TempDir()
	child.Env = append(os.Environ(), childVariable+"=1", "PARTANT_TEST_MEILISEARCH=", "PARTANT_TEST_MONGODB=", "TMPDIR="+folder)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer child.Wait()
	defer child.Process.Kill()

	var addrs []string
	for lines := bufio.NewScanner(out); addrs == nil && lines.Scan(); {
		if f := strings.Fields(lines.Text()); len(f) == 3 && f[0] == "serving" {
			addrs = f[1:]
		}
	}
	if addrs == nil {
		t.Fatal("the child served nothing")
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for _, addr := range addrs {
		if !soon(func() bool { return silent(addr) }) {
			t.Errorf("%s outlives the process", addr)
		}
	}
	if !soon(func() bool { left, err := os.ReadDir(folder); return err == nil && len(left) == 0 }) {
		t.Error("files outlive the process")
	}
}

// silent reports whether nobody listens on addr.
func silent(addr string) bool {
	line, err := net.Dial("tcp", addr)
	if err == nil {
		line.Close()
	}
	return err != nil
}

// soon waits until a condition of other processes holds.
func soon(holds func() bool) bool {
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if holds() {
			return true
		}
	}
	return false
}
