package web_test

import (
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"partant/internal/account"
	"partant/internal/claim"
	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/distance"
	"partant/internal/id"
	"partant/internal/message"
	"partant/internal/moderation"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/recommendation"
	"partant/internal/subscriber"
	"partant/internal/trap"
	"partant/internal/viewer"
	"partant/views"
)

// roles are those who may stand before a page: the columns of testdata/routes.txt.
var roles = [...]string{"visitor", "member", "other", "owner", "moderator", "admin"}

// cast is one browser for each role. Other owns a page too, but not the one in question.
type cast struct {
	h       *house
	of      map[string]*browser
	page    profile.Profile // the page of owner
	talk    sync.Map        // by page: the spoken of what its owner opened
	asks    sync.Map        // by page: the id of what member asks of it
	says    sync.Map        // by page: the slug of what it publishes
	reports sync.Map        // by page: that member reported it
	pics    sync.Map        // by page: the id of its logo
	praised sync.Map        // by page: the id of what other says of it
	events  sync.Map        // by page: the slug of what it announces
	clubs   sync.Map        // by page: the gathered that stands for it
	keys    sync.Map        // by role: the key of their program
	used    atomic.Int64    // numbers what must be new
}

// gather fills a house with the cast and their pages.
func gather(h *house) *cast {
	h.t.Helper()
	c := &cast{h: h, of: map[string]*browser{
		"visitor": h.visit(), "member": h.joinWithPassword("marion", viewer.Member), "other": h.joinWithPassword("omar", viewer.Member),
		"owner": h.join("odile", viewer.Member), "moderator": h.join("modeste", viewer.Moderator), "admin": h.join("adele", viewer.Admin),
	}}
	for _, b := range c.of {
		if b.account.ID != "" { // so that the welcome does not come first
			if _, err := h.Accounts.Advance(h.t.Context(), b.account.ID, account.StepDone); err != nil {
				h.t.Fatal(err)
			}
		}
	}
	h.page(c.of["other"], func(d *profile.Draft) { d.Name = "Maison Omar" })
	h.page(c.of["owner"], func(d *profile.Draft) { d.Name, d.Kind = "Mairie d'Exemple", profile.Institution })
	c.page = c.fresh()
	c.asked(c.page)
	c.said(c.page)
	c.drawn(c.page)
	c.discussed(c.page)
	c.reported(c.page)
	c.recommended(c.page)
	h.settle()
	return c
}

// full is a page with every field filled.
func full(d *profile.Draft) {
	d.Name, d.Pitch, d.About = "Atelier du Héron", "Menuiserie et escaliers", "Nous faisons **des escaliers**."
	d.Activity, d.Street, d.Postcode, d.Commune = "43.32A", "1 rue des Exemples", "45000", "45234"
	d.Phone = profile.Contact{Value: "02 61 91 00 12", For: profile.ForAll}
	d.Email = profile.Contact{Value: secretAddress, For: profile.ForAll}
	d.Web, d.Links, d.Founded, d.Size = "https://heron.exemple.fr", "https://reseau.exemple.fr/heron", "1998", "02"
	d.Tags, d.Offers, d.Seeks = "bois, escalier", "un établi à partager", "un apprenti"
	d.Hours[0], d.Title = "8h-12h 14h-18h", "gérante"
}

// secretAddress may be shown by the answer to one form only.
const secretAddress = "zwqk-secret@exemple.invalid"

// fresh is a new page of the owner's.
func (c *cast) fresh() profile.Profile {
	return c.h.page(c.of["owner"], func(d *profile.Draft) { full(d); d.Name += " " + c.number() })
}

// again opens another session of the same person, so that ending it ends nothing else.
func (c *cast) again(role string) *browser {
	was := c.of[role]
	b := c.h.visit()
	if b.account = was.account; b.account.ID != "" {
		b.signIn()
	}
	return b
}

// asked is the id of what member asks of a page.
func (c *cast) asked(p profile.Profile) string {
	c.h.t.Helper()
	if known, ok := c.asks.Load(p.ID); ok {
		return known.(string)
	}
	asked, err := c.h.Claims.Begin(c.h.t.Context(), c.of["member"].account.Viewer(), p.Slug, "gérante")
	if err != nil {
		c.h.t.Fatal(err)
	}
	c.asks.Store(p.ID, asked.ID)
	return asked.ID
}

// said is the slug of what a page publishes.
func (c *cast) said(p profile.Profile) string {
	c.h.t.Helper()
	if known, ok := c.says.Load(p.ID); ok {
		return known.(string)
	}
	said, err := c.h.Posts.Publish(c.h.t.Context(), c.of["owner"].account.Viewer(), post.Draft{Voice: p.ID, Title: "Portes ouvertes", Body: "Samedi, **chez nous** : " + p.Slug, Tags: "bois"})
	if err != nil {
		c.h.t.Fatal(err)
	}
	c.says.Store(p.ID, said.Slug)
	return said.Slug
}

// spoken is a discussion with one answer, both in the name of a page of the owner's.
type spoken struct{ slug, answer string }

// discussed is what the owner opened in the name of a page: a question.
func (c *cast) discussed(p profile.Profile) spoken {
	c.h.t.Helper()
	if known, ok := c.talk.Load(p.ID); ok {
		return known.(spoken)
	}
	ctx, v := c.h.t.Context(), c.of["owner"].account.Viewer()
	d, err := c.h.Talk.Open(ctx, v, discussion.Draft{Voice: p.ID, Kind: discussion.Question, Title: "Un escalier " + c.number(), Theme: "autre"})
	if err != nil {
		c.h.t.Fatal(err)
	}
	a, err := c.h.Answers.Answer(ctx, v, comment.Draft{Voice: p.ID, Target: comment.Target{Kind: comment.Discussion, ID: d.ID}, Body: "Oui."})
	if err != nil {
		c.h.t.Fatal(err)
	}
	if err := c.h.Talk.Counted(ctx, d.ID, 1, a.Created); err != nil { // so that it does not depend on the worker
		c.h.t.Fatal(err)
	}
	c.talk.Store(p.ID, spoken{d.Slug, a.ID})
	return spoken{d.Slug, a.ID}
}

// mate is the key of an editor of a page.
func (c *cast) mate(p profile.Profile) string {
	c.h.t.Helper()
	m := profile.Mate{Account: id.New(), Role: profile.Editor}
	if _, err := c.h.Profiles.Join(c.h.t.Context(), p.ID, profile.Entry{ID: id.New(), Mate: m}); err != nil {
		c.h.t.Fatal(err)
	}
	return m.Key()
}

// number is different each time.
func (c *cast) number() string { return strconv.FormatInt(c.used.Add(1), 10) }

// at fills the parameters of a route.
func (c *cast) at(route string, p profile.Profile) string {
	values := map[string]string{":slug": p.Slug, ":tag": "bois", ":part": "orleans", ":secret": "un-secret", ":id": "une-lettre", ":fournisseur": "openid", "*": strings.TrimPrefix(stylesheet, "/public/")}
	switch route {
	case "/moderation/comptes/:id":
		values[":id"] = c.of["other"].account.ID
	case "/moderation/comptes/:id/suspendre", "/moderation/comptes/:id/retablir":
		values[":id"] = c.stranger().ID
	case "/lettres/arret/:secret":
		values[":secret"] = c.h.Accounts.StopLink(c.of["other"].account.ID)
	case "/communes/:slug", "/communes/:slug/suivre", "/communes/:slug/suivre/courriel", "/communes/:slug.rss", "/communes/:slug.atom", "/api/v1/communes/:slug/follow":
		values[":slug"] = "orleans"
	case "/intercommunalites/:slug":
		values[":slug"] = c.h.Territory.Region.EPCIs[0].Slug
	case "/secteurs/:slug":
		values[":slug"] = c.h.Territory.Activities.Sectors()[0].Slug
	}
	if strings.HasPrefix(route, "/medias/:id") {
		values[":id"], values[":taille"] = c.drawn(p), "carre"
	}
	if strings.HasPrefix(route, "/signaler/") {
		values[":genre"], values[":id"] = "fiche", p.ID
	}
	if strings.HasPrefix(route, "/moderation/dossiers/") || strings.HasPrefix(route, "/decisions/") {
		values[":id"] = c.reported(p)
	}
	if strings.HasPrefix(strings.TrimPrefix(route, "/api/v1"), "/posts/:slug") || strings.HasPrefix(route, "/publications/:slug") {
		values[":slug"] = c.said(p)
	}
	if strings.Contains(route, "revendications/:id") {
		values[":id"] = c.asked(p)
	}
	if strings.HasPrefix(strings.TrimPrefix(route, "/api/v1"), "/discussions/:slug") {
		values[":slug"] = c.discussed(p).slug
	}
	if strings.HasPrefix(route, "/reponses/:id") || strings.HasPrefix(route, "/api/v1/comments/:id") {
		values[":id"] = c.discussed(p).answer
	}
	if strings.HasPrefix(route, "/recommandations/:id") {
		values[":id"] = c.recommended(p)
	}
	c.atClub(route, p, values)
	c.atEvent(route, p, values)
	c.atContact(route, values)
	for name, value := range values {
		route = strings.ReplaceAll(route, name, value)
	}
	return route
}

// recommended is the id of what other says of a page.
func (c *cast) recommended(p profile.Profile) string {
	c.h.t.Helper()
	if known, ok := c.praised.Load(p.ID); ok {
		return known.(string)
	}
	ctx, v := c.h.t.Context(), c.of["other"].account.Viewer()
	mine, err := c.h.Lists.OfMember(ctx, v.Account, page.Req{Limit: 1})
	if err == nil {
		_, err = c.h.Recommendations.Publish(ctx, v, recommendation.Draft{Voice: mine.Items[0].ID, Page: p.ID, Tie: recommendation.Client, Month: "5", Year: "2026", Rewarded: recommendation.No,
			Body: "Un escalier posé en deux jours, au prix qui était dit : " + p.Slug})
	}
	if err != nil {
		c.h.t.Fatal(err)
	}
	praised := recommendation.IDOf(mine.Items[0].ID, p.ID)
	c.praised.Store(p.ID, praised)
	return praised
}

// stranger is a new account that nobody else uses.
func (c *cast) stranger() account.Account {
	a, err := c.h.Accounts.Admit(c.h.t.Context(), account.Entry{Name: "Simone", Email: "simone" + c.number() + "@exemple.invalid", Adult: true, Terms: true}, "Essai")
	if err != nil {
		c.h.t.Fatal(err)
	}
	return a
}

// reported is the case of a page that member reported, which waits for a moderator.
func (c *cast) reported(p profile.Profile) string {
	c.h.t.Helper()
	if _, known := c.reports.LoadOrStore(p.ID, true); !known {
		n := moderation.Notice{By: moderation.Party{Account: c.of["member"].account.ID, Name: "Rita"}, Ground: "faux", Why: "Elle est fermée."}
		if err := c.h.Moderation.Report(c.h.t.Context(), moderation.Page, p.ID, n); err != nil {
			c.h.t.Fatal(err)
		}
	}
	return moderation.CaseOf(moderation.Page, p.ID)
}

const stylesheet = "/public/css/partant.css"

// form is what the form behind a POST route asks for, rightly filled.
func (c *cast) form(route string, p profile.Profile) url.Values {
	if strings.HasPrefix(route, "/contacts/") {
		return contactForm(route)
	}
	switch route {
	case "/fiches/nouvelle", "/fiches/:slug/modifier":
		return url.Values{views.FieldOther: {"oui"}, views.FieldKey: {id.New()}, string(profile.FieldKind): {"entreprise"}, string(profile.FieldName): {p.Name}, string(profile.FieldCommune): {"Orléans"}}
	case "/discussions", "/discussions/:slug/modifier":
		return url.Values{views.FieldKey: {id.New()}, discussion.FieldKind: {"question"}, discussion.FieldTitle: {"Un escalier " + c.number()}, discussion.FieldTheme: {"autre"}}
	case "/discussions/:slug/reponses", "/reponses/:id/repondre", "/reponses/:id/modifier":
		return url.Values{views.FieldKey: {id.New()}, comment.FieldBody: {"Oui."}}
	case "/fiches/:slug/recommander", "/recommandations/:id/modifier":
		return url.Values{recommendation.FieldTie: {"client"}, recommendation.FieldMonth: {"5"}, recommendation.FieldYear: {"2026"}, recommendation.FieldRewarded: {recommendation.No},
			recommendation.FieldBody: {"Un escalier posé en deux jours, au prix qui était dit : " + p.Slug}}
	case "/recommandations/:id/reponse":
		return url.Values{recommendation.FieldReply: {"Merci."}}
	case "/discussions/:slug/accepter":
		return url.Values{views.FieldReply: {c.discussed(p).answer}}
	case "/fiches/:slug/position":
		return url.Values{string(profile.FieldPlace): {"47.9025,1.909"}, views.FieldWidth: {"2000"}}
	case "/inscription":
		return url.Values{account.FieldName: {"Nina"}, account.FieldEmail: {"nina" + c.number() + "@exemple.invalid"},
			account.FieldPassword: {password}, account.FieldAdult: {"oui"}, account.FieldTerms: {"oui"}}
	case "/connexion":
		return url.Values{account.FieldEmail: {"marion@exemple.invalid"}, account.FieldPassword: {password}}
	case "/publications", "/publications/:slug/modifier":
		return url.Values{viewer.FieldVoice: {p.ID}, post.FieldBody: {"Le four chauffe."}, views.FieldDo: {views.DoPublish}}
	case "/fiches/:slug/photos":
		return url.Values{views.FieldDo: {views.DoGallery}}
	case "/signaler/:genre/:id":
		key := c.h.Trap.Key("signaler")
		c.h.hands.pass(4 * time.Second)
		return url.Values{moderation.FieldGround: {"faux"}, moderation.FieldWhy: {"Elle est fermée."}, trap.FieldKey: {key}}
	case "/fiches/:slug/historique":
		return url.Values{views.FieldAt: {"1"}}
	case "/fiches/:slug/ecrire":
		key := c.h.Trap.Key("ecrire")
		c.h.hands.pass(4 * time.Second)
		return url.Values{message.FieldName: {"Nina"}, message.FieldEmail: {"nina" + c.number() + "@exemple.invalid"},
			message.FieldSubject: {"Un devis"}, message.FieldText: {"Bonjour"}, trap.FieldKey: {key}}
	case "/moderation/comptes":
		return url.Values{account.FieldEmail: {"omar@exemple.invalid"}}
	case "/moderation/comptes/:id/suspendre":
		return url.Values{account.FieldGround: {account.Grounds[0]}, account.FieldReason: {"Des lettres en nombre."}}
	case "/moderation/dossiers/:id":
		return url.Values{moderation.FieldWhat: {"garder"}, moderation.FieldFacts: {"Elle est ouverte."}}
	case "/moderation/dossiers":
		return url.Values{views.FieldGenre: {"fiche"}, views.FieldThing: {p.ID}}
	case "/compte/abonnements":
		return url.Values{views.FieldTarget: {"commune:45234"}}
	case "/compte/appareils":
		return url.Values{views.FieldDevice: {id.Digest("une autre")}}
	case "/fiches/:slug/equipe/inviter":
		return url.Values{claim.FieldEmail: {"nina" + c.number() + "@exemple.invalid"}, claim.FieldRole: {string(profile.Editor)}}
	case "/revendications/:id/reponse":
		return url.Values{claim.FieldAnswer: {"Non, c'est la mienne."}}
	case "/moderation/revendications/:id":
		return url.Values{views.FieldVerdict: {views.VerdictGrant}}
	case "/fiches/:slug/equipe/role", "/fiches/:slug/equipe/retirer", "/fiches/:slug/equipe/ceder":
		return url.Values{views.FieldMate: {c.mate(p)}, claim.FieldRole: {string(profile.Reader)}}
	case "/fiches/:slug/suivre/courriel", "/sujets/:tag/suivre/courriel", "/communes/:slug/suivre/courriel":
		key := c.h.Trap.Key("suivre-lettre")
		c.h.hands.pass(4 * time.Second)
		return url.Values{subscriber.FieldEmail: {"nina" + c.number() + "@exemple.invalid"}, subscriber.FieldRhythm: {"jour"}, trap.FieldKey: {key}}
	case "/fiches/:slug/distance":
		return url.Values{distance.FieldKind: {string(distance.Unsuggested)}} // it closes no page to the others of the cast
	case "/premier-administrateur":
		return url.Values{views.FieldSecret: {"un-secret"}}
	}
	if form := c.eventForm(route, p); form != nil {
		return form
	}
	return c.clubForm(route)
}
