package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
)

// wrong is a fault.Invalid in the words of who runs the program.
type wrong string

// Error says what to write instead.
func (w wrong) Error() string { return string(w) }

// Is reports that every wrong is a fault.Invalid.
func (w wrong) Is(target error) bool { return target == fault.Invalid }

func wrongf(format string, args ...any) error { return wrong(fmt.Sprintf(format, args...)) }

func wrongAddr(addr string) error { return wrongf("--addr %q: want :port or host:port", addr) }

// Check returns everything that is wrong with the settings, each on a line of its own: fault.Invalid. That what they
// name exists and answers is not its business.
func (c Config) Check() error {
	return errors.Join(c.checkAddr(), c.checkBase(), c.checkStore(), c.checkSearch(), c.checkMail(), c.checkSignIn(), c.checkMetrics(), c.checkProof(), c.checkClock(), c.checkGeocoder(), c.checkSealing(),
		checkNetworks("--trusted-proxies", c.TrustedProxies), checkNetworks("--event-networks", c.EventNetworks))
}

func (c Config) checkSealing() error {
	_, err := c.Sealing()
	return err
}

func (c Config) checkAddr() error {
	if !listens(c.Addr) {
		return wrongAddr(c.Addr)
	}
	return nil
}

// listens reports whether addr is a host and a port; port 0 is any that is free.
func listens(addr string) bool {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	_, err = strconv.ParseUint(port, 10, 16)
	return err == nil
}

func (c Config) checkBase() error {
	if c.BaseURL == "" {
		return nil // made of the address
	}
	_, err := c.Base()
	return err
}

func (c Config) checkStore() error {
	_, file := c.SQLite()
	if _, server := c.Mongo(); file || server {
		return nil
	}
	return wrongf("--store %q: want sqlite:FOLDER or mongodb://...", masked(c.Store, secretURL))
}

func (c Config) checkSearch() error {
	if c.SearchPatience < 0 {
		return wrongf("--search-patience %v: want a time such as 300ms", c.SearchPatience)
	}
	if _, yes := c.Embedded(); yes || c.Search == SearchOff {
		return nil
	}
	u, err := url.Parse(c.Search)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return wrongf("--search %q: want embedded, off, or the address of a Meilisearch server such as http://localhost:7700",
			masked(c.Search, secretURL))
	}
	return nil
}

// Proof is where the proof of every site is looked for, in trials on one machine; the zero address: on the sites. It is
// fault.Invalid for an address that is not of this machine, and for a site that the public sees.
func (c Config) Proof() (at netip.AddrPort, err error) {
	if c.ProofAt == "" {
		return at, nil
	}
	if base, err := c.Base(); err != nil || base.Scheme == "https" {
		return at, wrongf("--proof-at %q: it would let anybody claim any page of a public site; leave it out", c.ProofAt)
	}
	at, err = netip.ParseAddrPort(c.ProofAt)
	if err != nil || !at.Addr().IsLoopback() {
		return netip.AddrPort{}, wrongf("--proof-at %q: want an address of this machine such as 127.0.0.1:8099", c.ProofAt)
	}
	return at, nil
}

func (c Config) checkProof() error {
	_, err := c.Proof()
	return err
}

// Clock is the one that the program goes by: that of the machine, or ahead of it in trials. It is fault.Invalid for one that goes back, and for
// a site that the public sees.
func (c Config) Clock() (clock.Clock, error) {
	if c.Ahead == 0 {
		return clock.System, nil
	}
	if base, err := c.Base(); err != nil || base.Scheme == "https" {
		return nil, wrongf("--ahead %v: what people write on a public site would have a date to come; leave it out", c.Ahead)
	}
	if c.Ahead < 0 {
		return nil, wrongf("--ahead %v: want a time such as 26h: what is written already would be to come", c.Ahead)
	}
	return func() time.Time { return clock.System().Add(c.Ahead).Truncate(time.Millisecond) }, nil
}

func (c Config) checkClock() error {
	_, err := c.Clock()
	return err
}

func (c Config) checkGeocoder() error {
	u, err := url.Parse(c.Geocoder)
	if c.Geocoder == "" || err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.RawQuery == "" && u.Fragment == "" {
		return nil
	}
	return wrongf("--geocoder %q: want the address before /search, such as https://data.geopf.fr/geocodage", masked(c.Geocoder, secretURL))
}

func (c Config) checkMetrics() error {
	if c.MetricsAddr != "" && c.MetricsAddr != "off" && !listens(c.MetricsAddr) {
		return wrongf("--metrics-addr %q: want host:port, or off", c.MetricsAddr)
	}
	return nil
}

func checkNetworks(flag string, list []string) error {
	if _, err := Networks(list); err != nil {
		return wrongf("%s: %v", flag, err)
	}
	return nil
}

// Unknown lists the variables of an environment that look like settings of the program but are none: slips of the pen.
// Others are variables that are known besides.
func Unknown(environ []string, others ...string) []string {
	known := map[string]bool{}
	for _, s := range (Config{}).Settings() {
		others = append(others, s.Variable)
	}
	for _, name := range others {
		known[name], known[name+fromFile] = true, true
	}
	var strangers []string
	for _, pair := range environ {
		name, _, _ := strings.Cut(pair, "=")
		ours := strings.HasPrefix(name, variables) && !strings.HasPrefix(name, forTests)
		if ours && !known[name] {
			strangers = append(strangers, name)
		}
	}
	return strangers
}
