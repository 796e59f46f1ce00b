package web

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/signin"
	"partant/views"
)

// offers are the buttons of providers.
func (s *site) offers() (all []views.Service) {
	for _, o := range s.SignIn.Offered() {
		all = append(all, views.Service(o))
	}
	return all
}

// label is what people call a provider; one that is offered no more is called by its key.
func (s *site) label(key string) string {
	for _, o := range s.SignIn.Offered() {
		if o.Key == key {
			return o.Label
		}
	}
	return key
}

// offered reports whether people may come in through a provider.
func (s *site) offered(key string) bool {
	return slices.ContainsFunc(s.SignIn.Offered(), func(o signin.Offer) bool { return o.Key == key })
}

// toProvider sends somebody to a provider, to sign in.
func (s *site) toProvider(c *fiber.Ctx) error {
	return s.leaveFor(c, c.Params("fournisseur"), next(c, ""), "")
}

// atProvider is how long a provider may take with what it is asked meanwhile: more than a service of ours.
const atProvider = 15 * time.Second

// leaveFor leads to a provider. member is the account that links it, or empty.
func (s *site) leaveFor(c *fiber.Ctx, key, next, member string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), atProvider)
	defer cancel()
	secret, to, err := s.SignIn.Begin(ctx, key, next, member)
	var no signin.Refusal
	if errors.As(err, &no) {
		return s.refused(c, key, no, member != "")
	}
	if err != nil {
		return err
	}
	s.setCookie(c, "oauth", secret, signin.AttemptLasts)
	c.Set("Refresh", "0; url="+to)
	return show(c, views.Away(views.AwayPage{Chrome: s.chrome(c, "Vers "+s.label(key), views.NavMe), Label: s.label(key), URL: to}))
}

// fromProvider is where a provider sends people back. The request comes from its site, so nothing of ours is in it but
// the cookie; what its query holds is shown nowhere and goes nowhere.
func (s *site) fromProvider(c *fiber.Ctx) error {
	c.Set("Referrer-Policy", "no-referrer")
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), atProvider)
	defer cancel()
	key := c.Params("fournisseur")
	query, err := url.ParseQuery(string(c.Request().URI().QueryString()))
	if err != nil {
		return fiber.ErrBadRequest
	}
	known, attempt, err := s.SignIn.Finish(ctx, c.Cookies(s.cookieName("oauth")), key, query)
	var no signin.Refusal
	if err == nil || errors.As(err, &no) {
		s.setCookie(c, "oauth", "", -1)
	}
	switch {
	case errors.As(err, &no):
		return s.refused(c, key, no, attempt.Account != "")
	case err != nil:
		return err
	case attempt.Account != "":
		return s.link(c, attempt.Account, identity(known), local(attempt.Next, linkedPath))
	}
	return s.arriveFrom(c, identity(known), local(attempt.Next, ""))
}

// identity is what an account keeps of what a provider says.
func identity(i signin.Identity) account.Identity {
	return account.Identity{Provider: i.Provider, Subject: i.Subject, Email: i.Email, Verified: i.EmailVerified, Name: i.Name,
		SIRET: i.SIRET, SIRETVouched: i.SIRETVouched}
}

// arriveFrom takes in somebody whom a provider knows: into their account, or to what is missing for one.
func (s *site) arriveFrom(c *fiber.Ctx, i account.Identity, to string) error {
	at, err := s.Accounts.Arrive(c.UserContext(), i, to)
	if err != nil {
		return err
	}
	switch {
	case at.Account != nil:
		return s.orErased(c, s.arrive(c, *at.Account, to))
	case at.Purpose == account.ByService:
		s.setCookie(c, "entree", at.Browser, entering)
		return seeOther(c, "/inscription/fin")
	case at.Purpose == account.ToJoin:
		s.setCookie(c, "service", at.Browser, entering)
		return seeOther(c, "/inscription?"+views.FieldNext+"="+url.QueryEscape(to))
	}
	s.setCookie(c, "service", at.Browser, entering)
	s.say(c, views.ToneInfo, "L'adresse "+i.Email+" a déjà un compte ici. Entrez-y d'abord comme d'habitude : nous vous proposerons ensuite de le lier à "+s.label(i.Provider)+".")
	return seeOther(c, "/connexion?"+views.FieldNext+"="+url.QueryEscape("/compte/services/lier"))
}

// joining is the provider that somebody comes from who signs up, and what it says of them.
func (s *site) joining(c *fiber.Ctx) (i account.Identity, from string, err error) {
	browser := c.Cookies(s.cookieName("service"))
	if browser == "" {
		return i, "", nil
	}
	i, err = s.Accounts.Joining(c.UserContext(), browser)
	if errors.Is(err, account.ErrOver) {
		return i, "", nil
	}
	return i, s.label(i.Provider), err
}

// link lets a provider open the account of the member who went there, if they are still signed in.
func (s *site) link(c *fiber.Ctx, account string, i account.Identity, to string) error {
	if who(c).account.ID != account {
		return s.refused(c, i.Provider, signin.Refusal{Why: signin.Unknown}, true)
	}
	return s.linked(c, s.Accounts.Link(c.UserContext(), account, i, c.Get("User-Agent")), i.Provider, to)
}

// linkedPath is where a member sees which providers open their account.
const linkedPath = "/compte/services"

// linked says what came of linking, and leads on.
func (s *site) linked(c *fiber.Ctx, err error, provider, to string) error {
	switch {
	case errors.Is(err, fault.Taken{Field: "identite"}):
		s.say(c, views.ToneWrong, "Ce compte "+s.label(provider)+" ouvre déjà un autre compte : rien n'est changé.")
	case errors.Is(err, fault.Conflict):
		s.say(c, views.ToneWrong, "Votre compte a déjà beaucoup de comptes d'ailleurs : déliez-en un d'abord.")
	case err != nil:
		return err
	default:
		s.say(c, views.ToneDone, "Votre compte "+s.label(provider)+" ouvre désormais celui-ci.")
	}
	return seeOther(c, to)
}

func (s *site) services(c *fiber.Ctx) error {
	p := views.ServicesPage{Chrome: s.chrome(c, "Comptes d'ailleurs", views.NavMe), Offers: s.offers(), Next: next(c, "")}
	for _, i := range who(c).account.Identities {
		p.Linked = append(p.Linked, views.LinkedService{ID: i.Key(), Label: s.label(i.Provider), Email: i.Email, Since: views.Day(i.Linked.In(clock.Paris))})
	}
	return show(c, views.Services(p))
}

// changeServices goes and links a provider, or unlinks one.
func (s *site) changeServices(c *fiber.Ctx) error {
	a := who(c).account
	if key := typed(c, views.FieldRemove); key != "" {
		err := s.Accounts.Unlink(c.UserContext(), a.ID, key, c.Get("User-Agent"))
		if err != nil && !errors.Is(err, fault.NotFound) {
			return err
		}
		s.say(c, views.ToneDone, "Ce compte d'ailleurs n'ouvre plus le vôtre.")
		return seeOther(c, "/compte/services")
	}
	return s.leaveFor(c, typed(c, views.FieldService), next(c, ""), a.ID)
}

// linkServiceForm asks somebody who came from a provider, and has signed in since, whether it may open their account.
func (s *site) linkServiceForm(c *fiber.Ctx) error {
	a := who(c).account
	i, _, err := s.Accounts.Linking(c.UserContext(), a.ID, c.Cookies(s.cookieName("service")))
	if errors.Is(err, account.ErrOver) {
		return seeOther(c, "/compte/services")
	}
	if err != nil {
		return err
	}
	return show(c, views.LinkService(views.LinkServicePage{Chrome: s.chrome(c, "Lier un compte", views.NavMe), Label: s.label(i.Provider), Email: i.Email, Mine: a.Email}))
}

func (s *site) linkService(c *fiber.Ctx) error {
	browser, a := c.Cookies(s.cookieName("service")), who(c).account
	i, _, err := s.Accounts.Linking(c.UserContext(), a.ID, browser)
	if err == nil {
		err = s.Accounts.LinkWaiting(c.UserContext(), a.ID, browser, c.Get("User-Agent"))
	}
	if errors.Is(err, account.ErrOver) {
		s.say(c, views.ToneWrong, "C'était il y a trop longtemps : recommencez.")
		return seeOther(c, "/compte/services")
	}
	s.setCookie(c, "service", "", -1)
	return s.linked(c, err, i.Provider, linkedPath)
}

// refusals say, in one calm page, why a provider let nobody in and what to do.
var refusals = map[signin.Reason][2]string{
	signin.Declined:  {"Vous avez préféré ne pas entrer ainsi", "Rien n'a été échangé et rien n'est changé. Vous pouvez choisir un autre moyen."},
	signin.Unknown:   {"Cette entrée ne sert plus", "Elle a déjà servi, ou elle a commencé dans un autre navigateur. Recommencez ici : c'est l'affaire d'un instant."},
	signin.Expired:   {"Vous avez pris votre temps", "Plus de dix minutes ont passé depuis votre départ. Recommencez : rien n'est perdu."},
	signin.Mixed:     {"Cette réponse n'est pas la bonne", "Elle ne vient pas du service que vous aviez choisi. Par prudence, personne n'est entré. Recommencez, ou choisissez un autre moyen."},
	signin.Forged:    {"Cette réponse n'est pas la bonne", "Elle ne répond pas à ce que vous aviez demandé ici. Par prudence, personne n'est entré. Recommencez, ou choisissez un autre moyen."},
	signin.Untrusted: {"Cette réponse n'est pas sûre", "Ce que ce service nous a dit de vous ne se vérifie pas. Par prudence, personne n'est entré. Recommencez, ou choisissez un autre moyen."},
	signin.Away:      {"Ce service ne répond pas", "Il est peut-être en panne. Attendez un peu, ou choisissez un autre moyen : un code par e-mail arrive tout de suite."},
}

// refused draws that page. What went wrong in detail is for the log.
func (s *site) refused(c *fiber.Ctx, key string, no signin.Refusal, linking bool) error {
	if no.Detail != nil {
		s.Log.Warn("a provider let nobody in", "provider", key, "why", string(no.Why), "detail", no.Detail.Error())
	}
	words := refusals[no.Why]
	p := views.RefusedPage{Chrome: s.chrome(c, words[0], views.NavMe), Title: words[0], Say: words[1],
		Back: views.Link{Text: "Revenir à l'entrée", URL: "/connexion"}}
	if linking {
		p.Back = views.Link{Text: "Revenir à mes comptes d'ailleurs", URL: "/compte/services"}
	}
	p.Chrome.Path = "" // the query of this address is nobody's business
	p.Chrome.NoIndex = true
	return show(c.Status(status(no)), views.Refused(p))
}
