package web

import (
	"context"
	"net"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/distance"
	"partant/internal/event"
	"partant/internal/limit"
	"partant/internal/live"
	"partant/internal/viewer"
	"partant/views"
)

// The numbers that pages keep right while they are looked at, by the names of their events.
const (
	LiveBell    = "cloche"   // what a member has not read; its id is the account
	LiveAnswers = "reponses" // the answers to a discussion, by its id
	LiveSaid    = "dits"     // what is said below an event, by its id; pages hear of it as of answers
	LiveRoom    = "places"   // how full an event is, by its id: see RoomNumber
)

// LiveMost is how many may listen: one browser has one connection for each window that is looked at.
var LiveMost = live.Most{All: 5000, Each: 50}

// Told is the event that says how a number stands.
func Told(t live.Topic, n int) string {
	said := strconv.Itoa(n)
	if t.Name == LiveBell && n > 0 {
		count, words := views.Unread(n)
		said = count + " " + words
	}
	if t.Name == LiveRoom {
		said = views.RoomSaid(n>>40, n>>20&roomMask, n&roomMask)
		if n == RoomShut {
			said = views.RoomShut
		}
	}
	name := t.Name
	if name == LiveSaid {
		name = LiveAnswers
	}
	return "event: " + name + "\ndata: " + said + "\n\n"
}

const (
	roomMask = 1<<20 - 1
	// RoomShut is the number of an event that nobody answers any more.
	RoomShut = 1 << 60
)

// RoomNumber is how full an event is, in one number.
func RoomNumber(r *event.Roster) int { return r.Places<<40 | r.Taken<<20 | r.Waiting }

const eventStream = "text/event-stream"

// direct is /direct: the bell of a member, the answers to ?discussion= and how full ?evenement= is and, to who may read it, what is said below it, as they change. The connection is taken over, since
// it outlives all that answers are bound by (SAFETY.md 3.1). Whoever asks for a page gets one.
func (s *site) direct(c *fiber.Ctx) error {
	v, plain := who(c).viewer(), "/notifications"
	var topics []live.Topic
	var still live.Still
	if v.SignedIn() {
		topics = append(topics, live.Topic{Name: LiveBell, ID: v.Account})
	}
	if slug := c.Query(views.ParamDiscussion); slug != "" {
		d, err := s.Talk.BySlug(c.UserContext(), slug)
		if err != nil {
			return err
		}
		topics, plain = append(topics, live.Topic{Name: LiveAnswers, ID: d.ID}), talkPath(d.Slug)
		if d.Private {
			still = func(ctx context.Context) bool {
				_, err := s.Talk.BySlug(viewer.With(ctx, v), d.Slug)
				return err == nil
			}
		}
	}
	if slug := c.Query(views.ParamMeeting); slug != "" {
		e, err := s.Events.BySlug(c.UserContext(), v, slug)
		if err == nil {
			err = s.see(c, e.By.Page)
		}
		if err != nil {
			return err
		}
		of, err := s.meetTopics(c.UserContext(), v, &e)
		if err != nil {
			return err
		}
		topics, plain = append(topics, of...), meetPath(e.Slug)
		if e.For != event.Everybody {
			along := len(of) > 0 && of[len(of)-1].Name == LiveSaid
			still = func(ctx context.Context) bool { return s.stillSees(ctx, v, &e, along) }
		}
	}
	switch {
	case c.Method() == fiber.MethodHead || !strings.Contains(c.Get(fiber.HeaderAccept), eventStream):
		return seeOther(c, plain)
	case len(topics) == 0:
		return c.SendStatus(fiber.StatusNoContent) // a browser does not ask again
	}
	listener, head := s.listener(c), streamHead(c)
	c.Context().HijackSetNoResponse(true)
	c.Context().Hijack(func(conn net.Conn) {
		go s.listen(bare(conn), listener, head, still, topics)
	})
	return nil
}

// meetTopics are the numbers of an event that somebody may hear: how full it is while it takes answers, and what is said below it if they read along.
func (s *site) meetTopics(ctx context.Context, v viewer.Viewer, e *event.Event) (all []live.Topic, err error) {
	if e.IsOpen(s.Now()) {
		all = append(all, live.Topic{Name: LiveRoom, ID: e.ID})
	}
	along, err := s.readsBelow(ctx, v, e)
	if along {
		all = append(all, live.Topic{Name: LiveSaid, ID: e.ID})
	}
	return all, err
}

// readsBelow reports whether somebody may read what is said below an event, and more may be said there.
func (s *site) readsBelow(ctx context.Context, v viewer.Viewer, e *event.Event) (bool, error) {
	if e.Draft || e.IsClosed() {
		return false, nil
	}
	return s.Events.ReadsAlong(ctx, v, e)
}

// stillSees reports whether somebody may still see an event that is not for everybody, or read along below it, and no block stands before it.
func (s *site) stillSees(ctx context.Context, v viewer.Viewer, e *event.Event, along bool) bool {
	now, err := s.Events.BySlug(ctx, v, e.Slug)
	if err == nil && along {
		var reads bool
		if reads, err = s.Events.ReadsAlong(ctx, v, &now); err == nil && !reads {
			return false
		}
	}
	if err == nil {
		var around distance.Around
		if around, err = s.Distances.Around(ctx, v); err == nil {
			err = around.See(e.By.Page)
		}
	}
	return err == nil
}

// bare is a connection without what the request needed of memory, which goes once the handler has returned.
func bare(conn net.Conn) net.Conn {
	if taken, ok := conn.(interface{ UnsafeConn() net.Conn }); ok {
		return taken.UnsafeConn()
	}
	return conn
}

const noSeat = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 60\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

// listen keeps a connection until it is over. It is ours to close.
func (s *site) listen(conn net.Conn, listener, head string, still live.Still, topics []live.Topic) {
	defer conn.Close()
	if s.Live.Listen(conn, listener, head, still, topics...) != nil {
		_, _ = conn.Write([]byte(noSeat))
	}
}

// listener is whom a connection is counted for: a member, or an address, but not the one that everybody at an event shares.
func (s *site) listener(c *fiber.Ctx) string {
	if v := who(c).viewer(); v.SignedIn() {
		return limit.Member(v.Account).Key()
	}
	visitor := limit.Visitor(s.client(c))
	if s.Limits.Spares(visitor) {
		return ""
	}
	return visitor.Key()
}

// streamHead is the head of the answer: what every answer has, and no length. Proxies are asked to hold nothing back.
func streamHead(c *fiber.Ctx) string {
	c.Set(fiber.HeaderContentType, eventStream+"; charset=utf-8")
	c.Set("X-Accel-Buffering", "no")
	var b strings.Builder
	b.WriteString("HTTP/1.1 200 OK\r\n")
	for name, value := range c.Response().Header.All() {
		if n := string(name); n != fiber.HeaderContentLength && n != fiber.HeaderTransferEncoding && n != fiber.HeaderConnection {
			b.WriteString(n + ": " + string(value) + "\r\n")
		}
	}
	b.WriteString("Connection: close\r\n\r\n")
	return b.String()
}

// answersTo is how many answers something has now. When it cannot be counted, what was counted last will do.
func (s *site) answersTo(c *fiber.Ctx, of live.Topic, last int) int {
	n, err := s.Live.Count(c.UserContext(), of)
	if err != nil {
		return last
	}
	return n
}
