package message

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"strings"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
)

// Service applies the rules of letters.
type Service struct {
	store  Store
	blocks Blocks
	pages  Pages
	people People
	now    clock.Clock
	wake   func()
	apart  Distances // nil: members are kept apart by digests too
}

// New returns a Service. wake is called after each write that owes a letter.
func New(stores Stores, pages Pages, people People, now clock.Clock, wake func()) *Service {
	return &Service{store: stores, blocks: stores, pages: pages, people: people, now: now, wake: wake}
}

// Keeping has what members want of each other kept where all that is between them is kept.
func (s *Service) Keeping(d Distances) *Service {
	s.apart = d
	return s
}

// How long letters are kept (SAFETY.md part 4).
const (
	unconfirmedKept = 48 * time.Hour
	kept            = 365 * 24 * time.Hour
)

// ErrNobody is the fault.NotFound of a page where no letter arrives.
var ErrNobody = fmt.Errorf("nobody reads letters there: %w", fault.NotFound)

// ErrOver is the fault.NotFound of a link that leads to no letter, or to one that has ended.
var ErrOver = fmt.Errorf("the letter is over: %w", fault.NotFound)

// Check returns the fault.Fields that Write would, but for a letter that was sent before, and writes nothing.
func (s *Service) Check(d Draft, member bool) error {
	_, wrong := d.clean(member)
	return wrong.Err()
}

// Write takes a letter to a page. A member's leaves at once; a visitor, whose from has no account, is first asked by a
// letter whether the address is theirs. Errors: fault.Fields; as To; fault.Forbidden.
func (s *Service) Write(ctx context.Context, from Party, slug string, d Draft) (_ Message, err error) {
	defer fault.Wrap(&err, "message.Write")
	member := from.Account != ""
	d, wrong := d.clean(member)
	if err := wrong.Err(); err != nil {
		return Message{}, err
	}
	page, readers, err := s.willing(ctx, slug, member)
	if err != nil {
		return Message{}, err
	}
	now := s.now()
	m := Message{Page: page, Subject: d.Subject, Text: d.Text, Created: now}
	if member {
		m.From = Party{Account: from.Account, Name: text.Cut(text.Line(from.Name), MaxName)}
		m.name() // before its text goes, should nobody read it
		err = s.address(ctx, &m, readers)
	} else {
		m.From = Party{Email: d.Email, Name: d.Name}
		m.name()
		s.ask(&m)
	}
	if err != nil {
		return Message{}, err
	}
	return s.insert(ctx, m)
}

// ask makes of m a letter that its writer confirms first.
func (s *Service) ask(m *Message) {
	m.State, m.Expires = Unconfirmed, m.Created.Add(unconfirmedKept)
	m.From.seal()
	m.Owes = debt.Owes{{ID: m.From.Letter, Kind: OwesConfirmation, Due: m.Created}}
}

// seal draws the secret of a letter to p.
func (p *Party) seal() {
	p.Sealed, p.Letter = id.Secret(), id.New()
	p.Key = id.Digest(p.Sealed)
}

// address sends m to those readers who want letters of its writer.
func (s *Service) address(ctx context.Context, m *Message, readers []Party) error {
	from, err := s.people.Address(ctx, m.From.Account, m.From.Email)
	if err != nil {
		return err
	}
	now := s.now()
	m.State, m.Expires, m.To, m.Owes = Sent, now.Add(kept), nil, nil
	m.From.Key, m.From.Sealed, m.From.Letter = "", "", ""
	for _, r := range readers {
		shut, err := s.shut(ctx, r, m.From, from)
		if err != nil {
			return err
		}
		if shut {
			continue
		}
		if r.Name == "" {
			r.Name = m.Page.Name
		}
		r.seal()
		m.To = append(m.To, r)
		m.Owes = append(m.Owes, debt.Debt{ID: r.Letter, Kind: OwesLetter, Due: now})
	}
	if len(m.To) == 0 {
		m.State, m.Text = Blocked, "" // nobody will read it
	}
	return nil
}

// name gives m an id made of what it says.
func (m *Message) name() {
	m.ID = id.Digest(strings.Join([]string{m.From.Account, text.Fold(m.From.Email), m.Page.ID, m.Answers, text.Fold(m.Subject), text.Fold(m.Text)}, "\x00"))
}

// insert stores m under its id: see Message.name. The same letter sent again is refused once it has left; until then
// it is the one that waits.
func (s *Service) insert(ctx context.Context, m Message) (Message, error) {
	err := s.store.InsertMessage(ctx, m)
	if errors.Is(err, fault.Taken{Field: "id"}) {
		return s.again(ctx, m)
	}
	if err != nil {
		return Message{}, err
	}
	s.wake()
	return m, nil
}

func (s *Service) again(ctx context.Context, m Message) (Message, error) {
	was, err := s.store.Message(ctx, m.ID)
	switch {
	case err != nil:
		return Message{}, err
	case was.State == Unconfirmed && m.State == Unconfirmed && !was.Over(s.now()):
		return was, nil
	case was.Over(s.now()): // it waits to be swept
		rev := was.Rev
		was, err = s.store.UpdateMessage(ctx, m.ID, func(old *Message) error { *old = m; old.Rev = rev; return nil })
		s.wake()
		return was, err
	}
	return Message{}, fault.Fields{FieldText: "Vous avez déjà envoyé cette lettre : elle est bien partie."}
}

// Reading is a letter before somebody whom a link brought there.
type Reading struct {
	Message
	Me      Party // who they are
	Mine    bool  // they wrote it, and it waits for their word
	Blocked bool  // they want no more letters of its writer
}

// Open returns the letter that a link leads to, as far as its secret opens it. It changes nothing. ErrOver.
func (s *Service) Open(ctx context.Context, message, secret string) (r Reading, err error) {
	r, err = s.open(ctx, message, secret)
	if err != nil || r.Mine {
		return r, err
	}
	r.Blocked, err = s.blocks.Blocked(ctx, s.wishesOf(ctx, r))
	if err == nil && !r.Blocked && s.members(r.Me, r.From) {
		r.Blocked, err = s.apart.Blocks(ctx, r.Me.Account, r.From.Account)
	}
	return r, err
}

func (s *Service) open(ctx context.Context, message, secret string) (Reading, error) {
	m, err := s.store.Message(ctx, message)
	if errors.Is(err, fault.NotFound) || err == nil && m.Over(s.now()) {
		err = ErrOver
	}
	if err != nil {
		return Reading{}, err
	}
	key := id.Digest(secret)
	if fits(m.From, key) {
		return Reading{Message: m, Me: m.From, Mine: true}, nil
	}
	for _, p := range m.To {
		if fits(p, key) {
			return Reading{Message: m, Me: p}, nil
		}
	}
	return Reading{}, ErrOver
}

func fits(p Party, key string) bool {
	return p.Key != "" && subtle.ConstantTimeCompare([]byte(p.Key), []byte(key)) == 1
}

// Confirm sends the letter of a visitor who has shown that the address is theirs. One that has left is left alone.
// Errors: ErrOver; as To; fault.Forbidden.
func (s *Service) Confirm(ctx context.Context, message, secret string) (_ Message, err error) {
	defer fault.Wrap(&err, "message.Confirm")
	r, err := s.open(ctx, message, secret)
	if err == nil && !r.Mine {
		err = ErrOver
	}
	if err != nil || r.State != Unconfirmed {
		return r.Message, err
	}
	page, readers, err := s.willing(ctx, r.Page.Slug, false)
	if err != nil {
		return r.Message, err
	}
	sent := r.Message
	sent.Page = page
	if err := s.address(ctx, &sent, readers); err != nil {
		return Message{}, err
	}
	sent.From.Key = r.From.Key // the link goes on saying that the letter has left
	m, err := s.store.UpdateMessage(ctx, message, func(m *Message) error {
		if m.State == Unconfirmed {
			sent.Rev = m.Rev
			*m = sent
		}
		return nil
	})
	s.wake()
	return m, err
}

// Answer sends an answer to whoever wrote a letter. With show it says where its own writer reads. Errors: fault.Fields;
// ErrOver; fault.NotFound when the other has no account any more; fault.Forbidden.
func (s *Service) Answer(ctx context.Context, message, secret, said string, show bool) (err error) {
	defer fault.Wrap(&err, "message.Answer")
	r, err := s.open(ctx, message, secret)
	if err == nil && r.Mine {
		err = ErrOver
	}
	if err != nil {
		return err
	}
	said, wrong := text.Lines(said), fault.Fields{}
	checkText(wrong, said)
	if err := wrong.Err(); err != nil {
		return err
	}
	to := Party{Account: r.From.Account, Email: r.From.Email, Name: r.From.Name}
	m := Message{Page: r.Page, From: Party{Account: r.Me.Account, Email: r.Me.Email, Name: r.Me.Name}, Subject: answering(r.Subject),
		Text: said, Answers: r.ID, Shown: show, Created: s.now()}
	m.name()
	if err := s.address(ctx, &m, []Party{to}); err != nil {
		return err
	}
	_, err = s.insert(ctx, m)
	return err
}

func answering(subject string) string {
	const re = "Re : "
	if strings.HasPrefix(subject, re) {
		return subject
	}
	return text.Cut(re+subject, MaxSubject)
}

// Sent notes that the letter of a debt has left: its secret is forgotten here.
func (s *Service) Sent(ctx context.Context, message string, paid debt.Debt) error {
	_, err := s.store.UpdateMessage(ctx, message, func(m *Message) error {
		m.Owes.Clear(paid)
		if m.From.Letter == paid.ID {
			m.From.Sealed = ""
		}
		for i := range m.To {
			if m.To[i].Letter == paid.ID {
				m.To[i].Sealed = ""
			}
		}
		return nil
	})
	return orGone(err)
}

// orGone forgives that a letter is over.
func orGone(err error) error {
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// Sweep removes what is over.
func (s *Service) Sweep(ctx context.Context) error { return s.store.SweepMessages(ctx, s.now()) }
