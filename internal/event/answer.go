package event

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/text"
	"partant/internal/viewer"
)

// The form fields of an answer, keys of fault.Fields.
const (
	FieldSays   = "viens"
	FieldName   = "nom"
	FieldEmail  = "email"
	FieldListed = "visible"
)

// MaxName is the longest name of a guest, in characters.
const MaxName = 80

// ErrOver is the fault.NotFound of a guest's link that leads nowhere any more.
var ErrOver = fmt.Errorf("the link is over: %w", fault.NotFound)

// ErrNotComing is the fault.Forbidden of what only who has a place may read.
var ErrNotComing = fmt.Errorf("they have no place: %w", fault.Forbidden)

// Reply is what somebody answers, as typed.
type Reply struct {
	Says   string
	With   string
	Listed bool
	Remind string
	Name   string            // of a guest
	Email  string            // of a guest
	Said   map[string]string // to the questions of the event, by their IDs; nil: they were not asked, and what was said stays
}

// into checks a reply and writes it into an answer.
func (r Reply) into(a *Answer, t Terms, wrong fault.Fields) {
	a.Says, a.Listed, a.Remind, a.With = Says(r.Says), r.Listed, Remind(r.Remind), 0
	if !slices.Contains(Reminds[:], a.Remind) {
		wrong.Add(FieldRemind, "Choisissez quand nous vous le rappelons.")
	}
	if !slices.Contains(All[:], a.Says) {
		wrong.Add(FieldSays, "Dites si vous êtes partant, si vous viendrez peut-être, ou si ce sera une autre fois.")
	}
	if a.Says != Partant || r.With == "" {
		return
	}
	n, err := strconv.Atoi(text.Line(r.With))
	switch a.With = n; {
	case err == nil && n == 0:
	case t.With == 0:
		wrong.Add(FieldWith, "On vient seul à cet événement : chacun répond pour soi.")
	case (err != nil || n < 0 || n > 1) && t.With == 1:
		wrong.Add(FieldWith, "Vous pouvez venir avec une personne au plus.")
	case err != nil || n < 0 || n > t.With:
		wrong.Add(FieldWith, fmt.Sprintf("Vous pouvez venir avec %d personnes au plus.", t.With))
	}
}

// Meets returns the fault.Forbidden of who may not come to what another announces: a block stands between them.
type Meets func(ctx context.Context, v viewer.Viewer, voice string, other viewer.Author) error

// Apart has those not come to each other's events who want nothing of each other; who had a place may give it back.
func (s *Service) Apart(meets Meets) *Service {
	s.apart = meets
	return s
}

// meet refuses who may not come to e.
func (s *Service) meet(ctx context.Context, v viewer.Viewer, e *Event, says Says) error {
	if s.apart == nil || says == No {
		return nil
	}
	return s.apart(ctx, v, "", e.By)
}

// Say takes what a member answers, in the name of their own page when they have one. Said twice it is said once. Errors:
// fault.SignedOut, fault.Fields, ErrClosed, ErrNoRoom, ErrAgreed, ErrMany; fault.NotFound and fault.Gone of the event. Who runs the event needs no yes.
func (s *Service) Say(ctx context.Context, v viewer.Viewer, slug string, r Reply) (_ Answer, err error) {
	defer fault.Wrap(&err, "event.Say(%.80q)", slug)
	if !v.SignedIn() {
		return Answer{}, fault.SignedOut
	}
	e, err := s.BySlug(ctx, v, slug)
	if err == nil {
		err = s.meet(ctx, v, &e, Says(r.Says))
	}
	if err != nil {
		return Answer{}, err
	}
	a, err := s.mine(ctx, v, &e)
	if err != nil {
		return Answer{}, err
	}
	wrong := fault.Fields{}
	r.into(&a, e.Terms(), wrong)
	r.told(&e, &a, wrong)
	if err := wrong.Err(); err != nil {
		return a, err
	}
	if e.Approval && s.Can(ctx, v, &e) {
		a.People = a.Party()
	}
	return s.say(ctx, &e, a)
}

// mine is the answer of a member to e, as it was said or empty: one that they gave as a guest of the same address is theirs.
func (s *Service) mine(ctx context.Context, v viewer.Viewer, e *Event) (Answer, error) {
	email, name, err := s.accounts.Mailbox(ctx, v.Account)
	if err != nil {
		return Answer{}, err
	}
	a := Answer{Event: e.ID, Who: Member(v.Account), Account: v.Account}
	for _, who := range []string{Member(v.Account), Guest(s.secrets.Print(email))} {
		was, err := s.store.AnswerOf(ctx, e.ID, IDOf(e.ID, who))
		if err == nil {
			a = was
			break
		}
		if !errors.Is(err, fault.NotFound) {
			return a, err
		}
	}
	a.ID, a.Account, a.Page, a.Seat, a.Agreed = IDOf(e.ID, a.Who), v.Account, v.Person, None, Agreed{}
	if a.Name = ""; a.Page == "" {
		a.Name = name
	}
	return a, nil
}

// say hands an answer to the roster.
func (s *Service) say(ctx context.Context, e *Event, a Answer) (Answer, error) {
	a.At = s.now()
	is, err := s.store.Answer(ctx, e.Terms(), a)
	if err == nil {
		s.wake()
	}
	return is, err
}

// Of returns what a member has answered to e; fault.NotFound when nothing counts.
func (s *Service) Of(ctx context.Context, v viewer.Viewer, e *Event) (Answer, error) {
	if !v.SignedIn() {
		return Answer{}, fault.NotFound
	}
	a, err := s.mine(ctx, v, e)
	if err == nil {
		a, err = s.store.AnswerOf(ctx, e.ID, a.ID)
	}
	if err == nil && a.Seat == Unconfirmed {
		err = fault.NotFound
	}
	return a, err
}

// CheckGuest says what is wrong with what a guest would answer: fault.Fields. It writes nothing.
func (s *Service) CheckGuest(e *Event, r Reply) error {
	a, wrong := Answer{}, fault.Fields{}
	r.into(&a, e.Terms(), wrong)
	r.told(e, &a, wrong)
	if a.Says == No {
		wrong.Add(FieldSays, "Dites si vous êtes partant, ou si vous viendrez peut-être.")
	}
	switch name := text.Line(r.Name); {
	case name == "":
		wrong.Add(FieldName, "Dites comment vous vous appelez : les organisateurs sauront qui vient.")
	case text.Len(name) > MaxName:
		wrong.Add(FieldName, fmt.Sprintf("C'est trop long : %s caractères, il en faut %d au plus.", text.Number(text.Len(name)), MaxName))
	}
	if !text.IsAddress(text.Line(r.Email)) {
		wrong.Add(FieldEmail, "Cette adresse e-mail n'est pas complète : écrivez par exemple prenom@exemple.fr.")
	}
	return wrong.Err()
}

// Ask keeps what somebody without account would answer, and owes them the letter that asks whether the address is theirs: whatever
// was there before, so that whoever asks learns nothing of the address. Errors: fault.Fields, ErrClosed, ErrMany; those of the event.
func (s *Service) Ask(ctx context.Context, slug string, r Reply) (err error) {
	defer fault.Wrap(&err, "event.Ask(%.80q)", slug)
	e, err := s.BySlug(ctx, viewer.Viewer{}, slug)
	if err == nil {
		err = s.CheckGuest(&e, r)
	}
	if err != nil {
		return err
	}
	a := Answer{Event: e.ID, Who: Guest(s.secrets.Print(text.Line(r.Email))), Name: text.Line(r.Name), Email: text.Line(r.Email), Seat: Unconfirmed}
	if a.Account, err = s.accounts.AccountOf(ctx, a.Email); err != nil {
		return err
	}
	if a.Account != "" {
		a.Who = Member(a.Account)
	}
	a.ID = IDOf(e.ID, a.Who)
	r.into(&a, e.Terms(), fault.Fields{})
	r.told(&e, &a, fault.Fields{})
	_, err = s.say(ctx, &e, a)
	return err
}

// Link is what stands behind the address of the page of a guest's answer.
func (s *Service) Link(a *Answer) string {
	return a.Event + "/" + a.ID + "/" + s.secrets.Seal(sealed(a.Event, a.ID))
}

func sealed(event, answer string) string { return "partant|" + event + "|" + answer }

// Open returns the answer that the link of a guest leads to, and its event. It changes nothing. Errors: ErrOver.
func (s *Service) Open(ctx context.Context, event, answer, secret string) (e Event, a Answer, err error) {
	if !s.secrets.Fits(sealed(event, answer), secret) {
		return e, a, ErrOver
	}
	e, err = s.store.Event(ctx, event)
	if err == nil {
		a, err = s.store.AnswerOf(ctx, event, answer)
	}
	sees := false
	if err == nil {
		sees, err = s.Hears(ctx, &e, &a)
	}
	if err == nil && !sees {
		err = fault.NotFound
	}
	if err == nil {
		err = e.Unseen()
	}
	if errors.Is(err, fault.NotFound) {
		err = ErrOver
	}
	return e, a, err
}

// Confirm has the answer of a guest count from now on. Done twice it is done once. Errors: ErrOver, ErrClosed, ErrMany.
func (s *Service) Confirm(ctx context.Context, event, answer, secret string) (_ Answer, err error) {
	defer fault.Wrap(&err, "event.Confirm")
	e, a, err := s.Open(ctx, event, answer, secret)
	if err != nil || a.Seat != Unconfirmed {
		return a, err
	}
	a.Seat, a.Agreed = None, Agreed{}
	return s.say(ctx, &e, a)
}

// Change has a guest answer something else, by their link. Errors: ErrOver, fault.Fields; as Say.
func (s *Service) Change(ctx context.Context, event, answer, secret string, r Reply) (_ Answer, err error) {
	defer fault.Wrap(&err, "event.Change")
	e, a, err := s.Open(ctx, event, answer, secret)
	if err != nil {
		return a, err
	}
	if a.Seat == Unconfirmed && r.Says == string(No) {
		return a, s.store.DropAnswer(ctx, event, answer, s.now())
	}
	wrong := fault.Fields{}
	a.Seat, a.Agreed = None, Agreed{}
	r.into(&a, e.Terms(), wrong)
	r.told(&e, &a, wrong)
	if err := wrong.Err(); err != nil {
		return a, err
	}
	return s.say(ctx, &e, a)
}

// Roster returns how many answer, and how many places there are.
func (s *Service) Roster(ctx context.Context, e *Event) (Roster, error) {
	r, err := s.store.Roster(ctx, e.ID)
	r.Arrange(e.Terms()) // what its debt will tell it
	return r, err
}

// Rank is how many wait before somebody who waits, themselves included.
func (s *Service) Rank(ctx context.Context, a *Answer) (int, error) {
	n, err := s.store.Ahead(ctx, a.Event, a.Number)
	return n + 1, err
}

// Coming lists who has a place, those who choose to be seen: up to a page of them, the first arrived first.
func (s *Service) Coming(ctx context.Context, e *Event) (all []Answer, err error) {
	found, err := s.store.AnswersIn(ctx, e.ID, GroupPlaced, page.Req{Limit: page.MaxLimit})
	return slices.DeleteFunc(found.Items, func(a Answer) bool { return !a.Listed }), err
}

// Listed are those who have a place and choose to be seen, most at most, the first arrived first: to who has a place too. Errors: as
// BySlug; ErrNotComing for all others.
func (s *Service) Listed(ctx context.Context, v viewer.Viewer, slug string, most int) (e Event, all []Answer, err error) {
	defer fault.Wrap(&err, "event.Listed(%.80q)", slug)
	if e, err = s.BySlug(ctx, v, slug); err != nil {
		return e, nil, err
	}
	mine, err := s.Of(ctx, v, &e)
	if errors.Is(err, fault.NotFound) || err == nil && mine.Seat != Placed {
		err = ErrNotComing
	}
	if err != nil {
		return e, nil, err
	}
	for a, err := range s.Placed(ctx, e.ID) {
		if err != nil || len(all) == most {
			return e, all, err
		}
		if a.Listed && a.ID != mine.ID {
			all = append(all, a)
		}
	}
	return e, all, nil
}

// Comers lists who answers, one group at a time, to the organisers. Errors: as Mine.
func (s *Service) Comers(ctx context.Context, v viewer.Viewer, slug string, g Group, req page.Req) (page.Of[Answer], error) {
	e, err := s.Held(ctx, v, slug)
	if err != nil {
		return page.Of[Answer]{}, err
	}
	return s.store.AnswersIn(ctx, e.ID, g, req.Clamp(page.MaxLimit))
}
