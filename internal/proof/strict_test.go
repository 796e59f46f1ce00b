package proof

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What New makes is the strict one: nothing of a lab is in it. See package outside.
func TestNewIsStrict(t *testing.T) {
	t.Parallel()
	p := New("https://partant.fr")
	if p.transport.Proxy != nil || p.transport.TLSClientConfig.RootCAs != nil || p.transport.TLSClientConfig.InsecureSkipVerify || p.patience != patience || !p.resolver.PreferGo {
		t.Errorf("%+v", p)
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	want := []string{"_partant.www.exemple.fr.", "www.exemple.fr.", "_partant.exemple.fr.", "exemple.fr."}
	if diff := cmp.Diff(want, places("www.exemple.fr")); diff != "" {
		t.Error(diff)
	}
}
