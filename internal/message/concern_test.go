package message_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"partant/internal/fault"
	"partant/internal/message"
	"partant/internal/page"
)

func of(t *testing.T, h *house, who message.Somebody) (subjects []string) {
	t.Helper()
	for m, err := range h.Of(t.Context(), who) {
		if err != nil {
			t.Fatal(err)
		}
		subjects = append(subjects, m.Subject)
	}
	slices.Sort(subjects)
	return subjects
}

func about(subject string) message.Draft {
	d := letter()
	d.Subject = subject
	return d
}

// Somebody's letters are those they wrote and got, by their account and by their address.
func TestLettersOfSomebody(t *testing.T) {
	t.Parallel()
	h := open(t)
	write(t, h, member, about("from a member"))
	write(t, h, visitor, about("from a visitor"))
	for who, want := range map[message.Somebody][]string{
		{Account: "a-9", Email: "marion@exemple.invalid"}: {"from a member"},
		{Account: "a-8", Email: "NINA@exemple.invalid"}:   {"from a visitor"},
		{Account: "a-9", Email: "nina@exemple.invalid"}:   {"from a member", "from a visitor"},
		{Account: "a-1"}: {"from a member"}, // the other is not confirmed: nobody has it yet
		{Account: "a-2", Email: "nobody@exemple.invalid"}:  nil,
		{Account: "a-7", Email: "atelier@exemple.invalid"}: {"from a member"},
		{Email: "a-9"}: nil,
	} {
		if got := of(t, h, who); !slices.Equal(got, want) {
			t.Errorf("%+v: %q, want %q", who, got, want)
		}
	}
}

// Who leaves takes along what they wrote and is taken out of what they got; a letter that nobody reads any more goes too,
// and so does what was written to a page that goes.
func TestForget(t *testing.T) {
	t.Parallel()
	kept := func(h *house, m message.Message) (message.Message, bool) {
		t.Helper()
		got, err := h.store.Message(t.Context(), m.ID)
		if err != nil && !errors.Is(err, fault.NotFound) {
			t.Fatal(err)
		}
		return got, err == nil
	}
	h := open(t)
	mine, other := write(t, h, member, about("mine")), write(t, h, message.Party{Account: "a-5", Name: "Omar"}, about("of another"))
	for range 2 {
		if err := h.Forget(t.Context(), message.Somebody{Account: "a-9", Email: "x@exemple.invalid"}, nil); err != nil {
			t.Fatal(err)
		}
	}
	if _, is := kept(h, mine); is {
		t.Error("what they wrote is kept")
	}
	if got, is := kept(h, other); !is || got.Rev != 1 {
		t.Errorf("the letter of another: %+v", got)
	}
	reader := message.Somebody{Account: "a-1", Email: "somewhere@exemple.invalid"}
	if err := h.Forget(t.Context(), reader, nil); err != nil {
		t.Fatal(err)
	}
	if got, is := kept(h, other); !is || len(got.To) != 1 || got.To[0].Account == "a-1" || len(got.Owes) != 1 || got.Owes[0].ID != got.To[0].Letter {
		t.Errorf("one of two readers left: %+v", got)
	}
	if err := h.Forget(t.Context(), message.Somebody{Account: "a-4", Email: "atelier@exemple.invalid"}, nil); err != nil {
		t.Fatal(err)
	}
	if _, is := kept(h, other); is {
		t.Error("a letter that nobody reads is kept")
	}
	last := write(t, h, message.Party{Account: "a-5", Name: "Omar"}, about("to a page that goes"))
	if err := h.Forget(t.Context(), message.Somebody{Account: "a-3", Email: "y@exemple.invalid"}, []string{"p-1"}); err != nil {
		t.Fatal(err)
	}
	if _, is := kept(h, last); is {
		t.Error("a letter to a page that is gone is kept")
	}
}

// What arrived at a page is counted: not what a visitor has not confirmed, nor what is over, nor what was written elsewhere.
func TestReceived(t *testing.T) {
	t.Parallel()
	h := open(t)
	received := func(page string, want int, wantMore bool) {
		t.Helper()
		if n, more, err := h.Received(t.Context(), page); err != nil || n != want || more != wantMore {
			t.Errorf("%d letters at %s, more %v, %v; want %d", n, page, more, err, want)
		}
	}
	received("p-1", 0, false)
	write(t, h, member, about("one"))
	write(t, h, member, about("two"))
	write(t, h, visitor, about("from a visitor"))
	received("p-1", 2, false)
	received("p-2", 0, false)
	answer := message.Message{ID: "answer", Page: message.Page{ID: "p-1"}, State: message.Sent, Answers: "x", Created: h.at, Expires: h.at.Add(time.Hour)}
	if err := h.store.InsertMessage(t.Context(), answer); err != nil {
		t.Fatal(err)
	}
	received("p-1", 2, false)
	for n := range page.MaxLimit {
		m := message.Message{ID: fmt.Sprint(n), Page: message.Page{ID: "p-1"}, State: message.Sent, Created: h.at.Add(time.Minute), Expires: h.at.Add(time.Hour)}
		if err := h.store.InsertMessage(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	received("p-1", page.MaxLimit, true)
	h.at = h.at.Add(2 * time.Hour)
	received("p-1", 0, true)
}
