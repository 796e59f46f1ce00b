package web

import (
	"errors"
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/profile"
	"partant/internal/webhook"
	"partant/views"
)

// relays is /fiches/{slug}/relais: the programs that are told what becomes of the events of a page.
func (s *site) relays(c *fiber.Ctx) error {
	of, err := s.profileAt(c, who(c).viewer())
	if err != nil {
		return err
	}
	return s.showRelays(c, &of, views.RelaysPage{Draft: freshRelay()})
}

func (s *site) showRelays(c *fiber.Ctx, of *profile.Profile, p views.RelaysPage) error {
	d, err := s.Webhooks.Desk(c.UserContext(), who(c).viewer(), of.ID)
	if err != nil {
		return err
	}
	p.Chrome = s.chrome(c, "Prévenir un autre logiciel : "+of.Name, views.NavNone)
	p.Chrome.NoIndex = true
	p.Slug, p.Name, p.Key, p.Most = of.Slug, of.Name, id.New(), len(d.Hooks) >= webhook.Most
	for i := range d.Hooks {
		p.Hooks = append(p.Hooks, relayShown(&d.Hooks[i]))
	}
	if len(p.Wrong) > 0 {
		c.Status(statusOf(p.Wrong))
	}
	return show(c, views.Relays(p))
}

// freshRelay is the form of a program that is told all.
func freshRelay() views.RelayDraft { return views.RelayDraft{Kinds: slices.Clone(webhook.Kinds[:])} }

// relaySaid is how much of what was said to a program is shown.
const relaySaid = 8

func relayShown(h *webhook.Hook) views.Relay {
	r := views.Relay{ID: h.ID, URL: h.URL, Kinds: h.Kinds, Since: views.Day(h.Since.In(clock.Paris)), Stopped: !h.Stopped.IsZero()}
	for _, m := range slices.Backward(h.Messages) {
		if len(r.Said) == relaySaid {
			break
		}
		one := views.RelaySaid{Kind: m.Kind, State: m.State, Status: m.Status, At: views.Moment(m.At.In(clock.Paris)), Tried: !m.Tried.IsZero()}
		r.Said = append(r.Said, one)
	}
	return r
}

// changeRelays does what the page of relays asks for.
func (s *site) changeRelays(c *fiber.Ctx) error {
	of, err := s.profileAt(c, who(c).viewer())
	if err == nil {
		err = s.mayManage(c)
	}
	if err != nil {
		return err
	}
	ctx, v, hook := c.UserContext(), who(c).viewer(), typed(c, views.FieldRelay)
	d := webhook.Draft{Key: typed(c, views.FieldKey), URL: typed(c, webhook.FieldURL)}
	for _, k := range c.Request().PostArgs().PeekMulti(webhook.FieldKinds) {
		d.Kinds = append(d.Kinds, string(k))
	}
	p := views.RelaysPage{Draft: views.RelayDraft{URL: d.URL}}
	for _, k := range d.Kinds {
		p.Draft.Kinds = append(p.Draft.Kinds, webhook.Kind(k))
	}
	said := ""
	switch typed(c, views.FieldDo) {
	case views.DoRelayAdd:
		var h webhook.Hook
		if h, err = s.Webhooks.Add(ctx, v, of.ID, d); err == nil {
			return s.showRelays(c, &of, views.RelaysPage{Draft: freshRelay(), Secret: s.Webhooks.Secret(&h), SecretOf: h.URL})
		}
	case views.DoRelayTurn:
		var secret string
		if secret, err = s.Webhooks.Turn(ctx, v, of.ID, hook); err == nil {
			return s.showRelays(c, &of, views.RelaysPage{Draft: freshRelay(), Secret: secret, Turned: true})
		}
	case views.DoRelayChoose:
		err, said = s.Webhooks.Choose(ctx, v, of.ID, hook, d), "C'est enregistré."
	case views.DoRelayTry:
		err, said = s.Webhooks.Try(ctx, v, of.ID, hook), "Un essai part : ouvrez cette page à nouveau dans un instant pour en lire la réponse."
	case views.DoRelayEnd:
		err, said = s.Webhooks.Remove(ctx, v, of.ID, hook), "Ce logiciel n'est plus prévenu de rien."
	default:
		err = fault.Fields{webhook.FieldURL: "Choisissez ce que vous voulez faire."}
	}
	switch {
	case errors.Is(err, webhook.ErrMost):
		p.Wrong = fault.Fields{webhook.FieldURL: "Cette page prévient déjà cinq logiciels : retirez-en un d'abord."}
		return s.showRelays(c, &of, p)
	case errors.As(err, &p.Wrong):
		if hook != "" { // its own form says what it needs
			p.Draft = freshRelay()
		}
		return s.showRelays(c, &of, p)
	case err != nil:
		return err
	}
	s.say(c, views.ToneDone, said)
	return seeOther(c, "/fiches/"+url.PathEscape(of.Slug)+"/relais")
}
