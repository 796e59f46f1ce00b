package discussion

import (
	"context"
	"errors"
	"slices"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Ask is a question that is put to an institution, and what came of it. Its days are counted in public.
type Ask struct {
	Page    string    `json:"page"`             // id of the institution that is to answer now
	Since   time.Time `json:"since"`            // when it was put: who asks waits once, whoever it is passed on to
	Held    time.Time `json:"held"`             // when the institution that is to answer now got it
	Passed  []Pass    `json:"passed,omitempty"` // those that had it before, first to last
	Outcome Outcome   `json:"outcome,omitempty"`
	Ended   time.Time `json:"ended,omitzero"`   // the counter stands still since then
	Answer  string    `json:"answer,omitempty"` // id of the answer that ended it
	Reason  string    `json:"reason,omitempty"` // why it was declined, for everybody to read
}

// Pass is that an institution passed a question on.
type Pass struct {
	From string    `json:"from"` // id of its page
	At   time.Time `json:"at"`
}

// Outcome is how the wait for an answer ended.
type Outcome string

// The outcomes. The empty one is that it still waits.
const (
	Replied  Outcome = "repondue"
	Declined Outcome = "declinee"
	Dropped  Outcome = "retiree" // the page of the institution is no more
)

// The debts of a question that is put to an institution: see package notify.
const (
	OwesAsk     = "demande" // those who answer for the institution are told
	OwesOutcome = "suite"   // who asked is told that it was passed on, or declined
)

// The fields of the forms of an institution, and of who asks one.
const (
	FieldTo     = "destinataire" // the institution, by its name
	FieldReason = "motif"        // why it declines
)

// MostPasses is how often a question is passed on: an institution is not asked twice either.
const MostPasses = 5

// Waits reports whether d waits for the answer of an institution. What its asker closed does not.
func (d *Discussion) Waits() bool {
	return d.Ask != nil && d.Ask.Ended.IsZero() && !d.IsClosed() && d.Unseen() == nil
}

// Days are those that the question waits at now, or waited: calendar days, as people count them.
func (a *Ask) Days(now time.Time) int {
	if !a.Ended.IsZero() {
		now = a.Ended
	}
	return clock.Days(a.Since, now)
}

// had reports whether a page has the question, or had it.
func (a *Ask) had(page string) bool {
	return a.Page == page || slices.ContainsFunc(a.Passed, func(p Pass) bool { return p.From == page })
}

// Heard notes that the institution which is to answer did so: the first of its answers counts, also after it had declined.
func (a *Ask) Heard(page, answer string, at time.Time) {
	if a == nil || page == "" || a.Page != page || a.Outcome == Replied {
		return
	}
	a.Outcome, a.Ended, a.Answer, a.Reason = Replied, at, answer, ""
}

// concern is under whom the question is listed: those that have it and had it.
func (a *Ask) concern() (all []string) {
	if a == nil {
		return nil
	}
	for _, p := range a.Passed {
		all = append(all, askedOf(p.From))
	}
	return append(all, askedOf(a.Page))
}

func askedOf(page string) string { return "demande:" + page }

// oweAsk owes the word to the institution that is to answer now. The debt has one id for each: no institution is told twice.
func (d *Discussion) oweAsk(now time.Time) {
	if d.Ask != nil && d.Down == nil {
		d.Owes.Drop(OwesAsk)
		d.Owes = append(d.Owes, debt.Debt{ID: id.Named("demande", d.ID+"\x00"+d.Ask.Page), Kind: OwesAsk, Due: now})
	}
}

// Institutions knows the pages that questions are put to.
type Institutions interface {
	// Institution returns whether somebody answers for an institution. fault.NotFound for a page that is none or that nobody sees.
	Institution(ctx context.Context, page string) (claimed bool, err error)
}

// Asking has questions put to institutions.
func (s *Service) Asking(known Institutions) *Service {
	s.institutions = known
	return s
}

// putTo puts a new question to the institution that its draft names.
func (s *Service) putTo(ctx context.Context, one *Discussion, to string) error {
	if to == "" {
		return nil
	}
	if one.Kind != Question {
		return fault.Fields{FieldTo: "Seule une question se pose à une institution. Choisissez « Une question », ou videz ce champ."}
	}
	if to == one.By.Page {
		return fault.Fields{FieldTo: "C'est au nom de cette institution que vous parlez : posez la question à une autre, ou à tous."}
	}
	if s.institutions == nil {
		return fault.Fields{FieldTo: noInstitution}
	}
	if _, err := s.institutions.Institution(ctx, to); err != nil {
		return orNone(err)
	}
	one.Ask = &Ask{Page: to, Since: one.Created, Held: one.Created}
	return nil
}

const noInstitution = "Nous ne connaissons pas cette institution."

// orNone says beside the field that there is no such institution.
func orNone(err error) error {
	if errors.Is(err, fault.NotFound) {
		return fault.Fields{FieldTo: noInstitution}
	}
	return err
}

// PassOn passes a question on to another institution that somebody answers for; its days go on. Who may speak for the one that has
// it does. Errors: fault.SignedOut, fault.Forbidden, fault.NotFound; fault.Fields; fault.Conflict when it does not wait any more.
func (s *Service) PassOn(ctx context.Context, v viewer.Viewer, slug, to string) (_ Discussion, err error) {
	defer fault.Wrap(&err, "discussion.PassOn(%.80q)", slug)
	was, err := s.asked(ctx, v, slug)
	if err != nil {
		return was, err
	}
	claimed, err := s.institutions.Institution(ctx, to)
	if err != nil {
		return was, orNone(err)
	}
	if !claimed {
		return was, fault.Fields{FieldTo: "Personne ne tient encore la page de cette institution : la question s'y perdrait."}
	}
	return s.answered(ctx, was, func(d *Discussion) error {
		switch {
		case d.Ask.had(to):
			return fault.Fields{FieldTo: "Cette institution a déjà eu la question."}
		case len(d.Ask.Passed) >= MostPasses:
			return fault.Fields{FieldTo: "Cette question a déjà beaucoup voyagé : répondez-y, ou dites pourquoi vous ne le ferez pas."}
		}
		d.Ask.Passed = append(d.Ask.Passed, Pass{From: d.Ask.Page, At: s.now()})
		d.Ask.Page, d.Ask.Held = to, s.now()
		d.oweAsk(s.now())
		return nil
	})
}

// Decline ends the wait with a reason that everybody reads. Who may speak for the institution does. Errors: as PassOn.
func (s *Service) Decline(ctx context.Context, v viewer.Viewer, slug, reason string) (_ Discussion, err error) {
	defer fault.Wrap(&err, "discussion.Decline(%.80q)", slug)
	was, err := s.asked(ctx, v, slug)
	if err != nil {
		return was, err
	}
	reason, wrong := text.Lines(reason), fault.Fields{}
	say(wrong, FieldReason, reason, "Dites pourquoi en une phrase : tout le monde la lira.")
	if err := wrong.Err(); err != nil {
		return was, err
	}
	return s.answered(ctx, was, func(d *Discussion) error {
		d.Ask.Outcome, d.Ask.Ended, d.Ask.Reason = Declined, s.now(), reason
		return nil
	})
}

// asked is a question to who may speak for the institution that is to answer it.
func (s *Service) asked(ctx context.Context, v viewer.Viewer, slug string) (Discussion, error) {
	d, err := s.store.BySlug(ctx, slug)
	switch {
	case err != nil:
	case !v.SignedIn():
		err = fault.SignedOut
	case d.Ask == nil || s.institutions == nil:
		err = fault.NotFound
	default:
		_, err = s.authors.Author(ctx, v, d.Ask.Page)
	}
	return d, err
}

// answered does something to a question that waits, of which its asker is told.
func (s *Service) answered(ctx context.Context, was Discussion, do func(*Discussion) error) (Discussion, error) {
	d, err := s.store.Update(ctx, was.ID, func(d *Discussion) error {
		if !d.Waits() || d.Ask.Page != was.Ask.Page {
			return fault.Conflict
		}
		d.Ask = clone(d.Ask)
		if err := do(d); err != nil {
			return err
		}
		d.Owes.Owe(id.New(), OwesOutcome, s.now())
		return nil
	})
	if err == nil {
		s.ring(&d)
	}
	return d, err
}

func clone(a *Ask) *Ask {
	copied := *a
	copied.Passed = slices.Clone(a.Passed)
	return &copied
}

// errAsIs says that there is nothing to write.
var errAsIs = errors.New("it is so already")

// Reply tells a discussion of an answer that stands below it, or of one that is seen no more when page is empty: the counter of a question
// stops with the first answer of its institution, and runs again when that one is taken back. Done twice it is done once; what is gone is no error.
func (s *Service) Reply(ctx context.Context, discussion, answer, page string, at time.Time) (err error) {
	defer fault.Wrap(&err, "discussion.Reply(%.40q)", discussion)
	if d, err := s.store.Get(ctx, discussion); err != nil || d.Ask == nil { // most answers: nothing is written
		return orGone(err)
	}
	_, err = s.store.Update(ctx, discussion, func(d *Discussion) error {
		if d.Ask == nil {
			return errAsIs
		}
		before, after := *d.Ask, clone(d.Ask)
		if after.Heard(page, answer, at); page == "" && after.Answer == answer && after.Outcome == Replied {
			after.Outcome, after.Ended, after.Answer = "", time.Time{}, ""
		}
		if d.Ask = after; after.Outcome == before.Outcome {
			return errAsIs
		}
		return nil
	})
	if errors.Is(err, errAsIs) {
		return nil
	}
	return orGone(err)
}

// AskedOf lists the questions that are or were put to an institution, the last asked first. What nobody sees is left out, so that a page of the
// list may be shorter than was asked for.
func (s *Service) AskedOf(ctx context.Context, institution string, req page.Req) (page.Of[Discussion], error) {
	list, err := s.store.Concerning(ctx, askedOf(institution), req.Clamp(standard))
	list.Items = slices.DeleteFunc(list.Items, func(d Discussion) bool { return d.Unseen() != nil })
	return list, err
}

// Record is how an institution answers.
type Record struct {
	Waiting  int // how many questions wait for it
	Answered int // how many it has answered
	Median   int // in how many days, in the middle, since it got them; of those it answered
}

// RecordOf looks at the last hundred questions that an institution was asked. Those that it passed on are not its own any more.
func (s *Service) RecordOf(ctx context.Context, institution string) (r Record, err error) {
	defer fault.Wrap(&err, "discussion.RecordOf(%.40q)", institution)
	list, err := s.AskedOf(ctx, institution, page.Req{Limit: page.MaxLimit})
	var days []int
	for i := range list.Items {
		switch d := &list.Items[i]; {
		case d.Ask.Page != institution:
		case d.Waits():
			r.Waiting++
		case d.Ask.Outcome == Replied:
			days = append(days, clock.Days(d.Ask.Held, d.Ask.Ended))
		}
	}
	if r.Answered = len(days); r.Answered > 0 {
		slices.Sort(days)
		r.Median = days[(len(days)-1)/2]
	}
	return r, err
}

// forgetAsked ends the wait for an institution whose page is no more.
func (s *Service) forgetAsked(ctx context.Context, institution string) error {
	for d, err := range s.concerning(ctx, askedOf(institution)) {
		if err == nil && d.Ask.Page == institution && d.Ask.Ended.IsZero() {
			_, err = s.store.Update(ctx, d.ID, func(d *Discussion) error {
				if d.Ask != nil && d.Ask.Page == institution && d.Ask.Ended.IsZero() {
					d.Ask = clone(d.Ask)
					d.Ask.Outcome, d.Ask.Ended = Dropped, s.now()
				}
				return nil
			})
		}
		if err := orGone(err); err != nil {
			return err
		}
	}
	return nil
}
