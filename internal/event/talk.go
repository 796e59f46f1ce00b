package event

import (
	"context"
	"errors"
	"slices"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/viewer"
)

// Origin is the conversation that an event was born from: « … mardi 8 janvier à 18h30 à l'ECG… partant ? ».
type Origin struct {
	Kind   string `json:"kind"`             // of what was talked about, as package comment names it
	ID     string `json:"id"`               // of it
	Answer string `json:"answer,omitempty"` // id of the answer that proposed to meet; empty: the first words did
}

// OwesGather is the debt of asking, once, what was answered in the conversation before the event stood: see package convene.
const OwesGather = "rassembler"

// bornOf is what the events of a conversation are listed by.
func bornOf(kind, id string) string { return "de:" + kind + ":" + id }

// bornMost bounds how many events of one conversation are shown.
const bornMost = 5

// Born lists the events of a conversation that everybody can read, the last announced first; bornMost at most.
func (s *Service) Born(ctx context.Context, kind, id string) ([]Event, error) {
	list, err := s.store.EventsConcerning(ctx, bornOf(kind, id), page.Req{Limit: 2 * bornMost})
	found := slices.DeleteFunc(list.Items, func(e Event) bool { return e.Draft || e.Unseen() != nil || e.For != Everybody })
	return found[:min(len(found), bornMost)], err
}

// Echo takes for an answer what a member says in the conversation that e was born from. One that they gave already stays. It reports
// whether it was taken. Errors: as Say.
func (s *Service) Echo(ctx context.Context, v viewer.Viewer, e *Event, says Says) (a Answer, taken bool, err error) {
	defer fault.Wrap(&err, "event.Echo(%s)", e.ID)
	if a, err = s.Of(ctx, v, e); !errors.Is(err, fault.NotFound) {
		return a, false, err
	}
	a, err = s.Say(ctx, v, e.Slug, Reply{Says: string(says)})
	return a, err == nil, err
}

// oweGather owes the look at what was answered before.
func (e *Event) oweGather(s *Service) {
	if e.From != nil && !e.Draft && e.For == Everybody && e.Published.IsZero() {
		e.Owes.Owe(id.New(), OwesGather, s.now())
	}
}

// Origins returns the account that wrote what an event is to be made of. fault.NotFound.
type Origins func(ctx context.Context, o Origin) (account string, err error)

// OfConversations has events made of conversations.
func (s *Service) OfConversations(o Origins) *Service {
	s.origins = o
	return s
}

// Proposes is nil for who may make an event of what was said: whoever wrote it alone, since all who said yes to it are signed up.
// fault.NotFound for all others.
func (s *Service) Proposes(ctx context.Context, v viewer.Viewer, o Origin) (err error) {
	defer fault.Wrap(&err, "event.Proposes(%.40q)", o.ID)
	if s.origins == nil || !v.SignedIn() {
		return fault.NotFound
	}
	by, err := s.origins(ctx, o)
	if err == nil && by != v.Account {
		err = fault.NotFound
	}
	return err
}
