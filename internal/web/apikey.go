package web

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/fault"
	"partant/internal/identification"
	"partant/internal/limit"
	"partant/internal/viewer"
	"partant/views"
)

// refusal is what a program did wrong, in a sentence that it reads.
type refusal struct {
	kind error // of package fault, or a *fiber.Error
	say  string
}

func (r refusal) Error() string { return r.say }

func (r refusal) Unwrap() error { return r.kind }

// sayRefusal tells a program what it did wrong.
func sayRefusal(err error, p *views.ErrorPage) {
	var r refusal
	if errors.As(err, &r) {
		p.Head, p.Say = "Demande refusée", r.say
	}
}

// What a program hears whose key does not do.
var (
	errNoKey  = refusal{fault.SignedOut, "Il faut une clé : celle qu'un membre fait sur le site, à la page « Logiciels qui agissent pour vous », dans l'en-tête Authorization, après « Bearer »."}
	errKey    = refusal{fault.SignedOut, "Cette clé n'ouvre rien : elle est mal recopiée, finie ou retirée."}
	errReads  = refusal{fault.Forbidden, "Cette clé permet de lire, non d'écrire. Il en faut une autre, faite pour publier et répondre."}
	errTerms  = refusal{fault.Forbidden, "Les conditions d'utilisation ont changé : la personne dont c'est la clé doit les accepter sur le site avant que le logiciel écrive."}
	errUnsaid = refusal{fault.NotFound, "Cette personne n'a pas répondu à cet événement."}
	errJSON   = refusal{fiber.ErrUnsupportedMediaType, "Envoyez du JSON, avec l'en-tête Content-Type: application/json."}
)

// keyed finds the account behind the key that a program shows; one that shows none is a visitor. Cookies count for nothing.
func (s *site) keyed(c *fiber.Ctx) error {
	shown := c.Get(fiber.HeaderAuthorization)
	if shown == "" {
		return c.Next()
	}
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	scheme, key, _ := strings.Cut(shown, " ")
	a, p, err := s.Accounts.OfProgram(c.UserContext(), strings.TrimSpace(key))
	if !strings.EqualFold(scheme, "Bearer") || errors.Is(err, fault.SignedOut) {
		if err := s.Limits.Allow(c.UserContext(), limit.Read, limit.Visitor(s.client(c))); err != nil {
			return err
		}
		c.Set(fiber.HeaderWWWAuthenticate, challenge+`, error="invalid_token"`)
		return errKey
	}
	if err == nil {
		err = s.Limits.Allow(c.UserContext(), limit.ReadAsMember, limit.Member(a.ID))
	}
	if err != nil {
		return err
	}
	c.Locals(keyVisitor, visitor{account: a, program: &p})
	c.SetUserContext(viewer.With(c.UserContext(), who(c).viewer()))
	return c.Next()
}

// challenge says how a program shows who it asks for (RFC 6750).
const challenge = `Bearer realm="Partant"`

// writes lets only programs pass that may write, with a body that is JSON or none. It notes from where they do.
func (s *site) writes(c *fiber.Ctx) error {
	v := who(c)
	switch kind, _, _ := strings.Cut(string(c.Request().Header.ContentType()), ";"); {
	case v.program == nil:
		c.Set(fiber.HeaderWWWAuthenticate, challenge)
		return errNoKey
	case !v.program.Writes:
		c.Set(fiber.HeaderWWWAuthenticate, challenge+`, error="insufficient_scope"`)
		return errReads
	case !v.account.Agreed():
		return errTerms
	case len(c.Request().Body()) > 0 && !strings.EqualFold(strings.TrimSpace(kind), fiber.MIMEApplicationJSON):
		return errJSON
	}
	err := c.Next()
	if err == nil && c.Response().StatusCode() < fiber.StatusBadRequest {
		s.witness(c, identification.Entry{Account: v.account.ID, Event: identification.Used})
	}
	return err
}
