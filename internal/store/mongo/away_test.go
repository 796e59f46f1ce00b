package mongo

import (
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"partant/internal/fault"
	"partant/internal/limit"
	"partant/internal/profile"
	"partant/internal/testrig"
)

// relay stands before the server and can be cut, as a cable can.
type relay struct {
	to, addr string

	mu    sync.Mutex
	door  net.Listener
	lines []net.Conn
	done  sync.WaitGroup
}

// newRelay returns a relay and the uri that leads through it.
func newRelay(t *testing.T, uri string) (*relay, string) {
	t.Helper()
	hosts, _, err := parse(uri)
	ok(t, err)
	first, _, _ := strings.Cut(hosts, ",")
	r := &relay{to: first, addr: "127.0.0.1:0"}
	r.mend(t)
	t.Cleanup(r.cut)
	through := strings.Replace(uri, hosts, r.addr, 1)
	if strings.Contains(through, "?") {
		return r, through + "&directConnection=true"
	}
	return r, through + "?directConnection=true"
}

// mend opens the relay, at the address it had.
func (r *relay) mend(t *testing.T) {
	t.Helper()
	door, err := net.Listen("tcp", r.addr)
	ok(t, err)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.door, r.addr = door, door.Addr().String()
	r.done.Go(func() {
		for {
			in, err := door.Accept()
			if err != nil {
				return
			}
			r.carry(in)
		}
	})
}

func (r *relay) carry(in net.Conn) {
	out, err := net.Dial("tcp", r.to)
	if err != nil {
		in.Close()
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines = append(r.lines, in, out)
	for _, way := range [][2]net.Conn{{in, out}, {out, in}} {
		r.done.Go(func() {
			io.Copy(way[0], way[1])
			way[0].Close()
		})
	}
}

// cut closes the door and every line.
func (r *relay) cut() {
	r.mu.Lock()
	r.door.Close()
	for _, line := range r.lines {
		line.Close()
	}
	r.lines = nil
	r.mu.Unlock()
	r.done.Wait()
}

// soon fails the test when what was begun at start took longer than the server may keep anybody waiting.
func soon(t *testing.T, start time.Time) {
	t.Helper()
	if took := time.Since(start); took > selectAtMost+time.Second {
		t.Errorf("that took %v", took)
	}
}

func TestOpenWhileAway(t *testing.T) {
	t.Parallel()
	door, err := net.Listen("tcp", "127.0.0.1:0")
	ok(t, err)
	closed := door.Addr().String()
	door.Close()

	start := time.Now()
	_, err = Open(t.Context(), "mongodb://u:hush@"+closed+"/x")
	wantErr(t, err, fault.Unavailable)
	soon(t, start)
	if want := "MongoDB does not answer at " + closed + ": start it, or correct the address in PARTANT_STORE (connection refused)"; err.Error() != want {
		t.Errorf("the error is %q, want %q", err, want)
	}
}

func TestAwayAndBack(t *testing.T) {
	t.Parallel()
	line, uri := newRelay(t, testrig.Mongo(t))
	db := openAt(t, uri)
	s, p := db.Profiles(), onePage("ici")
	ok(t, s.Insert(t.Context(), p))

	line.cut()
	var group sync.WaitGroup
	for _, do := range []func() error{
		func() error { return db.Ping(t.Context()) },
		func() error { _, err := s.Get(t.Context(), p.ID); return err },
		func() error { return s.Insert(t.Context(), onePage("ailleurs")) },
		func() error {
			_, err := s.Update(t.Context(), p.ID, func(*profile.Profile) error { return nil })
			return err
		},
		func() error { _, err := s.Take(t.Context(), time.Now(), time.Minute, 9); return err },
		func() error { _, err := db.Accounts().TakeTicket(t.Context(), "t"); return err },
		func() error { return db.sweepNames(t.Context(), time.Now()) },
	} {
		group.Go(func() {
			start := time.Now()
			if err := do(); !errors.Is(err, fault.Unavailable) {
				t.Errorf("error is %v", err)
			}
			soon(t, start)
		})
	}
	group.Wait()
	limitsWhileAway(t, db)

	line.mend(t)
	got, err := s.Get(t.Context(), p.ID)
	ok(t, err)
	if got.Slug != p.Slug {
		t.Errorf("back, but with %q", got.Slug)
	}
	ok(t, db.Ping(t.Context()))
}

// limitsWhileAway sees that the site can be read while nothing can be counted, and that nobody guesses passwords.
func limitsWhileAway(t *testing.T, db *DB) {
	t.Helper()
	s := limit.New(db.Counts(time.Now))
	who := limit.Visitor(netip.MustParseAddr("192.0.2.1"))
	for _, r := range []limit.Rule{limit.Read, limit.ReadAsMember, limit.Search} {
		start := time.Now()
		ok(t, s.Allow(t.Context(), r, who))
		if took := time.Since(start); took > time.Second {
			t.Errorf("%s let pass after %v", r.Name, took)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	for _, r := range []limit.Rule{limit.SignIn, limit.SignUp, limit.NewPage, limit.Reveal} {
		wantErr(t, s.Allow(ctx, r, who), fault.Unavailable)
	}
}

// A server that takes the connection and says nothing must not keep anybody waiting either.
func TestSilentServer(t *testing.T) {
	t.Parallel()
	door, err := net.Listen("tcp", "127.0.0.1:0")
	ok(t, err)
	defer door.Close()
	start := time.Now()
	_, err = Open(t.Context(), "mongodb://"+door.Addr().String()+"/x")
	wantErr(t, err, fault.Unavailable)
	soon(t, start)
}

func TestClosed(t *testing.T) {
	t.Parallel()
	db, err := Open(t.Context(), testrig.Mongo(t))
	ok(t, err)
	ok(t, db.Close())
	_, err = db.Profiles().Get(t.Context(), "p")
	wantErr(t, err, fault.Unavailable)
	wantErr(t, db.Ping(t.Context()), fault.Unavailable)
}
