package event

import (
	"context"
	"fmt"
	"partant/internal/fault"
	"strconv"
	"time"

	"partant/internal/debt"
	"partant/internal/page"
)

// Store keeps events.
type Store interface {
	// InsertEvent adds e with revision 1, or returns fault.Taken: "id" or "slug".
	InsertEvent(ctx context.Context, e Event) error
	// Event returns the event, a tombstone or one that nobody sees too; fault.NotFound.
	Event(ctx context.Context, id string) (Event, error)
	// EventBySlug is Event by slug.
	EventBySlug(ctx context.Context, slug string) (Event, error)
	// UpdateEvent runs edit on the stored event in one atomic step and returns what is stored then. Edit may run more than once; when
	// it fails nothing changes and its error comes back. fault.NotFound; fault.Taken "slug".
	UpdateEvent(ctx context.Context, id string, edit func(*Event) error) (Event, error)
	// RemoveEvent takes an event away and frees its slug. A missing one is no error.
	RemoveEvent(ctx context.Context, id string) error
}

// Lists finds events.
type Lists interface {
	// Events returns what a filter wants, the greatest Rank first. It reads no event beyond the Ranks of the filter.
	Events(ctx context.Context, f Filter, req page.Req) (page.Of[Event], error)
	// EventsAmong returns what any of some filters wants, each event once, the greatest Rank first. All want what is to come, or all what
	// is over; bounds of time are not looked at.
	EventsAmong(ctx context.Context, filters []Filter, req page.Req) (page.Of[Event], error)
	// CountEvents counts what a filter wants, most at most, and reads none of them.
	CountEvents(ctx context.Context, f Filter, most int) (int, error)
	// EventsConcerning lists the events that concern somebody, the last created first: see Event.Concerns.
	EventsConcerning(ctx context.Context, whom string, req page.Req) (page.Of[Event], error)
	// DueEvents returns up to limit events, tombstones too, with a debt of these kinds due at now, first due first, and puts these
	// debts off by lease, so that no other worker takes them meanwhile.
	DueEvents(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]Event, error)
	// SettleEvent changes what an event owes, which no page shows. A missing event is no error.
	SettleEvent(ctx context.Context, id string, edit func(*debt.Owes)) error
}

// Rosters keeps who answers events. Each verb that writes is one atomic step of one roster, whoever else writes to it at the same
// instant; what becomes of an answer is decided by Roster.
type Rosters interface {
	// Answer has the roster know t, when these are newer than what it knows, then takes an answer; its ID says whose it is. Who
	// waited and finds room by it is promoted in the same step, in the order of their numbers, which is the order of commit. It
	// returns the answer as it stands then. Errors: those of Roster.Say, and then nothing is written but t.
	Answer(ctx context.Context, t Terms, a Answer) (Answer, error)
	// Judge has the roster know t, when these are newer, then takes the verdict of a host on an answer, and promotes as Answer does. It
	// returns the answer as it stands then. Errors: fault.NotFound, those of Roster.Judge, and then nothing is written but t.
	Judge(ctx context.Context, t Terms, answer string, j Judgement) (Answer, error)
	// Arrange has the roster know t, when these are newer, owes everybody the letter that follows from it, and promotes.
	Arrange(ctx context.Context, t Terms, now time.Time) error
	// DropAnswer takes an answer away and promotes who waited for its places. A missing one is no error.
	DropAnswer(ctx context.Context, event, answer string, now time.Time) error
	// EditAnswer changes of an answer what neither Roster nor order depends on: names, addresses, debts. fault.NotFound.
	EditAnswer(ctx context.Context, event, answer string, edit func(*Answer) error) (Answer, error)
	// SettleAnswer changes what an answer owes, which no page shows. A missing one is no error.
	SettleAnswer(ctx context.Context, event, answer string, edit func(*debt.Owes)) error
	// RemoveRoster takes all answers to an event away. A missing one is no error.
	RemoveRoster(ctx context.Context, event string) error
}

// Answers finds who answers events.
type Answers interface {
	// Roster returns the head of the roster of an event; the zero Roster when nobody has answered and it knows no terms.
	Roster(ctx context.Context, event string) (Roster, error)
	// AnswerOf returns one answer, or fault.NotFound.
	AnswerOf(ctx context.Context, event, answer string) (Answer, error)
	// AnswersIn lists one group of the answers to an event, the first arrived first.
	AnswersIn(ctx context.Context, event string, g Group, req page.Req) (page.Of[Answer], error)
	// Ahead counts those who wait before a number.
	Ahead(ctx context.Context, event string, number int64) (int, error)
	// AnswersConcerning lists the answers of somebody, those to the last made event first: see Answer.Concerns.
	AnswersConcerning(ctx context.Context, whom string, req page.Req) (page.Of[Answer], error)
	// DueAnswers returns up to limit answers with a debt of these kinds due at now, and puts these debts off by lease, so that no
	// other worker takes them meanwhile.
	DueAnswers(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]Answer, error)
}

// Stores is what one driver fills.
type Stores interface {
	Store
	Lists
	Rosters
	Answers
	Arrivals
}

// ByNumber and ByEvent are the cursors of lists of answers.
func ByNumber(a Answer) page.Cursor {
	return page.Cursor{Key: strconv.FormatInt(a.Number, 10), ID: a.ID}
}
func ByEvent(a Answer) page.Cursor { return page.Cursor{Key: a.Event, ID: a.ID} }

// FromNumber is the number that a page of such a list goes on from; -1 for its begin. A cursor of another list is fault.Invalid.
func FromNumber(req page.Req) (int64, error) {
	if req.Cursor.IsZero() {
		return -1, nil
	}
	n, err := strconv.ParseInt(req.Cursor.Key, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("cursor %.40q: %w", req.Cursor.Key, fault.Invalid)
	}
	return n, nil
}
