package mailroom_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/mail/mailtest"
	"partant/internal/mailroom"
	"partant/internal/message"
)

// corner is a house with letters between people: a page that a member and a mailbox read for.
type corner struct {
	*house
	messages *message.Service
	box      mailroom.MessageBox
	claude   account.Account
}

// Readers implements message.Pages.
func (c *corner) Readers(context.Context, string) (message.Page, []message.Reader, error) {
	return message.Page{ID: "p-1", Slug: "atelier", Name: "Atelier"}, []message.Reader{{Party: message.Party{Account: c.claude.ID}}, {Party: message.Party{Email: "atelier@exemple.invalid"}}}, nil
}

// Address implements message.People.
func (c *corner) Address(ctx context.Context, id, email string) (string, error) {
	if id == "" {
		return email, nil
	}
	a, err := c.Get(ctx, id)
	return a.Email, err
}

func (h *house) admit(name string) account.Account {
	h.t.Helper()
	a, err := h.Admit(h.t.Context(), account.Entry{Name: name, Email: strings.ToLower(name) + "@exemple.invalid", Adult: true, Terms: true}, "")
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

func openCorner(t *testing.T) *corner {
	t.Helper()
	c := &corner{house: open(t)}
	c.claude = c.admit("Claude")
	c.empty(1) // the welcome
	c.messages = message.New(c.db.Messages(), c, c, c.now, func() {})
	c.box = mailroom.MessageBox{Site: site(), Store: c.db.Messages(), Accounts: c.Service, Done: c.messages.Sent}
	c.Mailroom = c.with(c.box)
	return c
}

func (c *corner) write(from message.Party, d message.Draft) message.Message {
	c.t.Helper()
	m, err := c.messages.Write(c.t.Context(), from, "atelier", d)
	if err != nil {
		c.t.Fatal(err)
	}
	return m
}

// got is the last letter that an address got.
func (h *house) got(to string) mailtest.Received {
	h.t.Helper()
	all := h.server.Received()
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].To == to {
			return all[i]
		}
	}
	h.t.Fatalf("%s got nothing", to)
	return mailtest.Received{}
}

func (h *house) says(l mailtest.Received, words ...string) {
	h.t.Helper()
	for _, w := range words {
		if !strings.Contains(plain(l.Text), w) {
			h.t.Errorf("the letter « %s » does not say %q:\n%s", l.Subject, w, l.Text)
		}
	}
}

// plain is a text with the spaces that people type.
func plain(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(text)), " ")
}

var nina = message.Draft{Name: "Nina", Email: "nina@exemple.invalid", Subject: "Un escalier", Text: "Bonjour,\n\nun devis ?"}

// A visitor is first asked whether the address is theirs; then each reader gets a letter of their own.
func TestMessageOfAVisitor(t *testing.T) {
	t.Parallel()
	c := openCorner(t)
	m := c.write(message.Party{}, nina)
	secret := m.From.Sealed
	c.empty(1)
	c.empty(0)
	asked := c.got("nina@exemple.invalid")
	if plain(asked.Subject) != "Confirmez votre lettre à Atelier" {
		t.Errorf("subject %q", asked.Subject)
	}
	c.says(asked, "https://partant.example/messages/"+m.ID+"/"+secret, "effacée dans deux jours")
	if strings.Contains(string(asked.Raw), "un devis") || strings.Contains(asked.Text, "un devis") {
		t.Error("an address that nobody has confirmed is sent what a stranger typed")
	}
	if _, err := c.messages.Confirm(t.Context(), m.ID, secret); err != nil {
		t.Fatal(err)
	}
	c.empty(2)
	c.empty(0)
	var links []string
	for _, to := range []string{"claude@exemple.invalid", "atelier@exemple.invalid"} {
		l := c.got(to)
		c.says(l, "Nina a écrit à votre page « Atelier » sur Partant Loiret.", "un devis ?", "ne montre l'adresse de personne", "/bloquer", "/signaler")
		if plain(l.Subject) != "Nina vous écrit : Un escalier" || strings.Contains(string(l.Raw), "nina@") || l.Header.Get("Reply-To") != "" {
			t.Errorf("%s:\n%s", to, l.Raw)
		}
		links = append(links, l.Text[strings.Index(l.Text, "/messages/"):])
	}
	if strings.Fields(links[0])[0] == strings.Fields(links[1])[0] {
		t.Error("two readers have one link")
	}
	c.says(c.got("claude@exemple.invalid"), "Bonjour Claude,")
	stored, err := c.db.Messages().Message(t.Context(), m.ID)
	if err != nil || len(stored.Owes) != 0 || stored.To[0].Sealed+stored.To[1].Sealed != "" {
		t.Errorf("once they have left: %+v, %v", stored, err)
	}
}

// An answer shows where its writer reads when they say so, and only then.
func TestMessageThatShowsItsAddress(t *testing.T) {
	t.Parallel()
	c := openCorner(t)
	omar := c.admit("Omar")
	m := c.write(message.Party{Account: omar.ID, Name: "Omar"}, nina)
	for _, p := range m.To[:1] {
		if err := c.messages.Answer(t.Context(), m.ID, p.Sealed, "Oui, en chêne.", true); err != nil {
			t.Fatal(err)
		}
	}
	c.empty(4) // a welcome, two readers, the answer
	l := c.got("omar@exemple.invalid")
	if plain(l.Subject) != "Atelier vous répond : Re : Un escalier" || !strings.Contains(l.Header.Get("Reply-To"), "claude@exemple.invalid") {
		t.Errorf("%q, Reply-To %q", l.Subject, l.Header.Get("Reply-To"))
	}
	c.says(l, "Oui, en chêne.", "Atelier vous montre son adresse : claude@exemple.invalid")
}

// A letter whose reader is gone leaves to nobody, and does not keep the others.
func TestMessageToNobody(t *testing.T) {
	t.Parallel()
	c := openCorner(t)
	m := c.write(message.Party{Account: c.admit("Omar").ID, Name: "Omar"}, nina)
	c.empty(3) // a welcome, two readers
	again := nina
	again.Subject = "Une rampe"
	m = c.write(message.Party{Account: m.From.Account, Name: "Omar"}, again)
	if err := c.db.Accounts().Remove(t.Context(), c.claude.ID); err != nil {
		t.Fatal(err)
	}
	c.empty(1)
	if l := c.got("atelier@exemple.invalid"); plain(l.Subject) != "Omar vous écrit : Une rampe" {
		t.Errorf("%q", l.Subject)
	}
	stored, err := c.db.Messages().Message(t.Context(), m.ID)
	if err != nil || len(stored.Owes) != 0 {
		t.Errorf("%+v, %v", stored.Owes, err)
	}
}

// What a letter owes waits while the server is away, and ends with the letter.
func TestMessagesWait(t *testing.T) {
	t.Parallel()
	c := openCorner(t)
	c.server.Misbehave(mailtest.Faults{Down: true})
	m := c.write(message.Party{}, nina)
	c.empty(0)
	owed, err := c.box.Take(t.Context(), c.now(), time.Minute)
	if err != nil || len(owed) != 0 {
		t.Errorf("while it is leased: %+v, %v", owed, err)
	}
	c.pass(time.Minute)
	owed, err = c.box.Take(t.Context(), c.now(), time.Minute)
	if err != nil || len(owed) != 1 || owed[0].Tries != 1 || !owed[0].Until.Equal(m.Expires) {
		t.Fatalf("%+v, %v", owed, err)
	}
	if err := owed[0].Later(t.Context(), c.now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	c.server.Misbehave(mailtest.Faults{})
	c.pass(30 * time.Minute)
	c.empty(0) // not yet
	c.pass(31 * time.Minute)
	c.empty(1)
	if err := owed[0].Sent(t.Context()); err != nil { // said twice
		t.Error(err)
	}
}

// A store that is away is said, and nothing is lost.
type awayAccounts struct{}

func (awayAccounts) Get(context.Context, string) (account.Account, error) {
	return account.Account{}, fault.Unavailable
}

func TestMessageBoxSaysThatTheStoreIsAway(t *testing.T) {
	t.Parallel()
	c := openCorner(t)
	c.write(message.Party{Account: c.admit("Omar").ID, Name: "Omar"}, nina)
	c.box.Accounts = awayAccounts{}
	if _, err := c.box.Take(t.Context(), c.now(), time.Minute); !errors.Is(err, fault.Unavailable) {
		t.Errorf("error %v", err)
	}
	c.pass(time.Minute)
	c.empty(3)
}
