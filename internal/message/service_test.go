package message_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/message"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
)

// house is a service on a real store, in a world of one page and a few people.
type house struct {
	*message.Service
	store   sqlite.Messages
	at      time.Time
	rung    int
	readers []message.Reader
	barred  string // an address that may not write
}

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{store: db.Messages(), at: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), readers: []message.Reader{{Party: message.Party{Account: "a-1"}}, {Party: message.Party{Email: "atelier@exemple.invalid"}}}}
	h.Service = message.New(h.store, h, h, func() time.Time { return h.at }, func() { h.rung++ })
	return h
}

// Readers implements message.Pages.
func (h *house) Readers(_ context.Context, slug string) (message.Page, []message.Reader, error) {
	if slug != "atelier" {
		return message.Page{}, nil, fault.NotFound
	}
	return message.Page{ID: "p-1", Slug: slug, Name: "Atelier"}, h.readers, nil
}

// Address implements message.People.
func (h *house) Address(_ context.Context, account, email string) (string, error) {
	if account != "" {
		email = account + "@exemple.invalid"
	}
	if email == h.barred {
		return "", fault.Forbidden
	}
	return email, nil
}

var (
	member  = message.Party{Account: "a-9", Name: "Marion"}
	visitor = message.Party{}
)

func letter() message.Draft {
	return message.Draft{Name: "Nina", Email: "nina@exemple.invalid", Subject: " Un  escalier ", Text: "Bonjour,\r\n\r\n\r\nun devis ?"}
}

func write(t *testing.T, h *house, from message.Party, d message.Draft) message.Message {
	t.Helper()
	m, err := h.Write(t.Context(), from, "atelier", d)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestMemberWrites(t *testing.T) {
	t.Parallel()
	h := open(t)
	m := write(t, h, member, letter())
	if m.State != message.Sent || m.Subject != "Un escalier" || m.Text != "Bonjour,\n\nun devis ?" || m.From.Email != "" || m.From.Name != "Marion" || h.rung != 1 {
		t.Errorf("%+v", m)
	}
	if len(m.To) != 2 || len(m.Owes) != 2 || m.To[0].Name != "Atelier" || m.To[0].Key == m.To[1].Key || !m.Expires.Equal(h.at.Add(365*24*time.Hour)) {
		t.Errorf("%+v", m)
	}
	if _, err := h.Write(t.Context(), member, "atelier", message.Draft{Subject: "UN ESCALIER", Text: "bonjour,\n\nun devis ?"}); !isField(err, message.FieldText) {
		t.Errorf("the same letter again: %v", err)
	}
}

func isField(err error, field string) bool {
	var wrong fault.Fields
	return errors.As(err, &wrong) && wrong[field] != ""
}

// The secrets of letters are kept until they have left, then only their digests.
func TestSecretsAreForgotten(t *testing.T) {
	t.Parallel()
	h := open(t)
	m := write(t, h, member, letter())
	for _, d := range m.Owes {
		for range 2 {
			if err := h.Sent(t.Context(), m.ID, d); err != nil {
				t.Fatal(err)
			}
		}
	}
	got, err := h.store.Message(t.Context(), m.ID)
	if err != nil || got.To[0].Sealed+got.To[1].Sealed != "" || got.Owes != nil {
		t.Errorf("%+v, %v", got, err)
	}
	if err := h.Sent(t.Context(), "swept", debt.Debt{}); err != nil {
		t.Error(err)
	}
	for i, p := range m.To {
		r, err := h.Open(t.Context(), m.ID, p.Sealed)
		if err != nil || r.Me.Letter != p.Letter || r.Mine {
			t.Errorf("reader %d: %+v, %v", i, r.Me, err)
		}
	}
	for _, wrong := range []string{"", "x", got.To[0].Key, m.ID} {
		if _, err := h.Open(t.Context(), m.ID, wrong); !errors.Is(err, message.ErrOver) {
			t.Errorf("%q opens the letter: %v", wrong, err)
		}
	}
}

func TestVisitorConfirms(t *testing.T) {
	t.Parallel()
	h := open(t)
	m := write(t, h, visitor, letter())
	if m.State != message.Unconfirmed || len(m.To) != 0 || len(m.Owes) != 1 || m.Owes[0].Kind != message.OwesConfirmation {
		t.Fatalf("%+v", m)
	}
	if again := write(t, h, visitor, letter()); again.From.Key != m.From.Key {
		t.Error("the same letter waits twice")
	}
	secret := m.From.Sealed
	if err := h.Answer(t.Context(), m.ID, secret, "À moi", false); !errors.Is(err, message.ErrOver) {
		t.Errorf("its writer answers it: %v", err)
	}
	if err := h.Block(t.Context(), m.ID, secret); !errors.Is(err, message.ErrOver) {
		t.Errorf("its writer blocks it: %v", err)
	}
	sent, err := h.Confirm(t.Context(), m.ID, secret)
	if err != nil || sent.State != message.Sent || len(sent.To) != 2 {
		t.Fatalf("%+v, %v", sent, err)
	}
	again, err := h.Confirm(t.Context(), m.ID, secret)
	if diff := cmp.Diff(sent, again); diff != "" || err != nil {
		t.Errorf("confirmed twice: %s%v", diff, err)
	}
	if _, err := h.Confirm(t.Context(), m.ID, sent.To[0].Sealed); !errors.Is(err, message.ErrOver) {
		t.Errorf("a reader confirms: %v", err)
	}
	if _, err := h.Write(t.Context(), visitor, "atelier", letter()); !isField(err, message.FieldText) {
		t.Errorf("the same letter again: %v", err)
	}
}

// Between the letter and its confirmation the page may have gone, and its writer may have been suspended.
func TestWhatChangesMeanwhile(t *testing.T) {
	t.Parallel()
	h := open(t)
	m := write(t, h, visitor, letter())
	h.barred = "nina@exemple.invalid"
	if _, err := h.Confirm(t.Context(), m.ID, m.From.Sealed); !errors.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	h.barred, h.readers = "", nil
	if _, err := h.Confirm(t.Context(), m.ID, m.From.Sealed); !errors.Is(err, message.ErrNobody) {
		t.Error(err)
	}
	if _, err := h.To(t.Context(), "atelier", true); !errors.Is(err, message.ErrNobody) {
		t.Error(err)
	}
	if _, err := h.Write(t.Context(), member, "ailleurs", letter()); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
	h.at = h.at.Add(48 * time.Hour)
	if _, err := h.Confirm(t.Context(), m.ID, m.From.Sealed); !errors.Is(err, message.ErrOver) {
		t.Error(err)
	}
	h.readers = []message.Reader{{Party: message.Party{Account: "a-1"}}}
	if again := write(t, h, visitor, letter()); again.From.Key == m.From.Key { // not swept yet
		t.Error("a letter that is over waits again")
	}
}

func TestAnswer(t *testing.T) {
	t.Parallel()
	h := open(t)
	m := write(t, h, member, letter())
	secret := m.To[1].Sealed
	if err := h.Answer(t.Context(), m.ID, secret, " \n", false); !isField(err, message.FieldText) {
		t.Error(err)
	}
	if err := h.Answer(t.Context(), m.ID, secret, "Oui.", true); err != nil {
		t.Fatal(err)
	}
	due, err := h.store.DueMessages(t.Context(), h.at, time.Minute, 9)
	if err != nil || len(due) != 2 {
		t.Fatalf("%d letters owe, %v", len(due), err)
	}
	a := due[0]
	if a.ID == m.ID {
		a = due[1]
	}
	if a.Answers != m.ID || !a.Shown || a.Subject != "Re : Un escalier" || a.From.Email != "atelier@exemple.invalid" || a.From.Name != "Atelier" || len(a.To) != 1 || a.To[0].Account != "a-9" || a.To[0].Name != "Marion" {
		t.Errorf("%+v", a)
	}
	if err := h.Answer(t.Context(), a.ID, a.To[0].Sealed, "Merci.", false); err != nil {
		t.Error(err)
	}
	if err := h.Answer(t.Context(), m.ID, secret, "Oui.", false); !isField(err, message.FieldText) {
		t.Errorf("the same answer twice: %v", err)
	}
}

func TestBlock(t *testing.T) {
	t.Parallel()
	h := open(t)
	m := write(t, h, member, letter())
	if err := h.Block(t.Context(), m.ID, m.To[0].Sealed); err != nil {
		t.Fatal(err)
	}
	next := func(from message.Party, said, email string) message.Message {
		return write(t, h, from, message.Draft{Name: "N", Email: email, Subject: "S", Text: said})
	}
	if got := next(member, "un", ""); len(got.To) != 1 || got.To[0].Email != "atelier@exemple.invalid" {
		t.Errorf("the other reader still reads: %+v", got.To)
	}
	if err := h.Block(t.Context(), m.ID, m.To[1].Sealed); err != nil {
		t.Fatal(err)
	}
	if got := next(member, "deux", ""); got.State != message.Blocked || got.Text != "" || got.Owes != nil {
		t.Errorf("%+v", got)
	}
	asked := next(visitor, "trois", "A-9@exemple.invalid") // the same person, without their account
	if got, err := h.Confirm(t.Context(), asked.ID, asked.From.Sealed); err != nil || got.State != message.Blocked {
		t.Errorf("%+v, %v", got, err)
	}
	if r, err := h.Open(t.Context(), m.ID, m.To[0].Sealed); err != nil || !r.Blocked {
		t.Errorf("%+v, %v", r, err)
	}
	if err := h.Unblock(t.Context(), m.ID, m.To[0].Sealed); err != nil {
		t.Fatal(err)
	}
	if got := next(member, "quatre", ""); len(got.To) != 1 || got.To[0].Account != "a-1" {
		t.Errorf("%+v", got.To)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	h := open(t)
	long := func(n int) string { return strings.Repeat("é", n) }
	for name, c := range map[string]struct {
		change func(*message.Draft)
		field  string
	}{
		"as it is":         {func(*message.Draft) {}, ""},
		"as long as it is": {func(d *message.Draft) { d.Name, d.Subject, d.Text = long(80), long(120), long(4000) }, ""},
		"no name":          {func(d *message.Draft) { d.Name = "\u200b" }, message.FieldName},
		"long name":        {func(d *message.Draft) { d.Name = long(81) }, message.FieldName},
		"no address":       {func(d *message.Draft) { d.Email = "nina" }, message.FieldEmail},
		"two addresses":    {func(d *message.Draft) { d.Email = "a@b.fr, c@d.fr" }, message.FieldEmail},
		"long address":     {func(d *message.Draft) { d.Email = strings.Repeat("x", 250) + "@b.fr" }, message.FieldEmail},
		"no subject":       {func(d *message.Draft) { d.Subject = "\r\n" }, message.FieldSubject},
		"long subject":     {func(d *message.Draft) { d.Subject = long(121) }, message.FieldSubject},
		"no text":          {func(d *message.Draft) { d.Text = "\x00" }, message.FieldText},
		"long text":        {func(d *message.Draft) { d.Text = long(4001) }, message.FieldText},
	} {
		d := letter()
		c.change(&d)
		if err := h.Check(d, false); (err == nil) != (c.field == "") || err != nil && !isField(err, c.field) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := h.Check(message.Draft{Subject: "S", Text: "T"}, true); err != nil {
		t.Errorf("a member says neither name nor address: %v", err)
	}
}
