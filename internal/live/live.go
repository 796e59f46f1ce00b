// Package live tells connections that stay open how a few numbers stand: when they begin to listen, and whenever one changes.
// One look at the store serves all connections of a process, and each number is asked for once, however many listen to it.
package live

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"partant/internal/fault"
)

// Topic is one number that can be listened to. Topics of one name are said in one way.
type Topic struct{ Name, ID string }

// Source knows the numbers.
type Source interface {
	// Count returns how a topic stands.
	Count(ctx context.Context, t Topic) (int, error)
	// Stirred returns what tells the topics that may have changed since it was called last, by any copy of the program.
	Stirred(ctx context.Context) (func(Topic) bool, error)
}

// Most is how many may listen at once: to one process, and for one who listens.
type Most struct{ All, Each int }

const (
	// glance is how often the store is looked at, and so how late news is.
	glance = 300 * time.Millisecond
	// patience is how long a look at the store may take.
	patience = 5 * time.Second
	// blocked is how long a connection may keep the others waiting. What is said is so short that one is blocked only when
	// nobody has read it for hours.
	blocked = 250 * time.Millisecond
	// quiet is how long nothing is said before a word that means nothing: proxies end what is silent for a minute.
	quiet = 20 * time.Second
	// life is how long one connection lasts: whoever listens comes back, and is asked anew who they are.
	life = 5 * time.Minute
)

// What is said besides numbers: nothing, and in how many milliseconds to come back.
const (
	nothing = ":\n\n"
	soon    = "retry: %d\n\n"
)

// Hub tells all who listen to this process.
type Hub struct {
	source Source
	say    func(Topic, int) string
	most   Most
	log    *slog.Logger
	wake   chan struct{}

	mu     sync.Mutex
	topics map[Topic]*topic
	ears   map[*ear]struct{}
	seats  map[string]int
	closed bool
	gone   sync.WaitGroup // of Listen
	ailing bool           // the last look failed
}

// topic is a number that somebody listens to.
type topic struct {
	Topic
	due  bool // somebody waits for it
	ears map[*ear]struct{}
}

// ear is one connection. Run alone writes to it: what only reads needs next to no memory.
type ear struct {
	conn  net.Conn
	first string // what comes before all else; empty once it was said
	who   string
	still Still
	on    []*topic
	told  []int // what it heard last of each; nobody counts to silent
	spoke time.Time
	until time.Time
	over  bool
}

const silent = -1

// New returns a Hub. Say is the event that tells how a topic stands.
func New(source Source, say func(Topic, int) string, most Most, log *slog.Logger) *Hub {
	return &Hub{source: source, say: say, most: most, log: log, wake: make(chan struct{}, 1),
		topics: map[Topic]*topic{}, ears: map[*ear]struct{}{}, seats: map[string]int{}}
}

// Count returns how a topic stands, for who draws it.
func (h *Hub) Count(ctx context.Context, t Topic) (int, error) { return h.source.Count(ctx, t) }

// Still reports whether who listens may still hear: it is asked before each word of what is not for everybody.
type Still func(ctx context.Context) bool

// Listen has head written to conn, then tells it of the topics until the other side leaves, still says that they may not hear, or Run ends; it leaves
// conn open. Nil is nobody to ask. Who is counted against Most.Each; "" is not. fault.TooMany, and nothing written, when no more may listen; fault.Unavailable once
// Run has ended.
func (h *Hub) Listen(conn net.Conn, who, head string, still Still, topics ...Topic) error {
	now := time.Now()
	e := &ear{conn: conn, who: who, still: still, spoke: now, until: now.Add(life)}
	if err := h.sit(who); err != nil {
		return err
	}
	defer h.gone.Done()
	defer h.leave(e)
	e.first = head
	h.enter(e, topics)
	_, _ = conn.Read(make([]byte, 1)) // who listens says nothing: this ends when they leave, or are told to
	return nil
}

// sit takes a seat.
func (h *Hub) sit(who string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.closed:
		return fmt.Errorf("the program is ending: %w", fault.Unavailable)
	case h.seats[""] >= h.most.All || who != "" && h.seats[who] >= h.most.Each:
		return fmt.Errorf("%d listen: %w", h.seats[""], fault.TooMany)
	}
	h.seats[""]++
	if who != "" {
		h.seats[who]++
	}
	h.gone.Add(1)
	return nil
}

// enter begins to tell e, once Run looks.
func (h *Hub) enter(e *ear, topics []Topic) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, name := range topics {
		t := h.topics[name]
		if t == nil {
			t = &topic{Topic: name, ears: map[*ear]struct{}{}}
			h.topics[name] = t
		}
		t.due, t.ears[e] = true, struct{}{}
		e.on, e.told = append(e.on, t), append(e.told, silent)
	}
	h.ears[e] = struct{}{}
	if h.closed {
		e.hangUp()
	}
	select {
	case h.wake <- struct{}{}:
	default:
	}
}

func (h *Hub) leave(e *ear) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.ears, e)
	for _, t := range e.on {
		if delete(t.ears, e); len(t.ears) == 0 {
			delete(h.topics, t.Topic)
		}
	}
	for _, who := range []string{"", e.who} {
		if h.seats[who]--; h.seats[who] == 0 {
			delete(h.seats, who)
		}
		if e.who == "" {
			break
		}
	}
}

// Listening is how many listen.
func (h *Hub) Listening() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.ears)
}

// Run tells all who listen until ctx ends; then it asks them to come back in a moment, to another copy of the program or to
// this one started anew, and returns when all have left.
func (h *Hub) Run(ctx context.Context) {
	tick := time.NewTicker(glance)
	defer tick.Stop()
	for {
		h.look(ctx)
		h.tend(time.Now())
		select {
		case <-ctx.Done():
			h.end()
			return
		case <-h.wake:
		case <-tick.C:
		}
	}
}
