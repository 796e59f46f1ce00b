package web

import (
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/identification"
	"partant/internal/limit"
	"partant/internal/text"
	"partant/views"
)

// entering is how long the browser keeps the secret that its code is bound to.
const entering = time.Hour

// knock has a code written to an address: what is answered is the same whether it has an account or not.
func (s *site) knock(c *fiber.Ctx) error {
	form := s.signInPage(c)
	err := s.askLetter(c, account.Knock{Email: form.Email, Next: form.Next})
	if errors.As(err, &form.Wrong) {
		return show(c.Status(fiber.StatusUnprocessableEntity), views.SignIn(form))
	}
	return err
}

// askLetter has a letter written, and leads to where its code is typed.
func (s *site) askLetter(c *fiber.Ctx, k account.Knock) error {
	if err := s.mayWrite(c, k.Email); err != nil {
		return err
	}
	browser, err := s.Accounts.Knock(c.UserContext(), k)
	if err != nil {
		return err
	}
	s.setCookie(c, "entree", browser, entering)
	return seeOther(c, "/connexion/entrer")
}

// mayWrite counts the letters that a visitor asks for, and those that a mailbox gets. What is no address gets none.
func (s *site) mayWrite(c *fiber.Ctx, email string) error {
	err := s.Limits.Allow(c.UserContext(), limit.Letter, limit.Visitor(s.client(c)))
	if email = text.Line(email); err == nil && account.IsAddress(email) {
		err = s.Limits.Allow(c.UserContext(), limit.LetterTo, limit.Mailbox(email))
	}
	return err
}

func (s *site) codeForm(c *fiber.Ctx) error {
	t, err := s.Accounts.Entering(c.UserContext(), c.Cookies(s.cookieName("entree")))
	switch {
	case errors.Is(err, fault.NotFound):
		return s.codeOver(c)
	case err != nil:
		return err
	case t.Proved:
		return seeOther(c, "/inscription/fin")
	}
	return show(c, views.Code(s.codePage(c, t.Email)))
}

func (s *site) codePage(c *fiber.Ctx, email string) views.CodePage {
	return views.CodePage{Chrome: s.chrome(c, "Votre code", views.NavMe), Email: email, Outbox: s.Outbox}
}

// codeOver answers 404: the code or the link lets nobody in any more.
func (s *site) codeOver(c *fiber.Ctx) error {
	return show(c.Status(fiber.StatusNotFound), views.CodeOver(s.chrome(c, "Ce code ne sert plus", views.NavMe)))
}

func (s *site) enterByCode(c *fiber.Ctx) error {
	ctx, browser := c.UserContext(), c.Cookies(s.cookieName("entree"))
	if err := s.Limits.Allow(ctx, limit.SignIn, limit.Visitor(s.client(c))); err != nil {
		return err
	}
	p, err := s.Accounts.EnterByCode(ctx, browser, typed(c, account.FieldCode), c.Get("User-Agent"))
	var wrong fault.Fields
	switch {
	case errors.As(err, &wrong):
		t, err := s.Accounts.Entering(ctx, browser)
		if err != nil {
			return s.orErased(c, err)
		}
		form := s.codePage(c, t.Email)
		form.Wrong = wrong
		return show(c.Status(fiber.StatusUnprocessableEntity), views.Code(form))
	case errors.Is(err, account.ErrOver):
		return s.codeOver(c)
	case err != nil:
		return s.orErased(c, err)
	}
	return s.letIn(c, p)
}

// linkForm is the link of a letter. Programs that look at letters open links: only the button lets in.
func (s *site) linkForm(c *fiber.Ctx) error {
	c.Set("Referrer-Policy", "same-origin") // the address is a secret; without any referrer the form would have no origin
	t, err := s.Accounts.Invited(c.UserContext(), c.Params("secret"))
	if errors.Is(err, fault.NotFound) {
		return s.codeOver(c)
	}
	if err != nil {
		return err
	}
	return show(c, views.EnterLink(views.LinkPage{Chrome: s.chrome(c, "Entrer", views.NavMe), Email: t.Email, Secret: c.Params("secret"), Known: t.Account != ""}))
}

func (s *site) enterByLink(c *fiber.Ctx) error {
	ctx := c.UserContext()
	if err := s.Limits.Allow(ctx, limit.SignIn, limit.Visitor(s.client(c))); err != nil {
		return err
	}
	p, browser, err := s.Accounts.EnterByLink(ctx, typed(c, views.FieldSecret), c.Cookies(s.cookieName("entree")), c.Get("User-Agent"))
	if errors.Is(err, account.ErrOver) {
		return s.codeOver(c)
	}
	if err != nil {
		return s.orErased(c, err)
	}
	if p.Unknown {
		s.setCookie(c, "entree", browser, entering)
	}
	return s.letIn(c, p)
}

// letIn goes on from a right code or link: in, or to the questions that an account needs answered.
func (s *site) letIn(c *fiber.Ctx, p account.Passage) error {
	if p.Unknown {
		return seeOther(c, "/inscription/fin")
	}
	s.setCookie(c, "entree", "", -1)
	if p.New {
		s.witness(c, identification.Entry{Account: p.Account.ID, Event: identification.Opened})
	}
	return s.orErased(c, s.arrive(c, p.Account, local(p.Next, "")))
}

// erasedNow is said to who showed that an account is theirs, which was erased meanwhile.
const erasedNow = "Ce compte vient d'être supprimé : personne n'y entre plus."

// orErased says that a code is over, and refuses who comes to an account that was erased in this very instant as a sign-in that failed, and not with a page that is not there.
func (s *site) orErased(c *fiber.Ctx, err error) error {
	switch {
	case errors.Is(err, account.ErrOver):
		return s.codeOver(c)
	case !errors.Is(err, fault.NotFound):
		return err
	}
	form := s.signInPage(c)
	form.Refuse = erasedNow
	return show(c.Status(fiber.StatusUnprocessableEntity), views.SignIn(form))
}

// arrive is for somebody whose first factor was right: in, or to the second step if the account asks for one.
func (s *site) arrive(c *fiber.Ctx, a account.Account, to string) error {
	if a.Factored() {
		return s.askSecond(c, a, to)
	}
	return s.settle(c, a, to)
}

// settle begins the session of an account and leads on: where they wanted to go, or to the welcome of a new member.
func (s *site) settle(c *fiber.Ctx, a account.Account, to string) error {
	if err := s.begin(c, a); err != nil {
		return err
	}
	if to == "" && a.Step < account.StepDone && a.Person == "" {
		to = "/bienvenue"
	}
	if to == "" {
		to = "/compte"
	}
	return seeOther(c, to)
}

func (s *site) finishForm(c *fiber.Ctx) error {
	t, err := s.proved(c)
	if err != nil {
		return s.orErased(c, err)
	}
	form := s.finishPage(c, t)
	if t.Service != nil {
		form.Name = t.Service.Name
	}
	return show(c, views.Finish(form))
}

func (s *site) finishPage(c *fiber.Ctx, t account.Ticket) views.FinishPage {
	form := views.FinishPage{Chrome: s.chrome(c, "Créer un compte", views.NavMe), Email: t.Email}
	if t.Service != nil {
		form.From = s.label(t.Service.Provider)
	}
	return form
}

func (s *site) finish(c *fiber.Ctx) error {
	t, err := s.proved(c)
	if err != nil {
		return s.orErased(c, err)
	}
	form := s.finishPage(c, t)
	form.Name, form.Adult, form.Terms = typed(c, account.FieldName), typed(c, account.FieldAdult) != "", typed(c, account.FieldTerms) != ""
	p, err := s.Accounts.SignUp(c.UserContext(), c.Cookies(s.cookieName("entree")),
		account.Entry{Name: form.Name, Password: typed(c, account.FieldPassword), Adult: form.Adult, Terms: form.Terms}, c.Get("User-Agent"))
	if errors.As(err, &form.Wrong) {
		return show(c.Status(fiber.StatusUnprocessableEntity), views.Finish(form))
	}
	if err != nil {
		return s.orErased(c, err)
	}
	return s.letIn(c, p)
}

// proved returns the ticket of the browser once its address is known to be theirs; account.ErrOver.
func (s *site) proved(c *fiber.Ctx) (account.Ticket, error) {
	t, err := s.Accounts.Entering(c.UserContext(), c.Cookies(s.cookieName("entree")))
	if err == nil && !t.Proved {
		err = account.ErrOver
	}
	return t, err
}
