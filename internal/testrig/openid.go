package testrig

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The one client of every OpenID provider. Its address to come back to is any of a test: on 127.0.0.1, on localhost, or
// https at a name that ends in .example, under the path of signin.CallbackPath.
const (
	OpenIDClient = "partant"
	OpenIDSecret = "un secret d'essai : é&="
)

// OpenID is a real OpenID Connect provider of one test, with a key and a user of its own.
type OpenID struct {
	Issuer string
	pipe   io.Closer // ends the server when it is closed: kept from the garbage collector, which would close it
	server *exec.Cmd
	client *http.Client
}

// OpenIDBehaviour is what a provider is told to be: tools/openid says what its fields mean.
type OpenIDBehaviour struct {
	User    map[string]any `json:"user"`
	ACR     string         `json:"acr,omitempty"`
	Ask     bool           `json:"ask,omitempty"`
	Decline bool           `json:"decline,omitempty"`
	Thin    bool           `json:"thin,omitempty"`
	Signed  bool           `json:"signed,omitempty"`
	Faults  []string       `json:"faults,omitempty"`
}

// StartOpenID starts a provider that signs in Claude Exemple, subject 1, without asking. It ends with the test.
func StartOpenID(t testing.TB) *OpenID {
	t.Helper()
	o, err := startOpenID()
	if err != nil {
		t.Fatalf("no OpenID Connect provider to test with: %v", err)
	}
	t.Cleanup(o.Stop)
	return o
}

func startOpenID() (*OpenID, error) {
	top, err := root()
	if err != nil {
		return nil, err
	}
	binary := filepath.Join(top, "bin/openid")
	if _, err := os.Stat(binary); err != nil {
		return nil, errors.New("run `make rig`")
	}
	cmd := exec.Command(binary)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	issuer, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, errors.Join(fmt.Errorf("bin/openid ended before it answered: %w", err), in.Close(), cmd.Wait())
	}
	client := &http.Client{Timeout: time.Minute, Transport: &http.Transport{DisableKeepAlives: true}}
	return &OpenID{Issuer: strings.TrimSpace(issuer), pipe: in, server: cmd, client: client}, nil
}

// Stop ends the provider: nobody answers at its address any more. Stopping twice is no harm.
func (o *OpenID) Stop() {
	o.pipe.Close()
	o.server.Wait()
}

// Be tells the provider what to be from now on, the whole of it.
func (o *OpenID) Be(t testing.TB, b OpenIDBehaviour) {
	t.Helper()
	body, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	ask, err := http.NewRequest(http.MethodPut, o.Issuer+"/test", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if said, err := o.said(ask, http.StatusNoContent); err != nil {
		t.Fatalf("the provider cannot be that: %v: %s", err, said)
	}
}

// Asked says how often the provider was asked for a path.
func (o *OpenID) Asked(t testing.TB, path string) int {
	t.Helper()
	ask, err := http.NewRequest(http.MethodGet, o.Issuer+"/test", nil)
	if err != nil {
		t.Fatal(err)
	}
	said, err := o.said(ask, http.StatusOK)
	counts := map[string]int{}
	if err == nil {
		err = json.Unmarshal(said, &counts)
	}
	if err != nil {
		t.Fatalf("the provider does not say: %v: %s", err, said)
	}
	return counts[path]
}

func (o *OpenID) said(ask *http.Request, want int) ([]byte, error) {
	answer, err := o.client.Do(ask)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != want {
		err = errors.New(answer.Status)
	}
	return said, err
}
