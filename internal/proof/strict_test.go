package proof

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What New makes is the strict one: nothing of a lab is in it.
func TestNewIsStrict(t *testing.T) {
	t.Parallel()
	p := New("https://partant.fr")
	if p.transport.Proxy != nil || p.transport.TLSClientConfig.RootCAs != nil || p.transport.TLSClientConfig.InsecureSkipVerify || p.patience != patience || !p.resolver.PreferGo {
		t.Errorf("%+v", p)
	}
	guard := Lab{}.filled().guard()
	for address, allowed := range map[string]bool{
		"80.67.169.12:80": true, "80.67.169.12:443": true, "[2001:910:800::12]:443": true,
		"80.67.169.12:25": false, "80.67.169.12:8080": false, "80.67.169.12:6379": false, "127.0.0.1:80": false, "127.0.0.2:443": false, "10.0.0.1:443": false, "169.254.169.254:80": false,
		"168.63.129.16:80": false, "[::1]:80": false, "[::ffff:80.67.169.12]:80": false, "[fd00::1]:443": false, "exemple.fr:80": false, "": false,
	} {
		if err := guard.Safe("tcp4", address, nil); (err == nil) != allowed {
			t.Errorf("%s: %v", address, err)
		}
	}
	if guard.Safe("udp4", "80.67.169.12:443", nil) == nil || guard.Safe("unix", "/run/a", nil) == nil {
		t.Error("other networks are permitted")
	}
}

// No name is completed by the search list of the system, which would lead inside.
func TestNamesAreWhole(t *testing.T) {
	t.Parallel()
	for port, want := range map[string]string{"80": "exemple.fr.:80", "443": "exemple.fr.:443"} {
		if got := (Lab{}).filled().route("exemple.fr", port); got != want {
			t.Errorf("port %s leads to %s", port, got)
		}
	}
	want := []string{"_partant.www.exemple.fr.", "www.exemple.fr.", "_partant.exemple.fr.", "exemple.fr."}
	if diff := cmp.Diff(want, places("www.exemple.fr")); diff != "" {
		t.Error(diff)
	}
}

// A lab opens what it names, for one version of IP as for the other, and no more.
func TestLabOpensNoMore(t *testing.T) {
	t.Parallel()
	guard := Lab{Networks: []netip.Prefix{netip.MustParsePrefix("127.0.0.2/32"), netip.MustParsePrefix("::1/128")}, Ports: Ports{HTTP: 8080}}.filled().guard()
	for address, allowed := range map[string]bool{
		"127.0.0.2:8080": true, "[::1]:8080": true, "127.0.0.2:443": true, "127.0.0.2:80": false, "127.0.0.1:8080": false, "[fd00::1]:8080": false,
	} {
		if err := guard.Safe("tcp6", address, nil); (err == nil) != allowed {
			t.Errorf("%s: %v", address, err)
		}
	}
}
