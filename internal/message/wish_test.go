package message_test

import (
	"errors"
	"testing"

	"partant/internal/message"
)

// Readers get the letters that they want; who is wanted by none hears why, before and after confirming.
func TestWishes(t *testing.T) {
	t.Parallel()
	reader := func(account string, wants message.Wish) message.Reader {
		return message.Reader{Party: message.Party{Account: account}, Wants: wants}
	}
	for name, c := range map[string]struct {
		readers         []message.Reader
		member, visitor error
		toMember        int
	}{
		"all":              {[]message.Reader{reader("a-1", message.FromAll)}, nil, nil, 1},
		"members":          {[]message.Reader{reader("a-1", message.FromMembers)}, nil, message.ErrMembersOnly, 1},
		"nobody":           {[]message.Reader{reader("a-1", message.FromNobody)}, message.ErrUnwanted, message.ErrUnwanted, 0},
		"one of each":      {[]message.Reader{reader("a-1", message.FromAll), reader("a-2", message.FromMembers), reader("a-3", message.FromNobody)}, nil, nil, 2},
		"none for a guest": {[]message.Reader{reader("a-2", message.FromMembers), reader("a-3", message.FromNobody)}, nil, message.ErrMembersOnly, 1},
		"no reader":        {nil, message.ErrNobody, message.ErrNobody, 0},
	} {
		h := open(t)
		h.readers = c.readers
		for isMember, want := range map[bool]error{true: c.member, false: c.visitor} {
			p, err := h.To(t.Context(), "atelier", isMember)
			if !errors.Is(err, want) || p.Name != "Atelier" {
				t.Errorf("%s, member %v: %+v, %v", name, isMember, p, err)
			}
		}
		m, err := h.Write(t.Context(), member, "atelier", letter())
		if !errors.Is(err, c.member) || len(m.To) != c.toMember {
			t.Errorf("%s: a member writes to %d, %v", name, len(m.To), err)
		}
		if _, err = h.Write(t.Context(), visitor, "atelier", letter()); !errors.Is(err, c.visitor) {
			t.Errorf("%s: a visitor writes: %v", name, err)
		}
	}
	h := open(t)
	h.readers = []message.Reader{reader("a-1", message.FromAll)}
	m := write(t, h, visitor, letter())
	h.readers[0].Wants = message.FromMembers
	if got, err := h.Confirm(t.Context(), m.ID, m.From.Sealed); !errors.Is(err, message.ErrMembersOnly) || got.Page.Name != "Atelier" {
		t.Errorf("they changed their mind: %+v, %v", got, err)
	}
	h.readers[0].Wants = message.FromAll
	sent, err := h.Confirm(t.Context(), m.ID, m.From.Sealed)
	if err != nil || len(sent.To) != 1 {
		t.Fatal(sent, err)
	}
	h.readers[0].Wants = message.FromNobody // an answer is no letter that nobody asked for
	if err := h.Answer(t.Context(), m.ID, sent.To[0].Sealed, "Oui.", false); err != nil {
		t.Error(err)
	}
}
