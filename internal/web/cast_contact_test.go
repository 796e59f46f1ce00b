package web_test

import (
	"errors"
	"net/url"
	"strings"

	"partant/internal/contact"
	"partant/internal/fault"
	"partant/internal/viewer"
	"partant/views"
)

// atContact fills the parameters of a route of contacts: the code of the owner, and what they and other have exchanged: a number, no
// address, since nobody else is told one. What stands already is not written again.
func (c *cast) atContact(route string, values map[string]string) {
	if !strings.HasPrefix(route, "/contacts/") {
		return
	}
	c.h.t.Helper()
	ctx, owner, other, gift := c.h.t.Context(), c.of["owner"].account.Viewer(), c.of["other"].account.Viewer(), contact.Gift{Phone: "0238000000"}
	code, err := c.h.Contacts.MyCode(ctx, owner)
	if errors.Is(err, fault.NotFound) {
		code, err = c.another(owner)
	}
	var e contact.Exchange
	if err == nil {
		_, e, err = c.h.Contacts.Read(ctx, other, code.Word)
	}
	if err == nil && e.Agreed.IsZero() {
		if e, err = c.h.Contacts.Offer(ctx, other, code.Word, gift); err == nil {
			_, err = c.h.Contacts.Answer(ctx, owner, e.ID, true, gift)
		}
	}
	if err != nil {
		c.h.t.Fatal(err)
	}
	values[":code"], values[":id"] = code.Word, e.ID
}

func (c *cast) another(v viewer.Viewer) (contact.Code, error) {
	if err := c.h.Contacts.Renew(c.h.t.Context(), v); err != nil {
		return contact.Code{}, err
	}
	return c.h.Contacts.MyCode(c.h.t.Context(), v)
}

// contactForm is what the form behind a POST route of contacts asks for, rightly filled.
func contactForm(route string) url.Values {
	if route == "/contacts/:id" {
		return url.Values{views.FieldDo: {views.DoNote}, contact.FieldNote: {"Vue au salon"}}
	}
	return url.Values{contact.FieldEmail: {"oui"}}
}
