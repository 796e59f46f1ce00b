// Package testrig starts the servers that tests need, on loopback, for the life of the test process. No product
// code imports it.
//
// A server is shared by the tests of one process and ends with it, also when the process is killed: it watches a
// pipe that only the process holds open. A test that cannot have its server fails and says what to run.
package testrig

import (
	"crypto/rand"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
)

// root returns the folder of the product's go.mod: tests run in the folder of their package.
func root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", fmt.Errorf("no go.mod above the folder of the test")
		}
		dir = up
	}
}

// fresh returns a name that nobody else uses, of letters, digits and hyphens.
func fresh() string {
	return "partant-test-" + strings.ToLower(rand.Text()[:16])
}

// freePort returns a loopback address that nobody listens on. Another process may take it before its use: the
// caller checks who answers there, and tries again.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}
