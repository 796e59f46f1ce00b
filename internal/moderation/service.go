package moderation

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/text"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// Thing is what a case is about, as it is now.
type Thing struct {
	Title   string
	Text    string
	Path    string // local, where it is read
	Authors []Party
	Mark    *unseen.Mark // nobody sees it
}

// Noun is what moderation asks of those who keep things of one kind. Doing a thing twice is doing it once.
type Noun interface {
	// Look returns the thing, one that nobody sees too. fault.NotFound, fault.Gone when it is no more.
	Look(ctx context.Context, id string) (Thing, error)
	// Mark hides the thing, or shows it again with nil. What is no more is no error.
	Mark(ctx context.Context, id string, m *unseen.Mark) error
}

// Nouns has one for each kind that can be taken down.
type Nouns map[Kind]Noun

// Crew is who moderates.
type Crew interface {
	// Moderators are the accounts that may judge.
	Moderators(ctx context.Context) ([]string, error)
	// Call has them told that something waits, soon and not too often.
	Call(ctx context.Context) error
}

// Service applies the rules.
type Service struct {
	store   Store
	journal Journal
	nouns   Nouns
	crew    Crew
	past    Past
	now     clock.Clock
	wake    func()
	home    string
}

// New returns a Service. wake is called after each write that owes something.
func New(stores Stores, nouns Nouns, crew Crew, past Past, now clock.Clock, wake func()) *Service {
	return &Service{store: stores, journal: stores, nouns: nouns, crew: crew, past: past, now: now, wake: wake}
}

// At tells where the site is: the address that its own links begin with.
func (s *Service) At(base string) *Service {
	s.home = strings.TrimSuffix(base, "/")
	return s
}

// keptAfter is how long a case is kept after the last decision: longer than it may be contested.
const keptAfter = 365 * 24 * time.Hour

// Contestable is how long a decision may be contested (Digital Services Act, article 20).
const Contestable = 183 * 24 * time.Hour

// The bounds of what is said, in characters, and of how many reports one case holds until it is decided.
const (
	maxWords    = 1000
	minFacts    = 10
	mostReports = 500
)

// The form fields, keys of fault.Fields.
const (
	FieldGround = "motif"
	FieldWhy    = "raison"
	FieldEmail  = "email"
	FieldWhat   = "suite"
	FieldFacts  = "faits"
	FieldWords  = "contestation"
)

// ErrFull is the fault.TooMany of a thing that very many have reported already.
var ErrFull = fmt.Errorf("many have reported it already: %w", fault.TooMany)

// Look returns a thing as it is now. fault.NotFound for a kind that nobody takes down.
func (s *Service) Look(ctx context.Context, kind Kind, thing string) (Thing, error) {
	noun, ok := s.nouns[kind]
	if !ok {
		return Thing{}, fault.NotFound
	}
	return noun.Look(ctx, thing)
}

// Notice is what somebody says against a thing.
type Notice struct {
	Key    string // drawn with the empty form: the same form sent twice is one report
	By     Party
	Ground string
	Why    string
}

// Report tells the moderators of a thing that people see. Told twice by the same person, before anybody has decided, it is there
// once. Errors: fault.Fields; fault.NotFound, fault.Gone of the thing; ErrFull.
func (s *Service) Report(ctx context.Context, kind Kind, thing string, n Notice) (err error) {
	defer fault.Wrap(&err, "moderation.Report(%s)", kind)
	is, err := s.Look(ctx, kind, thing)
	if err == nil {
		err = unseen.Of(is.Mark, string(kind), thing)
	}
	if err != nil {
		return err
	}
	return s.ReportThing(ctx, kind, thing, is, n)
}

// ReportThing is Report of what the caller has seen: a letter is shown by its link alone.
func (s *Service) ReportThing(ctx context.Context, kind Kind, thing string, is Thing, n Notice) error {
	n.Why = text.Lines(n.Why)
	if err := s.Check(n); err != nil {
		return err
	}
	return s.edit(ctx, kind, thing, func(c *Case) error { return s.report(c, is, n) })
}

func checkWords(wrong fault.Fields, field, said string, least int, missing string) {
	switch n := text.Len(said); {
	case n < least:
		wrong.Add(field, missing)
	case n > maxWords:
		wrong.Add(field, fmt.Sprintf("C'est trop long : %d caractères, il en faut %d au plus.", n, maxWords))
	}
}

// errSame ends an edit that has nothing to change.
var errSame = errors.New("nothing to change")

// edit runs an edit on the case of a thing, which it makes when there is none.
func (s *Service) edit(ctx context.Context, kind Kind, thing string, edit func(*Case) error) error {
	caseID := CaseOf(kind, thing)
	for {
		_, err := s.store.UpdateCase(ctx, caseID, edit)
		if errors.Is(err, fault.NotFound) {
			c := Case{ID: caseID, Kind: kind, Thing: thing, Created: s.now()}
			if err = edit(&c); err == nil {
				err = s.store.InsertCase(ctx, c)
			}
			if errors.Is(err, fault.Taken{Field: "id"}) {
				continue // somebody was faster
			}
		}
		if errors.Is(err, errSame) {
			return nil
		}
		if err == nil {
			s.wake()
		}
		return err
	}
}

func (s *Service) report(c *Case, is Thing, n Notice) error {
	waiting := c.Waiting()
	for _, r := range waiting {
		if r.ID == reportID(c.ID, n.Key) || n.By.is(r.By) {
			return errSame
		}
	}
	if len(waiting) >= mostReports {
		return ErrFull
	}
	c.take(is)
	r := Report{ID: reportID(c.ID, n.Key), By: n.By, Ground: n.Ground, Why: n.Why, At: s.now()}
	c.Reports = append(c.Reports, r)
	s.want(c)
	c.owe(OwesEntry, r.ID, r.At)
	s.tell(c, Told{What: Receipt, Of: r.ID, Report: r.ID, To: r.By})
	return nil
}

// reportID is the same for the same form.
func reportID(c, key string) string {
	if !id.Valid(key) {
		key = id.New()
	}
	return id.Named(c, key)
}

// take writes down what a thing is now.
func (c *Case) take(is Thing) {
	c.Title, c.Text, c.Authors = is.Title, text.Cut(is.Text, textMost), is.Authors
}

// textMost bounds what a case keeps of a text, in characters: as long as the longest publication.
const textMost = 20_000

// want has a case wait for a decision, and moderators hear of it.
func (s *Service) want(c *Case) {
	if c.Waits.IsZero() {
		c.Waits, c.Expires = s.now(), time.Time{}
		c.owe(OwesBell, id.New(), c.Waits)
	}
}

func (c *Case) owe(kind, debtID string, due time.Time) {
	c.Owes = append(c.Owes, debt.Debt{ID: debtID + suffix[kind], Kind: kind, Due: due})
}

// suffix keeps the debts of one decision apart.
var suffix = map[string]string{OwesEffect: ".effet", OwesEntry: ".journal"}

// tell owes a letter, to who can be written to.
func (s *Service) tell(c *Case, told Told) {
	if told.To.Account == "" && told.To.Email == "" {
		return
	}
	told.ID = id.New()
	c.Told = append(c.Told, told)
	c.owe(OwesLetter, told.ID, s.now())
}

// Waiting lists what waits for a decision, the longest waiting first. fault.Forbidden.
func (s *Service) Waiting(ctx context.Context, v viewer.Viewer, req page.Req) (page.Of[Case], error) {
	if !v.Moderates() {
		return page.Of[Case]{}, fault.Forbidden
	}
	return s.store.OpenCases(ctx, req.Clamp(50))
}

// Open makes the case of a thing for a moderator who wants to judge it by themself, and returns its id. Errors: fault.Forbidden;
// fault.NotFound, fault.Gone of the thing.
func (s *Service) Open(ctx context.Context, v viewer.Viewer, kind Kind, thing string) (string, error) {
	if !v.Moderates() {
		return "", fault.Forbidden
	}
	is, err := s.Look(ctx, kind, thing)
	if err == nil {
		err = s.edit(ctx, kind, thing, func(c *Case) error {
			c.take(is)
			if c.Waits.IsZero() && c.Expires.IsZero() {
				c.Expires = s.now().Add(24 * time.Hour) // unless something is decided
			}
			return nil
		})
	}
	return CaseOf(kind, thing), err
}

// Case returns a case to a moderator. fault.Forbidden, fault.NotFound.
func (s *Service) Case(ctx context.Context, v viewer.Viewer, caseID string) (Case, error) {
	if !v.Moderates() {
		return Case{}, fault.Forbidden
	}
	return s.store.Case(ctx, caseID)
}

// Sweep removes what is over.
func (s *Service) Sweep(ctx context.Context) error { return s.store.SweepCases(ctx, s.now()) }

// Check returns the fault.Fields that Report would, and writes nothing.
func (s *Service) Check(n Notice) error {
	wrong := fault.Fields{}
	if _, known := GroundOf(n.Ground); !known {
		wrong.Add(FieldGround, "Choisissez ce qui ne va pas.")
	}
	checkWords(wrong, FieldWhy, text.Lines(n.Why), 1, "Dites en une phrase ce qui ne va pas, et où on le voit.")
	if n.By.Email != "" && !text.IsAddress(n.By.Email) {
		wrong.Add(FieldEmail, "Cette adresse ne peut pas recevoir d'e-mail. Vérifiez-la, ou laissez vide.")
	}
	return wrong.Err()
}
