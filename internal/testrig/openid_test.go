package testrig

import (
	"net/http"
	"os"
	"strings"
	"testing"
)

func TestOpenIDsAreApart(t *testing.T) {
	t.Parallel()
	a, b := StartOpenID(t), StartOpenID(t)
	if a.Issuer == b.Issuer {
		t.Fatal("two tests would share a provider")
	}
	a.Be(t, OpenIDBehaviour{User: map[string]any{"sub": "7"}, Faults: []string{"down"}})
	const metadata = "/.well-known/openid-configuration"
	for issuer, want := range map[string]int{a.Issuer: http.StatusServiceUnavailable, b.Issuer: http.StatusOK} {
		answer, err := a.client.Get(issuer + metadata)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != want {
			t.Errorf("%d, want %d", answer.StatusCode, want)
		}
	}
	if a.Asked(t, metadata) != 1 || b.Asked(t, metadata) != 1 || b.Asked(t, "/login") != 0 {
		t.Error("it does not count what it is asked")
	}
}

func TestOpenIDStops(t *testing.T) {
	t.Parallel()
	o := StartOpenID(t)
	o.Stop()
	o.Stop()
	if !silent(strings.TrimPrefix(o.Issuer, "http://")) {
		t.Error("it still listens")
	}
}

func TestMissingOpenIDIsSaid(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("go.mod", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := startOpenID(); err == nil || !strings.Contains(err.Error(), "make rig") {
		t.Errorf("no provider: %v", err)
	}
}
