package account

import (
	"context"
	"fmt"
	"slices"
	"time"

	"partant/internal/fault"
	"partant/internal/id"
)

// Totp is the application that shows six digits for half a minute.
type Totp struct {
	Secret string    `json:"secret"` // what it shares with the site
	Last   int64     `json:"last"`   // step of the last code that was right: none is good twice
	Since  time.Time `json:"since"`
}

// Codes checks the digits of applications: see totp.Codes.
type Codes interface {
	// Secret returns what a new application and the site share.
	Secret() string
	// URL returns what the application reads from a QR code.
	URL(secret, account string) (string, error)
	// Check reports whether typed is good now, and which step it belongs to: later than last, the last that was good.
	Check(secret, typed string, now time.Time, last int64) (step int64, ok bool)
}

// Factors check what somebody shows beside their password, their letters or their provider.
type Factors struct {
	Codes   Codes
	Devices Devices // nil where browsers have no passkeys
}

// WithFactors gives the service its factors; without them nobody can put a second one in place.
func (s *Service) WithFactors(f Factors) *Service {
	s.factors = f
	return s
}

// How long somebody may take.
const (
	secondAtMost = 5 * time.Minute  // over the second step, and over a passkey
	setUpAtMost  = 15 * time.Minute // over putting an application in place
	joinAtMost   = time.Hour        // over signing up once they are back from a provider
)

// rescueCodes is how many codes are printed.
const rescueCodes = 10

// Factored reports whether a asks for more than a code, a link, a password or a provider. Any of its factors will do, and
// so will a printed code, so that no factor that is lost closes the account.
func (a *Account) Factored() bool { return a.Totp != nil || len(a.Keys) > 0 }

// keep stores a ticket that is bound to a browser and returns the browser's secret.
func (s *Service) keep(ctx context.Context, t Ticket, lasts time.Duration) (browser string, err error) {
	browser = id.Secret()
	t.Digest, t.Created, t.Expires = id.Digest(browser), s.now(), s.now().Add(lasts)
	return browser, s.tickets.PutTicket(ctx, t)
}

// held returns a ticket of a browser; ErrOver.
func (s *Service) held(ctx context.Context, browser string, purpose Purpose, account string) (Ticket, error) {
	t, err := s.tickets.Ticket(ctx, id.Digest(browser))
	if err == nil && !s.good(t, purpose, account) {
		err = ErrOver
	}
	return t, over(err)
}

func (s *Service) good(t Ticket, purpose Purpose, account string) bool {
	return t.Purpose == purpose && t.Account == account && !t.Over(s.now()) && t.Tries < codeTries
}

// spend is held, once: the ticket is over whatever comes of it.
func (s *Service) spend(ctx context.Context, browser string, purpose Purpose, account string) (Ticket, error) {
	if _, err := s.held(ctx, browser, purpose, account); err != nil {
		return Ticket{}, err
	}
	t, err := s.tickets.TakeTicket(ctx, id.Digest(browser))
	return t, over(err)
}

// try counts a guess at what a ticket asks for, before anybody looks whether it is right: guesses that come together are
// all counted. It returns how many are left; ErrOver.
func (s *Service) try(ctx context.Context, browser string, purpose Purpose, account string) (t Ticket, left int, err error) {
	t, err = s.tickets.UpdateTicket(ctx, id.Digest(browser), func(t *Ticket) error {
		if !s.good(*t, purpose, account) {
			return ErrOver
		}
		t.Tries++
		return nil
	})
	return t, codeTries - t.Tries, over(err)
}

// errFactor is a code of the application that does not fit.
func errFactor(left int) error {
	return errStep(left, "Attendez le suivant et recopiez-le.")
}

// errPrinted is a printed code that does not fit: no other one follows by itself.
func errPrinted(left int) error {
	return errStep(left, "Relisez-le, ou prenez-en un autre de votre liste qui n'a pas encore servi.")
}

func errStep(left int, next string) error {
	if left <= 0 {
		return ErrOver
	}
	return fault.Fields{FieldCode: fmt.Sprintf("Ce code ne convient pas. %s Il vous reste %s.", next, tries(left))}
}

// SetUp begins to put an application of codes in place, and returns the secret of the browser that does.
// fault.Conflict when there is one already.
func (s *Service) SetUp(ctx context.Context, account string) (browser string, err error) {
	defer fault.Wrap(&err, "account.SetUp")
	a, err := s.store.Get(ctx, account)
	if err != nil {
		return "", err
	}
	if a.Totp != nil {
		return "", fmt.Errorf("there is an application already: %w", fault.Conflict)
	}
	return s.keep(ctx, Ticket{Purpose: ToSetUp, Account: account, Kept: s.factors.Codes.Secret()}, setUpAtMost)
}

// SettingUp returns what the application must know: its secret, and the address that holds it. ErrOver.
func (s *Service) SettingUp(ctx context.Context, account, browser string) (secret, url string, err error) {
	t, err := s.held(ctx, browser, ToSetUp, account)
	if err != nil {
		return "", "", err
	}
	a, err := s.store.Get(ctx, account)
	if err != nil {
		return "", "", err
	}
	url, err = s.factors.Codes.URL(t.Kept, a.Email)
	return t.Kept, url, err
}

// AddApp puts the application in place whose code was typed. It returns printed codes when the account had no factor, for
// this one time; every other browser is signed out then. Errors: fault.Fields while it may be tried again; ErrOver.
func (s *Service) AddApp(ctx context.Context, account, browser, typed, secret, agent string) (rescue []string, err error) {
	defer fault.Wrap(&err, "account.AddApp")
	t, left, err := s.try(ctx, browser, ToSetUp, account)
	if err != nil {
		return nil, err
	}
	step, ok := s.factors.Codes.Check(t.Kept, typed, s.now(), 0)
	if !ok {
		return nil, errFactor(left)
	}
	if _, err := s.tickets.TakeTicket(ctx, t.Digest); err != nil {
		return nil, over(err)
	}
	return s.addFactor(ctx, account, FactorAdded, secret, agent, func(a *Account) error {
		if a.Totp != nil {
			return fmt.Errorf("there is an application already: %w", fault.Conflict)
		}
		a.Totp = &Totp{Secret: t.Kept, Last: step, Since: s.now()}
		return nil
	})
}

// addFactor adds a factor by edit. With the first one come printed codes, and the sessions that knew none end.
func (s *Service) addFactor(ctx context.Context, account string, what What, secret, agent string, edit func(*Account) error) (rescue []string, err error) {
	codes, digests := printed()
	first := false
	err = s.change(ctx, account, what, agent, func(a *Account) error {
		if first = !a.Factored(); first {
			a.Rescue = digests
		}
		return edit(a)
	})
	if err != nil || !first {
		return nil, err
	}
	return codes, s.closeOthers(ctx, account, secret)
}

// printed draws codes to print, and the digests that are stored of them.
func printed() (codes, digests []string) {
	for range rescueCodes {
		code := id.Rescue()
		codes, digests = append(codes, code), append(digests, id.Digest(code))
	}
	return codes, digests
}

// PrintAgain returns ten new printed codes, for this one time; those of before are good no more. fault.NotFound when the
// account has no factor that they could stand in for.
func (s *Service) PrintAgain(ctx context.Context, account, agent string) (codes []string, err error) {
	defer fault.Wrap(&err, "account.PrintAgain")
	codes, digests := printed()
	return codes, s.change(ctx, account, RescueMade, agent, func(a *Account) error {
		if !a.Factored() {
			return fmt.Errorf("no factor: %w", fault.NotFound)
		}
		a.Rescue = digests
		return nil
	})
}

// RemoveApp takes the application away. last reports that no factor is left: nobody is in a strong session then.
// fault.NotFound when there was none.
func (s *Service) RemoveApp(ctx context.Context, account, agent string) (last bool, err error) {
	defer fault.Wrap(&err, "account.RemoveApp")
	return s.removeFactor(ctx, account, FactorRemoved, agent, func(a *Account) error {
		if a.Totp == nil {
			return fmt.Errorf("no application: %w", fault.NotFound)
		}
		a.Totp = nil
		return nil
	})
}

// removeFactor takes a factor away by edit. With the last one go the printed codes, and every session: a strong one must
// not outlive what made it strong.
func (s *Service) removeFactor(ctx context.Context, account string, what What, agent string, edit func(*Account) error) (last bool, err error) {
	err = s.change(ctx, account, what, agent, func(a *Account) error {
		if err := edit(a); err != nil {
			return err
		}
		if last = !a.Factored(); last {
			a.Rescue = nil
		}
		return nil
	})
	if err != nil || !last {
		return false, err
	}
	return true, s.closeOthers(ctx, account, "")
}

// rescued strikes a printed code out, and reports whether there was one.
func (a *Account) rescued(typed string) bool {
	form := id.RescueForm(typed)
	i := slices.Index(a.Rescue, id.Digest(form))
	if form == "" || i < 0 {
		return false
	}
	a.Rescue = slices.Delete(a.Rescue, i, i+1)
	return true
}
