package account

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
)

// FieldCode is the form field of an e-mailed code.
const FieldCode = "code"

const (
	codeDigits  = 6
	codeTries   = 5                // then the ticket is over
	codeAtMost  = 10 * time.Minute // once its letter is sent
	knockAtMost = time.Hour        // while its letter waits for the post
)

// Knock is somebody at the door: an address, and what they said of themselves if they asked for an account.
type Knock struct {
	Email string
	Next  string // local path
	Entry *Entry // nil: they only gave their address

	Service string // secret of a browser that comes from a provider (ToJoin), or empty
}

// Knock sends a code and a link to an address, and returns the secret that binds the code to the browser that asked.
// Whether the address has an account shows nowhere but in the letter. Errors: fault.Fields with what to change.
func (s *Service) Knock(ctx context.Context, k Knock) (browser string, err error) {
	defer fault.Wrap(&err, "account.Knock")
	entrant, err := s.entrant(ctx, &k)
	if err != nil {
		return "", err
	}
	a, err := s.store.ByEmail(ctx, k.Email)
	if err != nil && !errors.Is(err, fault.NotFound) {
		return "", err
	}
	t := s.ticket(ToEnter, knockAtMost)
	t.ticket.Account, t.ticket.Email, t.ticket.Next, t.ticket.Entry = a.ID, k.Email, k.Next, entrant
	if t.ticket.Service, err = s.joining(ctx, k); err != nil {
		return "", err
	}
	return t.browser, s.send(ctx, t)
}

// Check reports what Knock would refuse of an entry: fault.Fields with what to change.
func (s *Service) Check(e Entry) error {
	e.Email = text.Line(e.Email)
	return s.checkEntry(e, text.Line(e.Name))
}

// entrant checks what somebody gave at the door.
func (s *Service) entrant(ctx context.Context, k *Knock) (*Entrant, error) {
	k.Email = text.Line(k.Email)
	if k.Entry == nil {
		wrong := fault.Fields{}
		s.checkEmail(wrong, k.Email)
		return nil, wrong.Err()
	}
	k.Entry.Email = k.Email
	return s.checked(ctx, *k.Entry)
}

// checked returns what is kept of an entry, its password hashed. Nobody needs to have a password.
func (s *Service) checked(ctx context.Context, e Entry) (_ *Entrant, err error) {
	entrant := &Entrant{Name: text.Cut(text.Line(e.Name), mostName), Terms: s.now(), TermsVersion: TermsVersion}
	if err := s.checkEntry(e, entrant.Name); err != nil || e.Password == "" {
		return entrant, err
	}
	entrant.Password, err = s.hasher.Hash(ctx, e.Password)
	return entrant, err
}

// drawn is a new ticket with its secrets.
type drawn struct {
	ticket  Ticket
	browser string // binds the code to one browser
}

// ticket draws a ticket with a code and a link. The browser's secret follows from the link's, never the other way round:
// who reads the letter may go on in another browser, who only asked for it cannot.
func (s *Service) ticket(purpose Purpose, most time.Duration) drawn {
	now, link, code := s.now(), id.Secret(), id.Digits(codeDigits)
	browser := browserOf(link)
	return drawn{browser: browser, ticket: Ticket{Digest: id.Digest(browser), Purpose: purpose, Code: boundCode(browser, code),
		Sealed: &Sealed{Code: code, Link: link}, Created: now, Expires: now.Add(most),
		Owes: debt.Owes{{ID: id.New(), Kind: OwesLetter, Due: now}}}}
}

func browserOf(link string) string { return id.Digest("navigateur\x00" + link) }

func boundCode(browser, code string) string { return id.Digest(browser + "\x00" + code) }

// send stores a ticket; its letter leaves soon after.
func (s *Service) send(ctx context.Context, d drawn) error {
	if err := s.tickets.PutTicket(ctx, d.ticket); err != nil {
		return err
	}
	s.wake()
	return nil
}

// Passage is what a right code or link leads to.
type Passage struct {
	Account Account // who came in; zero while Unknown
	New     bool    // the account was made just now
	Unknown bool    // the address is theirs, and has no account: SignUp makes it
	Email   string
	Next    string
}

// errCode is a code that does not fit; the ticket counts them.
func errCode(left int) error {
	if left <= 0 {
		return ErrOver
	}
	return fault.Fields{FieldCode: fmt.Sprintf("Ce n'est pas le code de notre lettre. Il vous reste %s.", tries(left))}
}

func tries(n int) string {
	if n == 1 {
		return "un essai"
	}
	return fmt.Sprintf("%d essais", n)
}

// ErrOver is the fault.NotFound of a code or a link that was used, is too old, or was guessed at too often.
var ErrOver = fmt.Errorf("the ticket is over: %w", fault.NotFound)

// EnterByCode lets in who typed the code of the letter in the browser that asked for it. Errors: fault.Fields while it
// may be tried again, which one that is no code at all uses none of; ErrOver.
func (s *Service) EnterByCode(ctx context.Context, browser, typed, agent string) (_ Passage, err error) {
	defer fault.Wrap(&err, "account.EnterByCode")
	code, left := text.Digits(typed), 0
	if len(code) != codeDigits { // a slip of the finger: it uses no try up
		return Passage{}, fault.Fields{FieldCode: fmt.Sprintf("Le code de notre lettre a %d chiffres : recopiez-le en entier.", codeDigits)}
	}
	bound := boundCode(browser, code)
	t, err := s.proving(ctx, browser, func(t *Ticket) {
		if subtle.ConstantTimeCompare([]byte(bound), []byte(t.Code)) == 1 {
			t.Proved = true
			return
		}
		t.Tries++
		left = codeTries - t.Tries
	})
	if err != nil {
		return Passage{}, err
	}
	if !t.Proved {
		return Passage{}, errCode(left)
	}
	return s.pass(ctx, t, agent)
}

// EnterByLink lets in who opened the link of the letter, in any browser; asked is the secret of the one it is opened in,
// if that one asked for a letter. It returns the secret that SignUp asks for when the passage is Unknown. Errors: ErrOver.
func (s *Service) EnterByLink(ctx context.Context, link, asked, agent string) (_ Passage, browser string, err error) {
	defer fault.Wrap(&err, "account.EnterByLink")
	browser = browserOf(link)
	t, err := s.proving(ctx, browser, func(t *Ticket) {
		// Who opens a letter may not be who asked for it: no stranger's account elsewhere comes along, and nothing that a
		// stranger said, chose as password or agreed to.
		t.Proved, t.Service = true, nil
		if asked != browser {
			t.Entry = nil
		}
	})
	if err != nil {
		return Passage{}, "", err
	}
	p, err := s.pass(ctx, t, agent)
	return p, browser, err
}

// proving changes a ticket that may still let somebody in.
func (s *Service) proving(ctx context.Context, browser string, try func(*Ticket)) (Ticket, error) {
	t, err := s.tickets.UpdateTicket(ctx, id.Digest(browser), func(t *Ticket) error {
		if t.Purpose != ToEnter || t.Over(s.now()) || t.Tries >= codeTries {
			return ErrOver
		}
		try(t)
		return nil
	})
	return t, over(err)
}

// over says of a missing ticket that it is over.
func over(err error) error {
	if errors.Is(err, fault.NotFound) {
		return ErrOver
	}
	return err
}

// pass goes through the door with a proved ticket: in, or on to what is not said yet.
func (s *Service) pass(ctx context.Context, t Ticket, agent string) (Passage, error) {
	p := Passage{Email: t.Email, Next: t.Next}
	a, err := s.store.ByEmail(ctx, t.Email)
	switch {
	case errors.Is(err, fault.NotFound) && t.Entry == nil:
		p.Unknown = true
		return p, nil
	case errors.Is(err, fault.NotFound):
		p.New = true
	case err != nil:
		return Passage{}, err
	case t.Purpose == ByService: // no letter went there: what a provider says opens no account that has an owner
		return Passage{}, ErrOver
	}
	if _, err := s.tickets.TakeTicket(ctx, t.Digest); err != nil { // once
		return Passage{}, over(err)
	}
	if p.New {
		a, err = s.admit(ctx, t, agent)
	}
	p.Account = a
	return p, err
}

// Entering returns the address and the end of the passage that a browser is in, proved or not yet; ErrOver.
func (s *Service) Entering(ctx context.Context, browser string) (Ticket, error) {
	t, err := s.tickets.Ticket(ctx, id.Digest(browser))
	if err == nil && (t.Purpose != ToEnter && t.Purpose != ByService || t.Over(s.now())) {
		err = ErrOver
	}
	return t, over(err)
}

// Invited is Entering for the link of a letter.
func (s *Service) Invited(ctx context.Context, link string) (Ticket, error) {
	return s.Entering(ctx, browserOf(link))
}

// SignUp makes the account of an address that a browser has proved, from what is said now. Errors: fault.Fields; ErrOver.
func (s *Service) SignUp(ctx context.Context, browser string, e Entry, agent string) (_ Passage, err error) {
	defer fault.Wrap(&err, "account.SignUp")
	t, err := s.Entering(ctx, browser)
	if err != nil || !t.Proved {
		return Passage{}, over(errors.Join(err, ErrOver))
	}
	e.Email = t.Email
	if t.Entry, err = s.checked(ctx, e); err != nil {
		return Passage{}, err
	}
	return s.pass(ctx, t, agent)
}

// Admit makes the account of an address that is known to be theirs by other means than a letter: a service elsewhere says
// so, or whoever fills a base. Errors: fault.Fields; fault.Taken "email".
func (s *Service) Admit(ctx context.Context, e Entry, agent string) (_ Account, err error) {
	defer fault.Wrap(&err, "account.Admit")
	if _, err := s.store.ByEmail(ctx, text.Line(e.Email)); err == nil {
		return Account{}, fault.Taken{Field: "email"}
	}
	entrant, err := s.checked(ctx, e)
	if err != nil {
		return Account{}, err
	}
	return s.admit(ctx, Ticket{Email: text.Line(e.Email), Entry: entrant}, agent)
}

// admit makes the account of a proved ticket. Somebody who made it meanwhile is let in, if a letter proved the address.
func (s *Service) admit(ctx context.Context, t Ticket, agent string) (Account, error) {
	now, e := s.now(), t.Entry
	a := Account{ID: id.New(), Name: e.Name, Email: t.Email, Password: e.Password, Role: newRole, Created: now, Terms: e.Terms, TermsVersion: e.TermsVersion}
	if t.Service != nil {
		a.Identities = []Identity{t.Service.linked(now)}
	}
	a.note(now, Opened, cutAgent(agent))
	a.NewsTo = now
	a.oweDigest(now)
	a.owe(OwesWords, now)
	a.use(now)
	s.given(&a)
	err := s.store.Insert(ctx, a)
	if errors.Is(err, fault.Taken{Field: "email"}) && t.Purpose != ByService {
		return s.store.ByEmail(ctx, t.Email)
	}
	s.wake()
	return a, err
}

// Sent notes that a ticket's letter has left: its secrets are forgotten, and its code begins to grow old.
func (s *Service) Sent(ctx context.Context, digest string, paid debt.Debt) error {
	_, err := s.tickets.UpdateTicket(ctx, digest, func(t *Ticket) error {
		t.Owes.Clear(paid)
		t.Sealed = nil
		if end := s.now().Add(codeAtMost); t.Expires.After(end) {
			t.Expires = end
		}
		return nil
	})
	if errors.Is(err, fault.NotFound) {
		return nil // it was used, or is over
	}
	return err
}
