package comment_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"partant/internal/comment"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/viewer"
)

func hosting(t *testing.T) *house {
	t.Helper()
	h := open(t)
	h.Hosting(func(email string) string { return "empreinte-" + strings.ToLower(email) })
	return h
}

func (h *house) ask(t *testing.T, words string) (c comment.Comment, secret string) {
	t.Helper()
	c, err := h.Ask(t.Context(), comment.GuestDraft{Target: subject, Name: " Odile ", Email: "odile@exemple.invalid", Body: words})
	if err != nil {
		t.Fatal(err)
	}
	return c, c.Guest.Sealed
}

func kinds(c comment.Comment) (all []string) {
	for _, d := range c.Owes {
		all = append(all, d.Kind)
	}
	slices.Sort(all)
	return all
}

// What a guest writes is held until they confirm it and a moderator lets it through; then it is counted, told of and shown.
func TestGuest(t *testing.T) {
	t.Parallel()
	h := hosting(t)
	c, secret := h.ask(t, "Nous **aussi**.")
	if c.Guest.Name != "Odile" || c.Guest.State != comment.Unconfirmed || !slices.Equal(kinds(c), []string{comment.OwesEnd, comment.OwesLetter}) {
		t.Errorf("%+v %v", c.Guest, kinds(c))
	}
	if again, _ := h.ask(t, "nous **aussi**. "); again.ID != c.ID {
		t.Error("the same words twice are two answers")
	}
	if _, err := h.Get(t.Context(), c.ID); !errors.Is(err, fault.NotFound) {
		t.Errorf("held, and there: %v", err)
	}
	if _, err := h.Accept(t.Context(), judge, c.ID); !errors.Is(err, fault.Conflict) {
		t.Errorf("accepted before it is confirmed: %v", err)
	}
	for range 2 {
		if got, err := h.Confirm(t.Context(), c.ID, secret); err != nil || got.Guest.State != comment.Waiting {
			t.Errorf("%+v, %v", got.Guest, err)
		}
	}
	for v, want := range map[viewer.Viewer]error{nobody: fault.SignedOut, claude: fault.Forbidden} {
		_, err := h.Accept(t.Context(), v, c.ID)
		_, failed := h.Waiting(t.Context(), v, page.Req{})
		if !errors.Is(err, want) || !errors.Is(failed, want) {
			t.Errorf("%+v: %v, %v", v, err, failed)
		}
	}
	if _, err := h.Answer(t.Context(), claude, comment.Draft{Target: subject, Voice: "p-1", Parent: c.ID, Body: "Ah ?"}); !isField(err, comment.FieldBody) {
		t.Errorf("what is held is answered: %v", err)
	}
	h.at = h.at.Add(time.Hour)
	got, err := h.Accept(t.Context(), judge, c.ID)
	if err != nil || got.Held() || got.Place == "" || !got.Created.Equal(h.at) || !slices.Equal(kinds(got), []string{comment.OwesNotice, comment.OwesCount, comment.OwesLetter}) {
		t.Errorf("%+v %v, %v", got, kinds(got), err)
	}
	if _, err := h.Accept(t.Context(), judge, c.ID); !errors.Is(err, fault.Conflict) {
		t.Errorf("twice: %v", err)
	}
	for _, d := range got.Owes {
		if d.Kind == comment.OwesLetter {
			if err := h.Sent(t.Context(), c.ID, d); err != nil {
				t.Fatal(err)
			}
		}
	}
	kept, err := h.Get(t.Context(), c.ID)
	if err != nil || kept.Guest.Email+kept.Guest.Sealed != "" || kept.Guest.Key == "" {
		t.Errorf("the address outlives its use: %+v, %v", kept.Guest, err)
	}
	if read := h.read(t); !slices.Equal(read, []string{"Nous **aussi**."}) {
		t.Errorf("%q", read)
	}
	if err := h.TakeBack(t.Context(), c.ID, secret+"x"); !errors.Is(err, comment.ErrOver) {
		t.Error(err)
	}
	if err := h.TakeBack(t.Context(), c.ID, secret); err != nil {
		t.Fatal(err)
	}
	if gone, err := h.Get(t.Context(), c.ID); err != nil || !gone.IsDeleted() || gone.Guest != nil || !slices.Equal(kinds(gone), []string{comment.OwesCount}) {
		t.Errorf("%+v, %v", gone, err)
	}
	if _, err := h.OfGuest(t.Context(), c.ID, secret); !errors.Is(err, comment.ErrOver) {
		t.Error(err)
	}
}

func TestGuestIsRefused(t *testing.T) {
	t.Parallel()
	h := hosting(t)
	for field, d := range map[string]comment.GuestDraft{
		comment.FieldName:  {Target: subject, Email: "o@exemple.invalid", Body: "x"},
		comment.FieldEmail: {Target: subject, Name: "Odile", Email: "o@exemple", Body: "x"},
		comment.FieldBody:  {Target: subject, Name: "Odile", Email: "o@exemple.invalid"},
	} {
		_, err := h.Ask(t.Context(), d)
		_, failed := h.CheckGuest(t.Context(), d)
		if !isField(err, field) || !isField(failed, field) {
			t.Errorf("%s: %v, %v", field, err, failed)
		}
	}
	c, secret := h.ask(t, "De la réclame.")
	if _, err := h.Confirm(t.Context(), c.ID, secret); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Refuse(t.Context(), judge, c.ID, " "); !isField(err, comment.FieldReason) {
		t.Error(err)
	}
	got, err := h.Refuse(t.Context(), judge, c.ID, "C'est de la réclame.")
	if err != nil || got.Guest.Reason != "C'est de la réclame." || !slices.Equal(kinds(got), []string{comment.OwesLetter}) {
		t.Errorf("%+v, %v", got, err)
	}
	if err := h.Sent(t.Context(), c.ID, got.Owes[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := h.store.Get(t.Context(), c.ID); !errors.Is(err, fault.NotFound) {
		t.Errorf("something is left: %v", err)
	}
	h.closed = true
	if _, err := h.Ask(t.Context(), comment.GuestDraft{Target: subject, Name: "Odile", Email: "o@exemple.invalid", Body: "x"}); !errors.Is(err, comment.ErrClosed) {
		t.Error(err)
	}
}

// What nobody confirms goes after two days, what nobody reads after thirty; what is published stays.
func TestGuestSweep(t *testing.T) {
	t.Parallel()
	h := hosting(t)
	forgotten, _ := h.ask(t, "Oubliée")
	unread, secret := h.ask(t, "Pas lue")
	if _, err := h.Confirm(t.Context(), unread.ID, secret); err != nil {
		t.Fatal(err)
	}
	there := func(c comment.Comment) bool {
		if err := h.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		_, err := h.store.Get(t.Context(), c.ID)
		return err == nil
	}
	h.at = h.at.Add(comment.UnconfirmedKept - time.Second)
	if !there(forgotten) {
		t.Error("gone too early")
	}
	h.at = h.at.Add(2 * time.Second)
	if there(forgotten) || !there(unread) {
		t.Error("two days later")
	}
	h.at = h.at.Add(comment.WaitingKept)
	if there(unread) {
		t.Error("thirty days later")
	}
}

// Whoever signs up with the address gets what it wrote: at first in their name alone, then in that of their page; and takes it
// along when they leave.
func TestGuestIsAdopted(t *testing.T) {
	t.Parallel()
	h := hosting(t)
	accepted := func(words string) comment.Comment {
		c, secret := h.ask(t, words)
		_, err := h.Confirm(t.Context(), c.ID, secret)
		if err == nil {
			c, err = h.Accept(t.Context(), judge, c.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	adopt := func(email, person string) {
		for range 2 {
			if err := h.Adopt(t.Context(), "a-9", email, person); err != nil {
				t.Fatal(err)
			}
		}
	}
	get := func(c comment.Comment) comment.Comment {
		got, err := h.Get(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	c := accepted("Avant mon compte")
	adopt("autre@exemple.invalid", "")
	if got := get(c); got.By != (viewer.Author{}) {
		t.Errorf("another's: %+v", got.By)
	}
	adopt("Odile@exemple.invalid", "")
	if got := get(c); got.By != (viewer.Author{Account: "a-9"}) || got.Guest.Name != "Odile" {
		t.Errorf("%+v", got)
	}
	adopt("odile@exemple.invalid", "p-9")
	if got := get(c); got.By != (viewer.Author{Page: "p-9", Account: "a-9"}) || got.Guest != nil || got.Body != c.Body {
		t.Errorf("%+v", got)
	}
	other := accepted("Sans page")
	adopt("odile@exemple.invalid", "")
	for range 2 {
		if err := h.Forget(t.Context(), "a-9", []string{"p-9"}); err != nil {
			t.Fatal(err)
		}
	}
	if a, b := get(c), get(other); !a.IsDeleted() || !b.IsDeleted() {
		t.Errorf("%+v, %+v", a, b)
	}
}

// Who is named is owed the word once, whatever is changed later.
func TestNaming(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.Naming(namer{})
	c := h.say(t, claude, "p-1", "", "Voyez @heron.")
	if !slices.Equal(c.Named, []string{"heron"}) || !slices.Equal(kinds(c), []string{comment.OwesNotice, comment.OwesCount, comment.OwesNaming}) || !strings.Contains(c.HTML, "<b>@heron</b>") {
		t.Errorf("%+v", c)
	}
	var owed string
	for _, d := range c.Owes {
		if d.Kind == comment.OwesNaming {
			owed = d.ID
		}
		if err := h.store.Settle(t.Context(), c.ID, d); err != nil {
			t.Fatal(err)
		}
	}
	edited, err := h.Edit(t.Context(), claude, c.ID, "Voyez donc @heron.")
	if err != nil || slices.Contains(kinds(edited), comment.OwesNaming) {
		t.Errorf("told again: %+v, %v", edited.Owes, err)
	}
	if edited, err = h.Edit(t.Context(), claude, c.ID, "Voyez donc @heron et @grue."); err != nil || !slices.ContainsFunc(edited.Owes, func(d debt.Debt) bool { return d.ID == owed }) {
		t.Errorf("%+v, %v", edited.Owes, err)
	}
	if _, err := h.Answer(t.Context(), claude, comment.Draft{Target: subject, Voice: "p-1", Body: "@trop"}); !isField(err, comment.FieldBody) {
		t.Error(err)
	}
}

// namer knows two pages.
type namer struct{}

func (namer) Link(_ context.Context, html string) (string, []string, error) {
	if strings.Contains(html, "@trop") {
		return "", nil, fault.Invalid
	}
	var pages []string
	for _, slug := range []string{"heron", "grue"} {
		if strings.Contains(html, "@"+slug) {
			pages = append(pages, slug)
			html = strings.ReplaceAll(html, "@"+slug, "<b>@"+slug+"</b>")
		}
	}
	return html, pages, nil
}
