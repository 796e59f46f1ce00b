package account

import (
	"context"
	"crypto/subtle"
	"errors"
	"time"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
)

// FieldOldCode is the form field of the code that went to the address an account leaves.
const FieldOldCode = "code_ancien"

// How long after showing who they are somebody may change what is sensitive: to open its form, and to send it.
const (
	freshToOpen = 15 * time.Minute
	freshToSend = 30 * time.Minute
)

// Fresh reports whether somebody showed who they are lately enough to open a form of what is sensitive, or to send it.
func (s *Service) Fresh(ctx context.Context, secret string, sending bool) (bool, error) {
	session, err := s.sessions.Session(ctx, id.Digest(secret))
	if errors.Is(err, fault.NotFound) {
		return false, fault.SignedOut
	}
	most := freshToOpen
	if sending {
		most = freshToSend
	}
	return err == nil && s.now().Sub(session.Proved) < most, err
}

// SetPassword gives the account a password; every other browser is signed out. Errors: fault.Fields.
func (s *Service) SetPassword(ctx context.Context, account, password, secret, agent string) (err error) {
	defer fault.Wrap(&err, "account.SetPassword")
	a, err := s.store.Get(ctx, account)
	if err != nil {
		return err
	}
	wrong := fault.Fields{}
	s.checkPassword(wrong, a.Email, password)
	if err := wrong.Err(); err != nil {
		return err
	}
	hash, err := s.hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	err = s.change(ctx, account, PasswordSet, agent, func(a *Account) error {
		a.Password, a.Failures = hash, Failures{}
		return nil
	})
	if err != nil {
		return err
	}
	return s.closeOthers(ctx, account, secret)
}

// RemovePassword takes the password away: they enter by the code of a letter.
func (s *Service) RemovePassword(ctx context.Context, account, agent string) error {
	return s.change(ctx, account, PasswordRemoved, agent, func(a *Account) error { a.Password = ""; return nil })
}

// change writes an account and notes what happened to it.
func (s *Service) change(ctx context.Context, account string, what What, agent string, edit func(*Account) error) error {
	_, err := s.store.Update(ctx, account, func(a *Account) error {
		if err := edit(a); err != nil {
			return err
		}
		a.note(s.now(), what, cutAgent(agent))
		return nil
	})
	if err == nil {
		s.wake()
	}
	return err
}

// mostName is how many signs the name of an account has.
const mostName = 80

// Rename changes the name that letters call a member by; their page has its own. Errors: fault.Fields.
func (s *Service) Rename(ctx context.Context, account, name, agent string) (err error) {
	defer fault.Wrap(&err, "account.Rename")
	if name = text.Cut(text.Line(name), mostName); name == "" {
		return fault.Fields{FieldName: errNameless}
	}
	return s.change(ctx, account, Renamed, agent, func(a *Account) error { a.Name = name; s.given(a); return nil })
}

// NoteExport notes that all that is kept of a member is taken along from a browser, and tells them.
func (s *Service) NoteExport(ctx context.Context, account, agent string) (err error) {
	defer fault.Wrap(&err, "account.NoteExport")
	return s.change(ctx, account, Exported, agent, func(*Account) error { return nil })
}

// CloseOthers signs out every other browser of the account.
func (s *Service) CloseOthers(ctx context.Context, account, secret, agent string) error {
	if err := s.closeOthers(ctx, account, secret); err != nil {
		return err
	}
	return s.change(ctx, account, EndedElsewhere, agent, func(*Account) error { return nil })
}

func (s *Service) closeOthers(ctx context.Context, account, secret string) error {
	for {
		all, err := s.sessions.SessionsOf(ctx, account)
		if err != nil {
			return err
		}
		ended := 0
		for _, session := range all {
			if session.Digest == id.Digest(secret) {
				continue
			}
			if err := s.sessions.EndSession(ctx, session.Digest); err != nil {
				return err
			}
			ended++
		}
		if ended == 0 {
			return nil
		}
	}
}

// Move begins to give an account another address: a code goes to the new one and another to the old one, and the secret
// that is returned binds both to this browser. Errors: fault.Fields.
func (s *Service) Move(ctx context.Context, account, email string) (browser string, err error) {
	defer fault.Wrap(&err, "account.Move")
	a, err := s.store.Get(ctx, account)
	if err != nil {
		return "", err
	}
	email, wrong := text.Line(email), fault.Fields{}
	s.checkEmail(wrong, email)
	if text.Fold(email) == text.Fold(a.Email) {
		wrong.Add(FieldEmail, "C'est déjà l'adresse de votre compte.")
	}
	if err := wrong.Err(); err != nil {
		return "", err
	}
	from, to := s.ticket(ToLeave, knockAtMost), s.ticket(ToMove, knockAtMost)
	from.ticket.Account, from.ticket.Email = a.ID, a.Email
	to.ticket.Account, to.ticket.Email, to.ticket.Pair = a.ID, email, from.ticket.Digest
	from.ticket.Code = boundCode(to.browser, from.ticket.Sealed.Code)
	if err := s.send(ctx, from); err != nil {
		return "", err
	}
	return to.browser, s.send(ctx, to)
}

// Moving returns the address that a browser has asked for; ErrOver.
func (s *Service) Moving(ctx context.Context, account, browser string) (email string, err error) {
	t, err := s.moving(ctx, account, browser)
	return t.Email, err
}

func (s *Service) moving(ctx context.Context, account, browser string) (Ticket, error) {
	t, err := s.tickets.Ticket(ctx, id.Digest(browser))
	if err == nil && (t.Purpose != ToMove || t.Account != account || t.Over(s.now()) || t.Tries >= codeTries) {
		err = ErrOver
	}
	return t, over(err)
}

// Moved gives the account its new address once both codes are right. Every other browser is signed out, and the old
// address is told. Errors: fault.Fields while the codes may be tried again; ErrOver; fault.Taken "email" when the address
// has an account of its own.
func (s *Service) Moved(ctx context.Context, account, browser, code, oldCode, secret, agent string) (err error) {
	defer fault.Wrap(&err, "account.Moved")
	to, err := s.moving(ctx, account, browser)
	if err != nil {
		return err
	}
	from, err := s.tickets.Ticket(ctx, to.Pair)
	if err != nil {
		return over(err)
	}
	if err := s.codesFit(ctx, browser, to, from, code, oldCode); err != nil {
		return err
	}
	for _, digest := range []string{to.Digest, from.Digest} {
		if _, err := s.tickets.TakeTicket(ctx, digest); err != nil {
			return over(err)
		}
	}
	_, err = s.store.Update(ctx, account, func(a *Account) error {
		if a.Email != from.Email {
			return ErrOver // it moved meanwhile
		}
		a.Email = to.Email
		a.note(s.now(), Moved, cutAgent(agent)).Told = from.Email
		a.owe(OwesWords, s.now())
		s.given(a)
		return nil
	})
	if err != nil {
		return err
	}
	s.wake()
	return s.closeOthers(ctx, account, secret)
}

// codesFit compares both codes; a wrong one is counted on the ticket of the new address.
func (s *Service) codesFit(ctx context.Context, browser string, to, from Ticket, code, oldCode string) error {
	wrong := fault.Fields{}
	for field, c := range map[string][2]string{FieldCode: {code, to.Code}, FieldOldCode: {oldCode, from.Code}} {
		if subtle.ConstantTimeCompare([]byte(boundCode(browser, text.Digits(c[0]))), []byte(c[1])) != 1 {
			wrong.Add(field, "Ce n'est pas le code de cette lettre.")
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	t, err := s.tickets.UpdateTicket(ctx, to.Digest, func(t *Ticket) error { t.Tries++; return nil })
	if err != nil {
		return over(err)
	}
	if t.Tries >= codeTries {
		return ErrOver
	}
	return wrong
}
