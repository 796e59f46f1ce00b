package message

import (
	"context"
	"iter"
	"slices"

	"partant/internal/debt"
	"partant/internal/page"
	"partant/internal/text"
)

// Concerns are those whom a letter concerns: who writes and who reads it, and the page it was written to.
func (m *Message) Concerns() []string {
	all := append(m.From.concerns(), ofPage(m.Page.ID)...)
	for _, p := range m.To {
		all = append(all, p.concerns()...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (p Party) concerns() (all []string) {
	if p.Account != "" {
		all = append(all, "compte:"+p.Account)
	}
	if p.Email != "" {
		all = append(all, "boite:"+text.Fold(p.Email))
	}
	return all
}

func ofPage(page string) []string {
	if page == "" {
		return nil
	}
	return []string{"fiche:" + page}
}

// Somebody is a member by their account and their address: they may have written before they signed up.
type Somebody struct{ Account, Email string }

func (s Somebody) whom() []string { return Party{Account: s.Account, Email: s.Email}.concerns() }

// Is reports whether somebody is this party.
func (s Somebody) Is(p Party) bool {
	return p.Account != "" && p.Account == s.Account || p.Account == "" && p.Email != "" && text.Fold(p.Email) == text.Fold(s.Email)
}

// Of yields the letters that somebody wrote or got, the last first: those by their account, then those by their address.
func (s *Service) Of(ctx context.Context, who Somebody) iter.Seq2[Message, error] {
	return s.concerning(ctx, who.whom())
}

// Received counts the letters that arrived at a page and are still kept, answers left out, among the last hundred that concern it; more says that
// there are others before.
func (s *Service) Received(ctx context.Context, pageID string) (n int, more bool, err error) {
	list, err := s.store.MessagesConcerning(ctx, "fiche:"+pageID, page.Req{Limit: page.MaxLimit})
	for _, m := range list.Items {
		if m.State == Sent && m.Answers == "" && !m.Over(s.now()) {
			n++
		}
	}
	return n, !list.Next.IsZero(), err
}

// concerning yields what concerns any of these, a few at a time.
func (s *Service) concerning(ctx context.Context, whom []string) iter.Seq2[Message, error] {
	return func(yield func(Message, error) bool) {
		for _, w := range whom {
			read := func(req page.Req) (page.Of[Message], error) { return s.store.MessagesConcerning(ctx, w, req) }
			for one, err := range page.All(page.MaxLimit, read) {
				if !yield(one, err) || err != nil {
					return
				}
			}
		}
	}
}

// Forget removes what somebody who leaves wrote, what was written to pages that go with them, and takes them out of what
// they got: a letter that nobody reads any more goes too. Done twice it is done once.
func (s *Service) Forget(ctx context.Context, who Somebody, pages []string) error {
	whom := who.whom()
	for _, p := range pages {
		whom = append(whom, ofPage(p)...)
	}
	for m, err := range s.concerning(ctx, whom) {
		if err == nil {
			err = s.forget(ctx, m, who, pages)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) forget(ctx context.Context, m Message, who Somebody, pages []string) error {
	others := slices.ContainsFunc(m.To, func(p Party) bool { return !who.Is(p) })
	if who.Is(m.From) || slices.Contains(pages, m.Page.ID) || !others {
		return s.store.RemoveMessage(ctx, m.ID)
	}
	_, err := s.store.UpdateMessage(ctx, m.ID, func(m *Message) error {
		for _, p := range m.To {
			if who.Is(p) {
				m.Owes.Clear(debt.Debt{ID: p.Letter})
			}
		}
		m.To = slices.DeleteFunc(slices.Clone(m.To), who.Is)
		return nil
	})
	return orGone(err)
}
