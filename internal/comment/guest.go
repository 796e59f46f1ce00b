package comment

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Guest is somebody who answered without an account. Their address is never shown.
type Guest struct {
	Name   string `json:"name"`
	Email  string `json:"email,omitempty"`  // until the last letter about the answer has left
	Print  string `json:"print,omitempty"`  // of the address, by a secret: whoever signs up with it is known by it
	Key    string `json:"key,omitempty"`    // digest of the secret in their letters
	Sealed string `json:"sealed,omitempty"` // that secret, as long as Email
	State  State  `json:"state"`
	Reason string `json:"reason,omitempty"` // why it was refused
}

// State is how far the answer of a guest has come.
type State string

// The states. Only what is Published is seen by anybody but its guest and moderators.
const (
	Unconfirmed State = "a-confirmer" // until they press the button of the letter that we write them
	Waiting     State = "a-lire"      // until a moderator has looked
	Published   State = "publiee"
	Refused     State = "refusee" // until they are told; then nothing is left of it
)

// How long what nobody let through is kept.
const (
	UnconfirmedKept = 48 * time.Hour
	WaitingKept     = 30 * 24 * time.Hour
)

// The form fields of a guest, keys of fault.Fields.
const (
	FieldName   = "nom"
	FieldEmail  = "email"
	FieldReason = "raison"
)

// The limits of a guest's words besides MaxBody, in characters.
const (
	MaxName   = 80
	MaxReason = 1000
)

// ErrOver is the fault.NotFound of a guest's link that leads nowhere any more.
var ErrOver = fmt.Errorf("the link is over: %w", fault.NotFound)

// Held reports whether nobody sees c yet.
func (c *Comment) Held() bool { return c.Guest != nil && c.Guest.State != Published }

// ofModerators are those whom an answer concerns that waits.
const ofModerators = "moderation"

func ofAddress(print string) string { return "adresse:" + print }

// Printer makes the print of an address: nobody who does not know the secret tells which address it is of.
type Printer func(email string) string

// Hosting lets people answer without an account, and knows their addresses again by print.
func (s *Service) Hosting(print Printer) *Service {
	s.print = print
	return s
}

// GuestDraft is what the form of a guest holds, as typed.
type GuestDraft struct {
	Target Target
	Parent string
	Name   string
	Email  string
	Body   string
	Aspect Aspect // of a project: see Review
}

// CheckGuest returns the HTML that a draft would make, or fault.Fields; it writes nothing.
func (s *Service) CheckGuest(ctx context.Context, d GuestDraft) (html string, err error) {
	c, wrong := Comment{}, fault.Fields{}
	if err := s.write(ctx, &c, d.Body, wrong); err != nil {
		return "", err
	}
	d.clean(wrong)
	return c.HTML, wrong.Err()
}

// clean says what is wrong with who writes.
func (d *GuestDraft) clean(wrong fault.Fields) {
	d.Name, d.Email = text.Line(d.Name), text.Line(d.Email)
	if d.Name == "" {
		wrong.Add(FieldName, "Dites comment vous vous appelez : votre nom est affiché avec votre réponse.")
	}
	if n := text.Len(d.Name); n > MaxName {
		wrong.Add(FieldName, fmt.Sprintf("C'est trop long : %s caractères, il en faut %d au plus.", text.Number(n), MaxName))
	}
	at, err := mail.ParseAddress(d.Email)
	if err != nil || at.Address != d.Email || len(d.Email) > 254 || !strings.Contains(d.Email[strings.LastIndexByte(d.Email, '@')+1:], ".") {
		wrong.Add(FieldEmail, "Cette adresse e-mail n'est pas complète : écrivez par exemple prenom@exemple.fr.")
	}
}

// Ask keeps what a guest answers, unseen, and owes them the letter that asks whether the address is theirs. The same words
// sent twice are one answer. Errors: ErrClosed, fault.NotFound and fault.Gone of the target; fault.Fields.
func (s *Service) Ask(ctx context.Context, d GuestDraft) (_ Comment, err error) {
	defer fault.Wrap(&err, "comment.Ask")
	if s.print == nil {
		return Comment{}, fault.NotFound
	}
	if err := s.admits(viewer.With(ctx, viewer.Viewer{}), d.Target); err != nil { // what everybody reads, whoever is signed in
		return Comment{}, err
	}
	wrong := fault.Fields{}
	c := Comment{Target: d.Target, Level: 1, Created: s.now()}
	if err := s.write(ctx, &c, d.Body, wrong); err != nil {
		return c, err
	}
	d.clean(wrong)
	if err := s.put(ctx, &c, d.Parent, wrong); err != nil {
		return c, err
	}
	if err := s.review(ctx, &c, d.Aspect, wrong); err != nil {
		return c, err
	}
	if err := wrong.Err(); err != nil {
		return c, err
	}
	secret, print := id.Secret(), s.print(d.Email)
	c.ID = id.Named("sans-compte", strings.Join([]string{print, c.Target.Key(), c.Parent, text.Fold(c.Body)}, "\x00"))
	c.Place = "" // it gets one when it is published
	c.Guest = &Guest{Name: d.Name, Email: d.Email, Print: print, Key: id.Digest(secret), Sealed: secret, State: Unconfirmed}
	c.owe(OwesLetter, c.Created)
	c.Owes = append(c.Owes, debt.Debt{ID: id.New(), Kind: OwesEnd, Due: c.Created.Add(UnconfirmedKept)})
	err = s.store.Insert(ctx, c)
	if errors.Is(err, fault.Conflict) {
		return s.store.Get(ctx, c.ID)
	}
	if err == nil {
		s.wake()
	}
	return c, err
}

// OfGuest returns the answer that the link of a guest leads to. Errors: ErrOver.
func (s *Service) OfGuest(ctx context.Context, commentID, secret string) (Comment, error) {
	c, err := s.store.Get(ctx, commentID)
	if errors.Is(err, fault.NotFound) || err == nil && !c.fits(secret) {
		err = ErrOver
	}
	if err != nil {
		return Comment{}, err
	}
	return c, nil
}

func (c *Comment) fits(secret string) bool {
	return c.Guest != nil && c.Guest.Key != "" && subtle.ConstantTimeCompare([]byte(c.Guest.Key), []byte(id.Digest(secret))) == 1
}

// Confirm notes that an address is its guest's: a moderator may look now. Done twice it is done once. Errors: ErrOver.
func (s *Service) Confirm(ctx context.Context, commentID, secret string) (_ Comment, err error) {
	defer fault.Wrap(&err, "comment.Confirm")
	if _, err := s.OfGuest(ctx, commentID, secret); err != nil {
		return Comment{}, err
	}
	c, err := s.store.Update(ctx, commentID, func(c *Comment) error {
		if !c.fits(secret) {
			return ErrOver
		}
		if c.Guest.State == Unconfirmed {
			c.host(func(g *Guest) { g.State = Waiting })
			c.Owes.Drop(OwesLetter)
			c.Owes.Drop(OwesEnd)
			c.Owes = append(c.Owes, debt.Debt{ID: id.New(), Kind: OwesEnd, Due: s.now().Add(WaitingKept)})
		}
		return nil
	})
	return c, err
}

// host changes the guest of c, and leaves the one that others may hold alone.
func (c *Comment) host(change func(*Guest)) {
	g := *c.Guest
	change(&g)
	c.Guest = &g
}

// Waiting lists the answers of guests that wait for a moderator, the last written first. Errors: fault.SignedOut,
// fault.Forbidden.
func (s *Service) Waiting(ctx context.Context, v viewer.Viewer, req page.Req) (page.Of[Comment], error) {
	if err := moderates(v); err != nil {
		return page.Of[Comment]{}, err
	}
	return s.store.Concerning(ctx, ofModerators, req.Clamp(standard))
}

func moderates(v viewer.Viewer) error {
	switch {
	case !v.SignedIn():
		return fault.SignedOut
	case !v.Moderates():
		return fault.Forbidden
	}
	return nil
}

// Accept publishes the answer of a guest, as of now, and owes its guest a letter. Done twice it is done once. Errors:
// fault.SignedOut, fault.Forbidden, fault.NotFound; fault.Conflict when it does not wait; ErrClosed, fault.Fields when
// what it answers takes none any more.
func (s *Service) Accept(ctx context.Context, v viewer.Viewer, commentID string) (_ Comment, err error) {
	defer fault.Wrap(&err, "comment.Accept(%.40q)", commentID)
	was, err := s.waiting(ctx, v, commentID)
	if err == nil {
		err = s.admits(ctx, was.Target)
		if errors.Is(err, fault.NotFound) || errors.Is(err, fault.Gone) {
			err = ErrClosed // the answer is still there, to be refused
		}
	}
	if err != nil {
		return Comment{}, err
	}
	wrong := fault.Fields{}
	err = s.put(ctx, &was, was.Parent, wrong)
	if err == nil {
		err = wrong.Err()
	}
	if err != nil {
		return Comment{}, err
	}
	return s.judge(ctx, commentID, func(c *Comment) {
		c.Thread, c.Place, c.Level, c.Created = was.Thread, was.Place, was.Level, s.now()
		c.host(func(g *Guest) { g.State = Published })
		for _, kind := range []string{OwesCount, OwesNotice, OwesLetter} {
			c.owe(kind, c.Created)
		}
		c.oweNaming(nil, c.Created)
		s.oweIndex(c)
	})
}

// Refuse owes the guest of an answer the reason why it is not published; nothing is kept of it once that has left. Errors:
// as Accept; fault.Fields.
func (s *Service) Refuse(ctx context.Context, v viewer.Viewer, commentID, reason string) (_ Comment, err error) {
	defer fault.Wrap(&err, "comment.Refuse(%.40q)", commentID)
	if _, err := s.waiting(ctx, v, commentID); err != nil {
		return Comment{}, err
	}
	reason = text.Lines(reason)
	if n := text.Len(reason); n == 0 || n > MaxReason {
		return Comment{}, fault.Fields{FieldReason: fmt.Sprintf("Dites pourquoi, en %s caractères au plus : la personne le lira.", text.Number(MaxReason))}
	}
	return s.judge(ctx, commentID, func(c *Comment) {
		c.host(func(g *Guest) { g.State, g.Reason = Refused, reason })
		c.owe(OwesLetter, s.now())
	})
}

func (s *Service) waiting(ctx context.Context, v viewer.Viewer, commentID string) (Comment, error) {
	if err := moderates(v); err != nil {
		return Comment{}, err
	}
	c, err := s.store.Get(ctx, commentID)
	if err == nil && (c.Guest == nil || c.Guest.State != Waiting) {
		err = fault.Conflict
	}
	return c, err
}

// judge ends the waiting of an answer, once.
func (s *Service) judge(ctx context.Context, commentID string, how func(*Comment)) (Comment, error) {
	c, err := s.store.Update(ctx, commentID, func(c *Comment) error {
		if c.Guest == nil || c.Guest.State != Waiting {
			return fault.Conflict
		}
		c.Owes.Drop(OwesEnd)
		how(c)
		return nil
	})
	if err == nil {
		s.wake()
	}
	return c, err
}

// TakeBack ends an answer by the link of its guest: what is published leaves a tombstone, what is held nothing. Errors:
// ErrOver.
func (s *Service) TakeBack(ctx context.Context, commentID, secret string) (err error) {
	defer fault.Wrap(&err, "comment.TakeBack")
	c, err := s.OfGuest(ctx, commentID, secret)
	switch {
	case err != nil:
		return err
	case c.Held():
		return s.store.Remove(ctx, commentID)
	}
	_, err = s.bury(ctx, commentID)
	return err
}

// Sent notes that a letter to a guest has left. After the one that says what was decided their address is of no use any
// more and is forgotten; of what was refused nothing stays. A missing answer is no error.
func (s *Service) Sent(ctx context.Context, commentID string, paid debt.Debt) error {
	c, err := s.store.Update(ctx, commentID, func(c *Comment) error {
		c.Owes.Clear(paid)
		if c.Guest != nil && c.Guest.State == Published {
			c.host(func(g *Guest) { g.Email, g.Sealed = "", "" })
		}
		return nil
	})
	if err == nil && c.Guest != nil && c.Guest.State == Refused {
		err = s.store.Remove(ctx, commentID)
	}
	return orGone(err)
}

// Later notes that a letter was tried in vain, and when it is due again. A missing answer is no error.
func (s *Service) Later(ctx context.Context, commentID string, tried debt.Debt, due time.Time) error {
	_, err := s.store.Update(ctx, commentID, func(c *Comment) error { c.Owes.Delay(tried.ID, due); return nil })
	return orGone(err)
}

// Sweep takes away what guests have not confirmed in time, and what no moderator has looked at in time.
func (s *Service) Sweep(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "comment.Sweep")
	for {
		due, err := s.store.TakeDue(ctx, s.now(), sweepLease, page.MaxLimit, OwesEnd)
		if err != nil || len(due) == 0 {
			return err
		}
		for i := range due {
			if due[i].Held() {
				err = s.store.Remove(ctx, due[i].ID)
			} else {
				_, err = s.store.Update(ctx, due[i].ID, func(c *Comment) error { c.Owes.Drop(OwesEnd); return nil })
			}
			if err := orGone(err); err != nil {
				return err
			}
		}
	}
}

// sweepLease is how long an answer that is to go is out of the reach of other workers.
const sweepLease = time.Minute

// Adopt makes the answers that an address wrote without account those of the account that it has now, and, once that has
// a page of its own, of this page. Done twice it is done once.
func (s *Service) Adopt(ctx context.Context, account, email, person string) (err error) {
	defer fault.Wrap(&err, "comment.Adopt")
	if s.print == nil {
		return nil
	}
	for _, whom := range []string{ofAddress(s.print(email)), OfAccount(account)} {
		for c, err := range s.concerning(ctx, whom) {
			if err == nil && c.Guest != nil {
				_, err = s.store.Update(ctx, c.ID, func(c *Comment) error { c.adopt(account, person); return nil })
			}
			if err := orGone(err); err != nil {
				return err
			}
		}
	}
	return nil
}

// adopt gives c to an account. Until that has a page the name that the guest gave stays.
func (c *Comment) adopt(account, person string) {
	if c.Guest == nil {
		return
	}
	c.By = viewer.Author{Page: person, Account: account}
	if person != "" && !c.Held() {
		c.Guest = nil
		c.Owes.Drop(OwesLetter)
	}
}
