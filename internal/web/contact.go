package web

import (
	"context"
	"errors"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/contact"
	"partant/internal/fault"
	"partant/internal/limit"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/qr"
	"partant/internal/text"
	"partant/internal/vcard"
	"partant/views"
)

func contactPath(id string) string { return "/contacts/" + url.PathEscape(id) }

// contacts is /contacts: who offers to a member, to whom they offer, and with whom they have exchanged.
func (s *site) contacts(c *fiber.Ctx) error {
	cursor, err := page.ParseCursor(c.Query("suite"))
	if err != nil {
		return fault.NotFound
	}
	p := views.ContactsPage{Chrome: s.chrome(c, "Mes contacts", views.NavMe), First: cursor.IsZero()}
	list, err := s.contactCards(c, contact.Contacts, page.Req{Cursor: cursor})
	p.List, p.Next = list.Items, after("/contacts", list.Next)
	for l, into := range map[contact.List]*[]views.ContactCard{contact.Received: &p.Received, contact.Sent: &p.Sent} {
		if err == nil && p.First {
			list, err = s.contactCards(c, l, page.Req{Limit: page.MaxLimit})
			*into = list.Items
		}
	}
	if err != nil {
		return err
	}
	return show(c, views.Contacts(p))
}

func (s *site) contactCards(c *fiber.Ctx, l contact.List, req page.Req) (cards page.Of[views.ContactCard], err error) {
	list, err := s.Contacts.List(c.UserContext(), who(c).viewer(), l, req)
	if err != nil {
		return cards, err
	}
	cards.Next = list.Next
	cards.Items, err = s.contactsOf(c, list.Items)
	return cards, err
}

// contactsOf are exchanges as one of their two sees them.
func (s *site) contactsOf(c *fiber.Ctx, list []contact.Exchange) (cards []views.ContactCard, err error) {
	me := who(c).account.ID
	var pages []string
	for i := range list {
		if _, theirs := list[i].Sides(me); theirs != nil {
			pages = append(pages, theirs.Gives.Page)
		}
	}
	lines, err := s.bylines(c.UserContext(), distinct(pages))
	met := map[string]views.Link{"": {}} // many meet at one event
	for i := range list {
		e := &list[i]
		mine, theirs := otherSide(e, me)
		card := views.ContactCard{ID: e.ID, Gives: theirs.Gives, Gave: mine.Gives, Note: mine.Note, By: lines[theirs.Gives.Page], At: views.Day(e.At().In(clock.Paris))}
		if link, known := met[e.Event]; known {
			card.Met = link
		} else if err == nil {
			card.Met, err = s.metAt(c, e.Event)
			met[e.Event] = card.Met
		}
		cards = append(cards, card)
	}
	return cards, err
}

// otherSide is what an account has in an exchange, and the other side, of which nothing may be left.
func otherSide(e *contact.Exchange, me string) (mine, theirs *contact.Side) {
	if e.From.Account == me {
		return &e.From, &e.To
	}
	return &e.To, &e.From
}

// metAt is the event at which two met, when its reader may see it still.
func (s *site) metAt(c *fiber.Ctx, event string) (views.Link, error) {
	e, err := s.Events.Get(c.UserContext(), who(c).viewer(), event)
	if errors.Is(err, fault.NotFound) || errors.Is(err, fault.Gone) {
		return views.Link{}, nil
	}
	return views.Link{Text: e.Title, URL: meetPath(e.Slug)}, err
}

// myCode is /contacts/code: what a member shows to be read.
func (s *site) myCode(c *fiber.Ctx) error {
	code, err := s.Contacts.MyCode(c.UserContext(), who(c).viewer())
	if errors.Is(err, fault.NotFound) {
		return show(c, views.NoCode(s.chrome(c, "Mon code", views.NavMe)))
	}
	if err != nil {
		return err
	}
	me, err := s.People.Person(c.UserContext(), who(c).account.ID)
	if err != nil {
		return err
	}
	p := views.MyCodePage{Chrome: s.chrome(c, "Mon code", views.NavMe), Name: me.Name, URL: s.canonical("/contacts/code/" + code.Word)}
	p.Chrome.NoIndex = true
	path, size, err := qr.Path(p.URL)
	if err != nil {
		return err
	}
	side := strconv.Itoa(size)
	p.Path, p.Size = path, "0 0 "+side+" "+side
	c.Set("Referrer-Policy", "same-origin")
	return show(c, views.MyCode(p))
}

// renewCode gives a member another code.
func (s *site) renewCode(c *fiber.Ctx) error {
	_, none := s.Contacts.MyCode(c.UserContext(), who(c).viewer())
	err := s.Limits.Allow(c.UserContext(), limit.Rework, limit.Member(who(c).account.ID))
	if err == nil {
		err = s.Contacts.Renew(c.UserContext(), who(c).viewer())
	}
	if err != nil {
		return err
	}
	if errors.Is(none, fault.NotFound) {
		return seeOther(c, "/contacts/code")
	}
	s.say(c, views.ToneDone, "Vous avez un autre code. Celui d'avant ne mène plus nulle part ; vos contacts restent.")
	return seeOther(c, "/contacts/code")
}

// codeRead is what a code leads to: whose it is, and what there is to do.
func (s *site) codeRead(c *fiber.Ctx) (p views.ContactCodePage, err error) {
	c.Set("Referrer-Policy", "same-origin") // the address is a secret; without any referrer the form would have no origin
	ctx, v := c.UserContext(), who(c).viewer()
	if err := s.Limits.Allow(ctx, limit.ReadCode, limit.Member(v.Account)); err != nil {
		return p, err
	}
	of, e, err := s.Contacts.Read(ctx, v, c.Params("code"))
	if err != nil {
		return p, err
	}
	p = views.ContactCodePage{Chrome: s.chrome(c, "Échanger nos coordonnées", views.NavNone), Code: c.Params("code"), Name: of.Name}
	p.Chrome.NoIndex = true
	lines, err := s.bylines(ctx, distinct([]string{of.Page}))
	if p.By = lines[of.Page]; err != nil {
		return p, err
	}
	var given contact.Card
	if mine, theirs := e.Sides(v.Account); mine != nil && mine.Gone.IsZero() {
		given = mine.Gives
		p.Waits = mine == &e.From && (e.State == contact.Offered || e.State == contact.Refused)
		if p.Known = e.State == contact.Agreed && theirs.Gone.IsZero(); p.Known || e.State == contact.Offered {
			p.ID = e.ID
		}
	}
	p.Gift, err = s.giftForm(ctx, v.Account, given)
	return p, err
}

// giftForm is what somebody may give, filled in as they gave it before, or as it is proposed.
func (s *site) giftForm(ctx context.Context, account string, given contact.Card) (f views.GiftForm, err error) {
	me, err := s.People.Person(ctx, account)
	if err != nil {
		return f, err
	}
	f = views.GiftForm{Name: me.Name, Email: me.Email, Gift: contact.GiftOf(&me, given)}
	f.Gift.Phone = profile.FormatPhone(f.Gift.Phone)
	lines, err := s.bylines(ctx, distinct([]string{me.Page}))
	f.Page = lines[me.Page]
	return f, err
}

func (s *site) giftTyped(c *fiber.Ctx) contact.Gift {
	return contact.Gift{Page: typed(c, contact.FieldPage) != "", Email: typed(c, contact.FieldEmail) != "", Phone: typed(c, contact.FieldPhone)}
}

// readCode is /contacts/code/{code}: what the camera of a phone opens.
func (s *site) readCode(c *fiber.Ctx) error {
	p, err := s.codeRead(c)
	switch {
	case errors.Is(err, contact.ErrOwn):
		return seeOther(c, "/contacts/code")
	case errors.Is(err, fault.NotFound):
		return s.contactCodeOver(c)
	case err != nil:
		return err
	}
	return show(c, views.ContactCode(p))
}

func (s *site) contactCodeOver(c *fiber.Ctx) error {
	return show(c.Status(fiber.StatusNotFound), views.ContactCodeOver(s.letterChrome(c, "Ce code ne mène plus à personne")))
}

// offerContact offers to exchange with whose code was read.
func (s *site) offerContact(c *fiber.Ctx) error {
	p, err := s.codeRead(c)
	var e contact.Exchange
	if err == nil {
		p.Gift.Gift = s.giftTyped(c)
		if err = s.Limits.Allow(c.UserContext(), limit.Exchange, limit.Member(who(c).account.ID)); err == nil {
			e, err = s.Contacts.Offer(c.UserContext(), who(c).viewer(), p.Code, p.Gift.Gift)
		}
	}
	switch {
	case errors.Is(err, contact.ErrOwn):
		return seeOther(c, "/contacts/code")
	case errors.Is(err, fault.NotFound):
		return s.contactCodeOver(c)
	case errors.As(err, &p.Wrong):
		return show(c.Status(fiber.StatusUnprocessableEntity), views.ContactCode(p))
	case err != nil:
		return err
	}
	said := "C'est parti. Vous lirez ce que " + p.Name + " vous donne dès qu'il ou elle aura dit oui."
	if e.State == contact.Agreed {
		said = "C'est fait : vous vous trouvez l'un l'autre dans vos contacts."
	}
	s.say(c, views.ToneDone, said)
	return seeOther(c, "/contacts")
}

// contactOf is one exchange as a member sees it.
func (s *site) contactOf(c *fiber.Ctx) (p views.ContactPage, e contact.Exchange, err error) {
	ctx, v := c.UserContext(), who(c).viewer()
	if e, err = s.Contacts.Get(ctx, v, c.Params("id")); err != nil {
		return p, e, err
	}
	cards, err := s.contactsOf(c, []contact.Exchange{e})
	if err != nil {
		return p, e, err
	}
	mine, _ := otherSide(&e, v.Account)
	p = views.ContactPage{Card: cards[0], Asks: e.State == contact.Offered && mine == &e.To, Waits: e.State == contact.Offered && mine == &e.From, Note: mine.Note}
	p.Chrome = s.chrome(c, p.Card.Name(), views.NavMe)
	p.Gift, err = s.giftForm(ctx, v.Account, mine.Gives)
	return p, e, err
}

// contact is /contacts/{id}.
func (s *site) contact(c *fiber.Ctx) error {
	p, _, err := s.contactOf(c)
	if err != nil {
		return err
	}
	return show(c, views.Contact(p))
}

// contactCard is /contacts/{id}/carte.vcf: what a contact gave, for an address book.
func (s *site) contactCard(c *fiber.Ctx) error {
	p, e, err := s.contactOf(c)
	if err == nil && (e.State != contact.Agreed || p.Card.Gives.IsZero()) {
		err = fault.NotFound
	}
	if err != nil {
		return err
	}
	card := vcard.Card{UID: e.ID, Name: p.Card.Gives.Name, Email: p.Card.Gives.Email, Phone: p.Card.Gives.Phone, Note: p.Note, Changed: e.At()}
	if p.Card.By.Slug != "" {
		card.URL = s.canonical("/fiches/" + url.PathEscape(p.Card.By.Slug))
	}
	file, err := vcard.Write(card)
	if err != nil {
		return err
	}
	c.Attachment(text.Slug(card.Name) + ".vcf")
	c.Set(fiber.HeaderContentType, vcard.Type)
	return c.Send(file)
}

// changeContact answers an offer, writes a note, gives something else, or takes a contact away.
func (s *site) changeContact(c *fiber.Ctx) error {
	ctx, v, one := c.UserContext(), who(c).viewer(), c.Params("id")
	if err := s.Limits.Allow(ctx, limit.Exchange, limit.Member(v.Account)); err != nil {
		return err
	}
	gift, note, do := s.giftTyped(c), typed(c, contact.FieldNote), typed(c, views.FieldDo)
	var err error
	to, said := contactPath(one), "C'est noté."
	switch do {
	case views.DoAccept:
		_, err = s.Contacts.Answer(ctx, v, one, true, gift)
		said = "C'est fait : vous vous trouvez l'un l'autre dans vos contacts."
	case views.DoDecline:
		_, err = s.Contacts.Answer(ctx, v, one, false, gift)
		to = "/contacts"
	case views.DoGive:
		err = s.Contacts.Change(ctx, v, one, gift)
	case views.DoNote:
		err = s.Contacts.Note(ctx, v, one, note)
	case views.DoTakeBack:
		err = s.Contacts.Drop(ctx, v, one)
		to, said = "/contacts", "C'est fait : ce que vous aviez donné est repris, et effacé."
	default:
		err = fault.Invalid
	}
	var wrong fault.Fields
	if errors.As(err, &wrong) {
		return s.contactAgain(c, wrong, gift, note, do)
	}
	if errors.Is(err, contact.ErrOver) {
		s.say(c, views.ToneInfo, "Cette proposition n'attend plus de réponse.")
		return seeOther(c, "/contacts")
	}
	if err != nil {
		return err
	}
	s.say(c, views.ToneDone, said)
	return seeOther(c, to)
}

// contactAgain shows a contact with what was typed and is wrong.
func (s *site) contactAgain(c *fiber.Ctx, wrong fault.Fields, gift contact.Gift, note, do string) error {
	p, _, err := s.contactOf(c)
	if err != nil {
		return err
	}
	if p.Wrong = wrong; do == views.DoNote {
		p.Note = note
	} else {
		p.Gift.Gift = gift
	}
	return show(c.Status(fiber.StatusUnprocessableEntity), views.Contact(p))
}
