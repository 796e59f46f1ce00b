package proof_test

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// entry is what the DNS of a test says of one name.
type entry struct {
	addrs  []string   // the addresses; more than one answer when turns is set
	turns  [][]string // addresses of the first lookup, of the second, … the last one again
	txt    [][]string // records, each of several strings
	code   dnsmessage.RCode
	silent bool // never answers
}

// dns is a server on loopback, over UDP and TCP. Names it does not know do not exist.
type dns struct {
	mu      sync.Mutex
	entries map[string]entry
	asked   []string   // names in the order they were asked, each once
	lines   []net.Conn // of resolvers that asked
	over    bool
	lookups map[string]int
	udp     net.PacketConn
	tcp     net.Listener
}

func newDNS(t *testing.T) *dns {
	t.Helper()
	d := &dns{entries: map[string]entry{}, lookups: map[string]int{}}
	var err error
	if d.udp, err = net.ListenPacket("udp", inside+":0"); err != nil {
		t.Fatal(err)
	}
	if d.tcp, err = net.Listen("tcp", inside+":0"); err != nil {
		t.Fatal(err)
	}
	var done sync.WaitGroup
	done.Go(d.serveUDP)
	done.Go(d.serveTCP)
	t.Cleanup(func() { d.udp.Close(); d.tcp.Close(); done.Wait(); d.hangUp() })
	return d
}

// hangUp ends lookups that are still waiting for an answer: a resolver does so for seconds after who asked has left.
func (d *dns) hangUp() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.over = true
	for _, c := range d.lines {
		c.Close()
	}
}

// line keeps a connection of a resolver.
func (d *dns) line(c net.Conn, err error) (net.Conn, error) {
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.over {
		c.Close()
		return nil, net.ErrClosed
	}
	d.lines = append(d.lines, c)
	return c, nil
}

// resolver asks nobody but d.
func (d *dns) resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		to := d.udp.LocalAddr().String()
		if strings.HasPrefix(network, "tcp") {
			to = d.tcp.Addr().String()
		}
		return d.line(new(net.Dialer).DialContext(ctx, network, to))
	}}
}

func (d *dns) set(name string, e entry) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.entries[name] = e
}

func (d *dns) names() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.asked)
}

func (d *dns) serveUDP() {
	buf := make([]byte, 4096)
	for {
		n, from, err := d.udp.ReadFrom(buf)
		if err != nil {
			return
		}
		if answer := d.answer(buf[:n], 1200); answer != nil {
			_, _ = d.udp.WriteTo(answer, from)
		}
	}
}

func (d *dns) serveTCP() {
	for {
		conn, err := d.tcp.Accept()
		if err != nil {
			return
		}
		d.serveOne(conn)
	}
}

func (d *dns) serveOne(conn net.Conn) {
	defer conn.Close()
	var size [2]byte
	if _, err := io.ReadFull(conn, size[:]); err != nil {
		return
	}
	question := make([]byte, binary.BigEndian.Uint16(size[:]))
	if _, err := io.ReadFull(conn, question); err != nil {
		return
	}
	answer := d.answer(question, 65_000)
	_, _ = conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(answer))), answer...))
}

// answer returns what to send: nothing for a silent name, a stump when it is longer than there is room for.
func (d *dns) answer(question []byte, room int) []byte {
	var m dnsmessage.Message
	if m.Unpack(question) != nil || len(m.Questions) != 1 {
		return nil
	}
	q := m.Questions[0]
	e, known := d.find(strings.TrimSuffix(q.Name.String(), "."), q.Type)
	if e.silent {
		return nil
	}
	m.Additionals, m.Response, m.RecursionAvailable, m.RCode = nil, true, true, e.code
	if !known {
		m.RCode = dnsmessage.RCodeNameError
	}
	for _, body := range e.bodies(q.Type) {
		m.Answers = append(m.Answers, dnsmessage.Resource{Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 1}, Body: body})
	}
	packed, err := m.Pack()
	if err == nil && len(packed) > room {
		m.Answers, m.Truncated = nil, true
		packed, err = m.Pack()
	}
	if err != nil {
		panic(err)
	}
	return packed
}

func (d *dns) find(name string, kind dnsmessage.Type) (entry, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !slices.Contains(d.asked, name) {
		d.asked = append(d.asked, name)
	}
	e, known := d.entries[name]
	if e.turns != nil {
		e.addrs = e.turns[min(d.lookups[name], len(e.turns)-1)]
		if kind == dnsmessage.TypeA {
			d.lookups[name]++
		}
	}
	return e, known
}

func (e entry) bodies(kind dnsmessage.Type) (bodies []dnsmessage.ResourceBody) {
	for _, s := range e.addrs {
		switch addr := netip.MustParseAddr(s); {
		case kind == dnsmessage.TypeA && addr.Is4():
			bodies = append(bodies, &dnsmessage.AResource{A: addr.As4()})
		case kind == dnsmessage.TypeAAAA && addr.Is6():
			bodies = append(bodies, &dnsmessage.AAAAResource{AAAA: addr.As16()})
		}
	}
	for _, strings := range e.txt {
		if kind == dnsmessage.TypeTXT {
			bodies = append(bodies, &dnsmessage.TXTResource{TXT: strings})
		}
	}
	return bodies
}
