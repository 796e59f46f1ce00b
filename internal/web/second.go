package web

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/limit"
	"partant/internal/qr"
	"partant/views"
)

// trying counts the guesses of a visitor at whatever lets people in.
func (s *site) trying(c *fiber.Ctx) error {
	if err := s.Limits.Allow(c.UserContext(), limit.SignIn, limit.Visitor(s.client(c))); err != nil {
		return err
	}
	return c.Next()
}

// ways is how long a browser keeps the secret of a step of signing in.
const ways = 15 * time.Minute

// askSecond leads somebody whose first factor was right to the second.
func (s *site) askSecond(c *fiber.Ctx, a account.Account, to string) error {
	browser, err := s.Accounts.Halfway(c.UserContext(), a, to)
	if err != nil {
		return err
	}
	s.setCookie(c, "seconde", browser, ways)
	return seeOther(c, "/connexion/verification")
}

func (s *site) second(c *fiber.Ctx) string { return c.Cookies(s.cookieName("seconde")) }

func (s *site) verifyForm(c *fiber.Ctx) error { return s.showVerify(c, "", nil) }

// showVerify asks for the second factor.
func (s *site) showVerify(c *fiber.Ctx, refuse string, wrong fault.Fields) error {
	a, err := s.Accounts.Verifying(c.UserContext(), s.second(c))
	if err != nil {
		return s.orErased(c, err)
	}
	if refuse != "" || wrong != nil {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return show(c, views.Verify(views.VerifyPage{Chrome: s.chrome(c, "Encore une étape", views.NavMe), App: a.Totp != nil,
		Keys: len(a.Keys) > 0 && s.Accounts.HasDevices(), Rescue: len(a.Rescue) > 0, Refuse: refuse, Wrong: wrong}))
}

func (s *site) verify(c *fiber.Ctx) error {
	p, err := s.Accounts.VerifyByCode(c.UserContext(), s.second(c), typed(c, account.FieldCode), c.Get("User-Agent"))
	var wrong fault.Fields
	switch {
	case errors.As(err, &wrong):
		return s.showVerify(c, "", wrong)
	case err != nil:
		return s.orErased(c, err)
	}
	return s.verified(c, p)
}

// verified begins the strong session of somebody who showed two factors.
func (s *site) verified(c *fiber.Ctx, p account.Passage) error {
	s.setCookie(c, "seconde", "", -1)
	p.Account.Strong = true
	return s.orErased(c, s.settle(c, p.Account, local(p.Next, "")))
}

// factors is what an account asks for beside its first factor.
func (s *site) factors(c *fiber.Ctx) error {
	a := who(c).account
	p := views.FactorsPage{Chrome: s.chrome(c, "Vérification en deux étapes", views.NavMe), Keys: len(a.Keys), Rescue: len(a.Rescue),
		Here: s.Accounts.HasDevices(), Role: roleName(a.Role)}
	if a.Totp != nil {
		p.App = views.Day(a.Totp.Since.In(clock.Paris))
	}
	return show(c, views.Factors(p))
}

// changeFactors does what a button of that page says.
func (s *site) changeFactors(c *fiber.Ctx) error {
	ctx, a, agent := c.UserContext(), who(c).account, c.Get("User-Agent")
	switch typed(c, views.FieldDo) {
	case views.DoSetUp:
		browser, err := s.Accounts.SetUp(ctx, a.ID)
		if errors.Is(err, fault.Conflict) {
			return seeOther(c, "/compte/verification")
		}
		if err != nil {
			return err
		}
		s.setCookie(c, "application", browser, ways)
		return seeOther(c, "/compte/verification/application")
	case views.DoRemove:
		last, err := s.Accounts.RemoveApp(ctx, a.ID, agent)
		return s.removed(c, last, err, "L'application est retirée.", "/compte/verification")
	case views.DoPrint:
		codes, err := s.Accounts.PrintAgain(ctx, a.ID, agent)
		if err != nil {
			return err
		}
		return s.showRescue(c, codes)
	}
	return seeOther(c, "/compte/verification")
}

// removed goes on after a factor was taken away. Without any other nobody is in: the member is, once more, with the rights
// of one factor.
func (s *site) removed(c *fiber.Ctx, last bool, err error, said, back string) error {
	if err != nil && !errors.Is(err, fault.NotFound) { // it is gone: what they want
		return err
	}
	if last {
		said += " Votre compte n'a plus de seconde étape."
		a, err := s.Accounts.Get(c.UserContext(), who(c).account.ID)
		if err == nil {
			err = s.begin(c, a)
		}
		if err != nil {
			return err
		}
	}
	s.say(c, views.ToneDone, said)
	return seeOther(c, back)
}

// added goes on after a factor was put in place: in a strong session, since its member showed two of them just now.
func (s *site) added(c *fiber.Ctx, rescue []string, said, back string) error {
	a, err := s.Accounts.Get(c.UserContext(), who(c).account.ID)
	if err != nil {
		return err
	}
	a.Strong = true
	if err := s.begin(c, a); err != nil {
		return err
	}
	if rescue != nil {
		return s.showRescue(c, rescue)
	}
	s.say(c, views.ToneDone, said)
	return seeOther(c, back)
}

// showRescue answers a form with printed codes: nothing keeps them, so no other address could show them.
func (s *site) showRescue(c *fiber.Ctx, codes []string) error {
	chrome := s.chrome(c, "Vos codes de secours", views.NavMe)
	chrome.Notice = views.Notice{} // it would ask for what was done just now
	return show(c, views.Rescue(views.RescuePage{Chrome: chrome, Codes: codes,
		Site: "Partant " + s.Site.Region.Name, For: who(c).account.Email}))
}

func (s *site) setUpForm(c *fiber.Ctx) error { return s.showSetUp(c, nil) }

// showSetUp shows what an application must know.
func (s *site) showSetUp(c *fiber.Ctx, wrong fault.Fields) error {
	secret, url, err := s.Accounts.SettingUp(c.UserContext(), who(c).account.ID, c.Cookies(s.cookieName("application")))
	if errors.Is(err, account.ErrOver) {
		return seeOther(c, "/compte/verification")
	}
	if err != nil {
		return err
	}
	path, size, err := qr.Path(url)
	if err != nil {
		return err
	}
	if wrong != nil {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	side := strconv.Itoa(size)
	return show(c, views.SetUp(views.SetUpPage{Chrome: s.chrome(c, "Une application sur votre téléphone", views.NavMe), Path: path,
		Size: "0 0 " + side + " " + side, Secret: fours(secret), Wrong: wrong}))
}

// fours cuts a secret as people copy it.
func fours(secret string) (groups []string) {
	for len(secret) > 4 {
		groups, secret = append(groups, secret[:4]), secret[4:]
	}
	return append(groups, secret)
}

func (s *site) setUp(c *fiber.Ctx) error {
	v := who(c)
	rescue, err := s.Accounts.AddApp(c.UserContext(), v.account.ID, c.Cookies(s.cookieName("application")), strings.TrimSpace(typed(c, account.FieldCode)), v.secret, c.Get("User-Agent"))
	var wrong fault.Fields
	switch {
	case errors.As(err, &wrong):
		return s.showSetUp(c, wrong)
	case errors.Is(err, account.ErrOver), errors.Is(err, fault.Conflict):
		s.say(c, views.ToneWrong, "Cette mise en place est finie : recommencez.")
		return seeOther(c, "/compte/verification")
	case err != nil:
		return err
	}
	s.setCookie(c, "application", "", -1)
	return s.added(c, rescue, "L'application est en place.", "/compte/verification")
}
