package outside

import (
	"net/netip"
	"testing"
	"time"
)

// The real world is strict: nothing of a lab is in it.
func TestStrict(t *testing.T) {
	t.Parallel()
	lab := Lab{}.Filled(time.Second)
	if way := lab.Transport(); way.Proxy != nil || way.TLSClientConfig.RootCAs != nil || way.TLSClientConfig.InsecureSkipVerify || !lab.Resolver.PreferGo || lab.Patience != time.Second {
		t.Errorf("%+v", way)
	}
	guard := lab.guard()
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
		if got := (Lab{}).Filled(time.Second).route("exemple.fr", port); got != want {
			t.Errorf("port %s leads to %s", port, got)
		}
	}
}

// A lab opens what it names, for one version of IP as for the other, and no more.
func TestLabOpensNoMore(t *testing.T) {
	t.Parallel()
	guard := Lab{Networks: []netip.Prefix{netip.MustParsePrefix("127.0.0.2/32"), netip.MustParsePrefix("::1/128")}, Ports: Ports{HTTP: 8080}}.Filled(time.Second).guard()
	for address, allowed := range map[string]bool{
		"127.0.0.2:8080": true, "[::1]:8080": true, "127.0.0.2:443": true, "127.0.0.2:80": false, "127.0.0.1:8080": false, "[fd00::1]:8080": false,
	} {
		if err := guard.Safe("tcp6", address, nil); (err == nil) != allowed {
			t.Errorf("%s: %v", address, err)
		}
	}
}
