package testrig

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// Mongo returns the URI of a MongoDB-protocol server, with the name of a database that is new and empty: on the
// server that PARTANT_TEST_MONGODB names, else on FerretDB, started at the first call. On a server of its own
// choice the caller drops the database when the test ends.
//
// FerretDB has no transactions, change streams, expiry, partial, unique multikey or geographic indexes, and reads a
// whole collection for every filter: small data, and no timing, on it.
func Mongo(t testing.TB) (uri string) {
	t.Helper()
	if named := os.Getenv("PARTANT_TEST_MONGODB"); named != "" {
		return inDatabase(named, fresh())
	}
	server, err := sharedFerretDB()
	if err != nil {
		t.Fatalf("no MongoDB to test with: %v", err)
	}
	return inDatabase("mongodb://"+server.addr, fresh())
}

// inDatabase returns uri with its database replaced. net/url cannot do it: a URI may list several hosts. Without
// its old database a URI with a password says where the account is, unless it did so already.
func inDatabase(uri, name string) string {
	base, query, _ := strings.Cut(uri, "?")
	scheme, rest, _ := strings.Cut(base, "://")
	hosts, old, _ := strings.Cut(rest, "/")
	if strings.Contains(hosts, "@") && !strings.Contains(query, "authSource=") {
		if old == "" {
			old = "admin"
		}
		query = strings.TrimPrefix(query+"&authSource="+old, "&")
	}
	if query != "" {
		query = "?" + query
	}
	return scheme + "://" + hosts + "/" + name + query
}

// sharedFerretDB is the one server of the process: starting one for each test would take longer than the tests.
var sharedFerretDB = sync.OnceValues(startFerretDB)

// ferretDB is a server that answers.
type ferretDB struct {
	addr string
	pipe io.Closer // ends the server when it is closed: kept from the garbage collector, which would close it
}

func startFerretDB() (ferretDB, error) {
	top, err := root()
	if err != nil {
		return ferretDB{}, err
	}
	binary := filepath.Join(top, "bin/ferretdb")
	if _, err := os.Stat(binary); err != nil {
		return ferretDB{}, errors.New("run `make rig`, or name a server in PARTANT_TEST_MONGODB=mongodb://host:port")
	}
	cmd := exec.Command(binary)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return ferretDB{}, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return ferretDB{}, err
	}
	if err := cmd.Start(); err != nil {
		return ferretDB{}, err
	}
	addr, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return ferretDB{}, fmt.Errorf("bin/ferretdb ended before it answered: %w", err)
	}
	return ferretDB{strings.TrimSpace(addr), in}, nil
}
