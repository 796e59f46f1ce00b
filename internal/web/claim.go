package web

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"partant/internal/claim"
	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/limit"
	"partant/internal/profile"
	"partant/internal/proof"
	"partant/views"
)

// claimPath is where somebody shows that a page is theirs.
func claimPath(c *fiber.Ctx, do string) string {
	return "/fiches/" + url.PathEscape(c.Params("slug")) + do
}

func (s *site) claimForm(c *fiber.Ctx) error { return s.showClaim(c, views.ClaimPage{}) }

// showClaim draws the page of a claim; p holds what the request adds.
func (s *site) showClaim(c *fiber.Ctx, p views.ClaimPage) error {
	k, err := s.Claims.Look(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err != nil {
		return err
	}
	if k.Page.Slug != c.Params("slug") {
		return seeOther(c, "/fiches/"+url.PathEscape(k.Page.Slug)+"/revendiquer")
	}
	p.Chrome = s.chrome(c, "Revendiquer "+k.Page.Name, views.NavNone)
	p.Chrome.NoIndex, p.Outbox = true, s.Outbox
	p.Slug, p.Name, p.Kind, p.Mine, p.Taken = k.Page.Slug, k.Page.Name, k.Page.Kind, k.Mine, k.Taken
	p.Verified = views.Verified(k.Page.Verified, clock.Paris)
	p.Refused = k.Claim.Reason
	if k.Claim.Open() {
		s.fillClaim(&p, &k)
	}
	if p.Wrong != nil || p.Trouble != "" {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return show(c, views.Claim(p))
}

// fillClaim adds what only an open claim has.
func (s *site) fillClaim(p *views.ClaimPage, k *claim.Case) {
	c := &k.Claim
	p.Begun, p.Title, p.Site, p.Mail, p.Token = true, c.Title, k.Ways.Site, k.Ways.Mail, c.Token
	p.File, p.Record = "https://"+k.Ways.Site+proof.Path, proof.Record+c.Token
	p.Voucher = s.canonical("/revendications/" + c.ID)
	p.Employer, p.Company, p.CanAsk = k.Employer, k.Ways.Company, s.offered(companyKnower)
	if c.Mail != nil && p.Sent == "" {
		p.Sent = c.Mail.Email
	}
	if c.Shown() {
		p.Shown = views.Means(c.Means, c.Of)
	}
	if !c.Waiting.IsZero() {
		p.Waiting = views.Moment(c.Waiting.In(clock.Paris))
	}
	if p.Statement == "" {
		p.Statement = c.Statement
	}
}

func (s *site) beginClaim(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c)
	if err := s.Limits.Allow(ctx, limit.Claim, limit.Member(v.account.ID)); err != nil {
		return err
	}
	if _, err := s.Claims.Begin(ctx, v.viewer(), c.Params("slug"), typed(c, string(profile.FieldTitle))); err != nil {
		return err
	}
	return seeOther(c, claimPath(c, "/revendiquer"))
}

// claimFile is the file to put on the site, ready.
func (s *site) claimFile(c *fiber.Ctx) error {
	k, err := s.Claims.Look(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err == nil && !k.Claim.Open() {
		err = fault.NotFound
	}
	if err != nil {
		return err
	}
	c.Type("txt", "utf-8")
	c.Set("Content-Disposition", `attachment; filename="partant.txt"`)
	return c.SendString(k.Claim.Token + "\n")
}

// troubles say why a site does not show whose page it is.
var troubles = map[proof.Reason]string{
	proof.Missing:     "Nous n'avons pas trouvé le fichier sur votre site.",
	proof.Other:       "Le fichier est bien là, mais il ne contient pas votre code.",
	proof.Redirected:  "Votre site renvoie vers une autre adresse.",
	proof.Refused:     "Votre site a refusé de montrer le fichier.",
	proof.Unreachable: "Votre site ne répond pas. Réessayez dans quelques minutes.",
	proof.Untrusted:   "Le certificat de sécurité de votre site n'est pas valable.",
	proof.Private:     "Ce nom mène à un réseau privé.",
	proof.Unfit:       "Cette adresse n'est pas celle d'un site public.",
}

// recordTroubles are those that read otherwise of a record.
var recordTroubles = map[proof.Reason]string{
	proof.Missing:     "Nous n'avons pas trouvé l'enregistrement. Il lui faut parfois une heure pour se voir.",
	proof.Other:       "Un enregistrement est bien là, mais il ne contient pas votre code.",
	proof.Unreachable: "Le domaine ne répond pas. Réessayez dans quelques minutes.",
}

func trouble(m claim.Means, why proof.Reason) string {
	if say := recordTroubles[why]; m == claim.ByDNS && say != "" {
		return say
	}
	return troubles[why]
}

func (s *site) checkClaim(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c)
	if err := s.Limits.Allow(ctx, limit.Proof, limit.Member(v.account.ID)); err != nil {
		return err
	}
	means := claim.Means(typed(c, views.FieldMeans))
	done, err := s.Claims.Check(ctx, v.viewer(), c.Params("slug"), means)
	if why, found := errors.AsType[proof.Reason](err); found {
		return s.showClaim(c, views.ClaimPage{Means: means, Trouble: trouble(means, why)})
	}
	return s.claimed(c, done, err)
}

func (s *site) mailClaim(c *fiber.Ctx) error {
	ctx, v, email := c.UserContext(), who(c), typed(c, claim.FieldEmail)
	err := s.Limits.Allow(ctx, limit.Invite, limit.Member(v.account.ID))
	if err == nil {
		err = s.mayWrite(c, email)
	}
	if err == nil {
		err = s.Claims.Write(ctx, v.viewer(), c.Params("slug"), email)
	}
	form := views.ClaimPage{}
	if errors.As(err, &form.Wrong) {
		return s.showClaim(c, form)
	}
	return s.claimed(c, claim.Claim{State: claim.Asked}, err)
}

func (s *site) proveClaim(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c)
	if err := s.Limits.Allow(ctx, limit.Proof, limit.Member(v.account.ID)); err != nil {
		return err
	}
	done, err := s.Claims.Prove(ctx, v.viewer(), c.Params("slug"), typed(c, claim.FieldCode))
	form := views.ClaimPage{}
	if errors.As(err, &form.Wrong) {
		return s.showClaim(c, form)
	}
	return s.claimed(c, done, err)
}

// companyKnower is the provider that says for which company people work.
const companyKnower = "proconnect"

// proveEmployer takes the word of the State for the company of the member.
func (s *site) proveEmployer(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c)
	if err := s.Limits.Allow(ctx, limit.Proof, limit.Member(v.account.ID)); err != nil {
		return err
	}
	done, err := s.Claims.ProveEmployer(ctx, v.viewer(), c.Params("slug"))
	return s.claimed(c, done, err)
}

func (s *site) submitClaim(c *fiber.Ctx) error {
	form := views.ClaimPage{Statement: typed(c, claim.FieldStatement)}
	err := s.Claims.Submit(c.UserContext(), who(c).viewer(), c.Params("slug"), form.Statement)
	if errors.As(err, &form.Wrong) {
		return s.showClaim(c, form)
	}
	return s.claimed(c, claim.Claim{State: claim.Asked}, err)
}

func (s *site) withdrawClaim(c *fiber.Ctx) error {
	err := s.Claims.Withdraw(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err != nil && !errors.Is(err, claim.ErrOver) {
		return err
	}
	s.say(c, views.ToneDone, "Votre demande est retirée.")
	return seeOther(c, claimPath(c, ""))
}

// claimed leads on from a step of a claim: to the page once it is theirs, else back to the claim.
func (s *site) claimed(c *fiber.Ctx, done claim.Claim, err error) error {
	switch {
	case errors.Is(err, claim.ErrOver), errors.Is(err, claim.ErrNoWay):
		s.say(c, views.ToneInfo, "Les choses ont changé entre-temps : voici où vous en êtes.")
	case err != nil:
		return err
	case done.State == claim.Granted:
		s.say(c, views.ToneDone, "C'est fait : cette page est la vôtre, et elle est vérifiée.")
		return seeOther(c, claimPath(c, ""))
	case done.Disputed && done.Waiting.IsZero():
		s.say(c, views.ToneInfo, "C'est noté. Quelqu'un tient déjà cette page : dites au modérateur pourquoi elle vous revient.")
	}
	return seeOther(c, claimPath(c, "/revendiquer"))
}
