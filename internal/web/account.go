package web

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/limit"
	"partant/internal/page"
	"partant/internal/text"
	"partant/internal/viewer"
	"partant/views"
)

func (s *site) signUpForm(c *fiber.Ctx) error {
	if who(c).viewer().SignedIn() {
		return seeOther(c, next(c, "/compte"))
	}
	i, from, err := s.joining(c)
	if err != nil {
		return err
	}
	form := s.signUpPage(c, from)
	form.Name, form.Email = i.Name, i.Email
	return show(c, views.SignUp(form))
}

func (s *site) signUpPage(c *fiber.Ctx, from string) views.SignUpPage {
	form := views.SignUpPage{Chrome: s.chrome(c, "Créer un compte", views.NavMe), Next: next(c, ""), From: from}
	if from == "" {
		form.Services = s.offers()
	}
	return form
}

// signUp has a code written to the address; the account is made once it comes back. Only a form that could make one counts
// for the limit: a slip of the hand locks nobody out.
func (s *site) signUp(c *fiber.Ctx) error {
	_, from, err := s.joining(c)
	if err != nil {
		return err
	}
	form := s.signUpPage(c, from)
	form.Name, form.Email = typed(c, account.FieldName), typed(c, account.FieldEmail)
	form.Adult, form.Terms = typed(c, account.FieldAdult) != "", typed(c, account.FieldTerms) != ""
	entry := account.Entry{Name: form.Name, Email: form.Email, Password: typed(c, account.FieldPassword), Adult: form.Adult, Terms: form.Terms}
	err = unbaited(c, s.Accounts.Check(entry))
	if err == nil {
		err = s.Limits.Allow(c.UserContext(), limit.SignUp, limit.Visitor(s.client(c)))
	}
	if err == nil {
		err = s.askLetter(c, account.Knock{Email: form.Email, Next: form.Next, Entry: &entry, Service: c.Cookies(s.cookieName("service"))})
	}
	if errors.As(err, &form.Wrong) {
		if entry.Password != "" && form.Wrong[account.FieldPassword] == "" {
			form.Wrong.Add(account.FieldPassword, "Tapez-le encore une fois : nous ne le gardons pas d'une page à l'autre.")
		}
		return show(c.Status(fiber.StatusUnprocessableEntity), views.SignUp(form))
	}
	return err
}

func (s *site) signInForm(c *fiber.Ctx) error {
	if who(c).viewer().SignedIn() {
		return seeOther(c, next(c, "/compte"))
	}
	return show(c, views.SignIn(s.signInPage(c)))
}

func (s *site) signInPage(c *fiber.Ctx) views.SignInPage {
	return views.SignInPage{Chrome: s.chrome(c, "Se connecter", views.NavMe), Email: typed(c, account.FieldEmail), Next: next(c, ""),
		Keys: s.Accounts.HasDevices(), Services: s.offers()}
}

// signIn lets in by a password. Who gives none has a code written.
func (s *site) signIn(c *fiber.Ctx) error {
	ctx := c.UserContext()
	if typed(c, account.FieldPassword) == "" {
		return s.knock(c)
	}
	if err := s.Limits.Allow(ctx, limit.SignIn, limit.Visitor(s.client(c))); err != nil {
		return err
	}
	form := s.signInPage(c)
	a, err := s.Accounts.SignIn(ctx, form.Email, typed(c, account.FieldPassword))
	if err == nil {
		if err = s.arrive(c, a, form.Next); err == nil || !errors.Is(err, fault.NotFound) {
			return err
		}
		err = account.ErrWrong // it was erased in this very instant
	}
	switch {
	case errors.As(err, &form.Wrong):
		return show(c.Status(fiber.StatusUnprocessableEntity), views.SignIn(form))
	case errors.Is(err, fault.TooMany):
		form.Refuse = "Trop d'essais avec un mauvais mot de passe : patientez quelques minutes, puis recommencez."
		sayWait(c, err, waitOf(err))
		return show(c.Status(fiber.StatusTooManyRequests), views.SignIn(form))
	}
	return err
}

// signOut ends the session. Somebody who is signed out already has what they want.
func (s *site) signOut(c *fiber.Ctx) error {
	if v := who(c); v.secret != "" {
		if err := s.Accounts.Close(c.UserContext(), v.secret); err != nil {
			return err
		}
		s.setCookie(c, "session", "", -1)
		c.Set("Clear-Site-Data", `"storage"`) // what the scanner of a door keeps on this phone
	}
	s.say(c, views.ToneDone, "Vous êtes déconnecté.")
	return seeOther(c, "/")
}

// pagesShown is how many of their pages a member sees on their account.
const pagesShown = 100

func (s *site) account(c *fiber.Ctx) error { return s.showAccount(c, nil) }

func (s *site) showAccount(c *fiber.Ctx, wrong fault.Fields) error {
	ctx, v := c.UserContext(), who(c)
	mine, err := s.Lists.OfMember(ctx, v.account.ID, page.Req{Limit: pagesShown})
	if err != nil {
		return err
	}
	sessions, err := s.Accounts.Sessions(ctx, v.account.ID)
	if err != nil {
		return err
	}
	p := views.AccountPage{Chrome: s.chrome(c, "Mon compte", views.NavMe), Name: v.account.Name, Email: v.account.Email,
		Since: views.Day(v.account.Created.In(clock.Paris)), Pages: s.ownPages(mine.Items, v.viewer()), Role: roleName(v.account.Role), Password: v.account.Password != "",
		Factored: v.account.Factored(), Keys: s.Accounts.HasDevices(), Services: len(s.offers()) > 0 || len(v.account.Identities) > 0, Letters: v.account.Letters,
		Language: v.account.Language, Rhythm: v.account.Rhythm, Discreet: v.account.Discreet, Wrong: wrong}
	for _, one := range sessions {
		p.Sessions = append(p.Sessions, views.Session{ID: one.Digest, Device: device(one.Agent), Since: views.Moment(one.Created.In(clock.Paris)),
			Seen: views.Moment(one.Seen.In(clock.Paris)), Current: one.Digest == id.Digest(v.secret)})
	}
	return show(c, views.Account(p))
}

// rename changes the name of an account.
func (s *site) rename(c *fiber.Ctx) error {
	err := s.Accounts.Rename(c.UserContext(), who(c).account.ID, typed(c, account.FieldName), c.Get(fiber.HeaderUserAgent))
	var wrong fault.Fields
	if errors.As(err, &wrong) {
		return s.showAccount(c.Status(fiber.StatusUnprocessableEntity), wrong)
	}
	if err != nil {
		return err
	}
	s.say(c, views.ToneDone, "C'est noté. Votre page porte son propre nom : changez-le aussi si besoin.")
	return seeOther(c, "/compte")
}

// setLetters keeps from whom a member wants letters.
func (s *site) setLetters(c *fiber.Ctx) error {
	from := account.Letters(typed(c, account.FieldLetters))
	switch from {
	case "":
		return fault.Invalid
	case views.LettersFromAll:
		from = account.LettersFromAll
	}
	if err := s.Accounts.SetLetters(c.UserContext(), who(c).account.ID, from); err != nil {
		return err
	}
	s.say(c, views.ToneDone, "C'est noté. Cela vaut pour les lettres à venir.")
	return seeOther(c, "/compte")
}

// setRhythm keeps how often a member is written to about what is new.
func (s *site) setRhythm(c *fiber.Ctx) error {
	if err := s.Accounts.SetRhythm(c.UserContext(), who(c).account.ID, typed(c, account.FieldRhythm)); err != nil {
		return err
	}
	s.say(c, views.ToneDone, "C'est noté. Nos lettres suivront ce rythme.")
	return seeOther(c, "/compte")
}

// setLanguage keeps in which language Partant writes to a member.
func (s *site) setLanguage(c *fiber.Ctx) error {
	if err := s.Accounts.SetLanguage(c.UserContext(), who(c).account.ID, typed(c, account.FieldLanguage)); err != nil {
		return err
	}
	s.say(c, views.ToneDone, "C'est noté. Nos prochaines lettres seront dans cette langue.")
	return seeOther(c, "/compte")
}

func roleName(r viewer.Role) string {
	switch r {
	case viewer.Admin:
		return "administrateur"
	case viewer.Moderator:
		return "modérateur"
	}
	return ""
}

// device is what people call a browser, read from how it names itself.
func device(agent string) string {
	on := func(names [][2]string, otherwise string) string {
		for _, n := range names {
			if strings.Contains(agent, n[0]) {
				return n[1]
			}
		}
		return otherwise
	}
	browser := on([][2]string{{"Firefox/", "Firefox"}, {"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser", "Samsung Internet"},
		{"Chrome/", "Chrome"}, {"Safari/", "Safari"}}, "Navigateur inconnu")
	system := on([][2]string{{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS", "Mac"},
		{"Linux", "Linux"}}, "")
	if system == "" {
		return text.Cut(browser, 60)
	}
	return browser + " sur " + system
}

func (s *site) endSession(c *fiber.Ctx) error {
	if err := s.Accounts.CloseOne(c.UserContext(), who(c).account.ID, typed(c, views.FieldDevice)); err != nil {
		return err
	}
	s.say(c, views.ToneDone, "Cet appareil est déconnecté.")
	return seeOther(c, "/compte")
}
