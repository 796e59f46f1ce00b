package web_test

import (
	"net/url"
	"strings"

	"partant/internal/contact"
	"partant/views"
)

// atContact fills the parameters of a route of contacts: what the owner and other have exchanged, and the code of the owner.
func (c *cast) atContact(route string, values map[string]string) {
	if !strings.HasPrefix(route, "/contacts/") {
		return
	}
	c.h.t.Helper()
	ctx, owner, other := c.h.t.Context(), c.of["owner"].account.Viewer(), c.of["other"].account.Viewer()
	code, err := c.h.Contacts.MyCode(ctx, owner)
	var e contact.Exchange
	if err == nil {
		e, err = c.h.Contacts.Offer(ctx, other, code.Word, contact.Gift{Email: true})
	}
	if err == nil {
		_, err = c.h.Contacts.Answer(ctx, owner, e.ID, true, contact.Gift{Email: true})
	}
	if err != nil {
		c.h.t.Fatal(err)
	}
	values[":code"], values[":id"] = code.Word, e.ID
}

// contactForm is what the form behind a POST route of contacts asks for, rightly filled.
func contactForm(route string) url.Values {
	if route == "/contacts/:id" {
		return url.Values{views.FieldDo: {views.DoNote}, contact.FieldNote: {"Vue au salon"}}
	}
	return url.Values{contact.FieldEmail: {"oui"}}
}
