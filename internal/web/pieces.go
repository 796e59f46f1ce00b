package web

import (
	"context"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/maypok86/otter/v2"

	"partant/internal/clock"
	"partant/views"
)

// pieces keeps parts of pages that look the same to every member, as they were drawn: right as long as nothing that pages show
// has changed since, as in pageCache.
type pieces struct {
	changes func(context.Context) (uint64, error)
	now     clock.Clock
	drawn   *otter.Cache[string, piece]
}

type piece struct {
	*views.Drawn
	changes uint64
	at      time.Time
}

const pieceBytes = 16 << 20

func newPieces(changes func(context.Context) (uint64, error), now clock.Clock) *pieces {
	return &pieces{changes, now, otter.Must(&otter.Options[string, piece]{
		MaximumWeight: pieceBytes,
		Weigher:       func(key string, p piece) uint32 { return uint32(len(key) + p.Bytes()) },
	})}
}

// desk is where the pieces of one page are drawn: all as of one change.
type desk struct {
	*pieces
	as    uint64
	known bool // else the store is away: nothing is kept
}

// desk must be asked for before what is drawn is read: a write that comes between is then noticed.
func (p *pieces) desk(ctx context.Context) desk {
	as, err := p.changes(ctx)
	return desk{p, as, err == nil}
}

// kept is a piece that was drawn before; nil when there is none.
func (d desk) kept(name string) *views.Drawn {
	if p, ok := d.drawn.GetIfPresent(name); ok && d.known && fresh(p.changes, p.at, d.as, d.now()) {
		return p.Drawn
	}
	return nil
}

// keep remembers a piece, and hands it on.
func (d desk) keep(name string, drawn *views.Drawn, err error) (*views.Drawn, error) {
	if err == nil && d.known {
		d.drawn.Set(name, piece{drawn, d.as, d.now()})
	}
	return drawn, err
}

// fragment is a part of a page that is the same for all who would see it under that name. What fails is drawn by nobody: the
// page is whole without it, and the log says why.
func (s *site) fragment(c *fiber.Ctx, name string, draw func() (templ.Component, error)) templ.Component {
	at := s.pieces.desk(c.UserContext())
	if around, err := s.apart(c); err != nil || !around.Empty() {
		at.known = false // they see less of it than others
	}
	if kept := at.kept(name); kept != nil {
		return kept.Whole()
	}
	part, err := draw()
	var drawn *views.Drawn
	if err == nil {
		drawn, err = views.Draw(c.UserContext(), part)
	}
	if drawn, err = at.keep(name, drawn, err); err != nil {
		s.Log.Warn("a part of a page is missing", "part", strings.SplitN(name, "\x00", 2)[0], "error", err)
		return templ.NopComponent
	}
	return drawn.Whole()
}
