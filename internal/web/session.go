package web

import (
	"crypto/hmac"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/identification"
	"partant/internal/viewer"
	"partant/views"
)

type key int

const (
	keyRef key = iota
	keyVisitor
	keyCommon  // toKeep: the content that the request will draw is the same for everybody
	keyFiles   // []*multipart.FileHeader: the files of the form
	keyAround  // distance.Around: what stands between whoever asks and others
	keyRespond // *views.RespondForm that is shown again
	keyOurs    // a form that comes from a page of ours
	keyPassing // the index is away: what is drawn is nobody's to keep
)

// visitor is who is at the other end: the zero visitor is anonymous.
type visitor struct {
	account account.Account
	secret  string // of the session

	program *account.Program // that asks in the name of the account, instead of a session
}

func who(c *fiber.Ctx) visitor {
	v, _ := c.Locals(keyVisitor).(visitor)
	return v
}

// known reports whether it is known who is there, by a session or by a key.
func (v visitor) known() bool { return v.secret != "" || v.program != nil }

func (v visitor) viewer() viewer.Viewer {
	if !v.known() || v.account.Leaves() {
		return viewer.Viewer{}
	}
	return v.account.Viewer()
}

// token is what forms of this session carry: it can be made only by who has the cookie.
func (v visitor) token() string {
	if v.secret == "" {
		return ""
	}
	return id.Mark([]byte(v.secret), "partant form")
}

// visitor finds the account behind the session cookie. A cookie that leads nowhere is taken back.
func (s *site) visitor(c *fiber.Ctx) error {
	secret := c.Cookies(s.cookieName("session"))
	if secret == "" {
		return c.Next()
	}
	a, err := s.Accounts.Resume(c.UserContext(), secret)
	switch {
	case errors.Is(err, fault.SignedOut):
		s.setCookie(c, "session", "", -1)
		return c.Next()
	case err != nil:
		return err
	}
	c.Locals(keyVisitor, visitor{account: a, secret: secret})
	c.SetUserContext(viewer.With(c.UserContext(), who(c).viewer()))
	return c.Next()
}

// leaves reports whether whoever asks has an account that will be deleted.
func leaves(c *fiber.Ctx) bool {
	a := who(c).account
	return a.Leaves()
}

// member lets only signed-in people pass; others sign in first and come back. What they typed is kept meanwhile.
func (s *site) member(c *fiber.Ctx) error {
	switch {
	case who(c).viewer().SignedIn():
		return c.Next()
	case leaves(c):
		return seeOther(c, "/compte/depart")
	case reads(c):
		return fault.SignedOut
	}
	return s.sendAgain(c, fiber.StatusUnauthorized)
}

// doors are the forms of visitors: where they come from is proof enough (DESIGN 8, Forms of visitors). Somebody who
// signed in meanwhile in another tab may send them.
// Whatever is under /connexion is one.
var doors = []string{"/connexion", "/inscription", "/inscription/fin"}

func door(path string) bool {
	return slices.Contains(doors, path) || strings.HasPrefix(path, "/connexion/")
}

// tokenFits checks the token of a signed-in form. One that was drawn for another session is shown again, to be sent
// again: nothing that was typed is lost.
func (s *site) tokenFits(c *fiber.Ctx) error {
	if !byForm(c) {
		return c.Next()
	}
	want := who(c).token()
	if want == "" || door(c.Path()) || hmac.Equal([]byte(typed(c, views.FieldToken)), []byte(want)) {
		return c.Next()
	}
	return s.sendAgain(c, fiber.StatusForbidden)
}

// sendAgain shows a page that holds all that was typed, passwords apart, with a button that sends it once more.
func (s *site) sendAgain(c *fiber.Ctx, status int) error {
	p := views.SendAgainPage{Chrome: s.chrome(c, "Envoyer à nouveau", views.NavMe), Action: local(c.OriginalURL(), "/")}
	p.Chrome.NoIndex = true
	for name, value := range c.Request().PostArgs().All() {
		if field := string(name); field != views.FieldToken && field != account.FieldPassword {
			p.Fields = append(p.Fields, views.Typed{Name: field, Value: string(value)})
		}
	}
	return show(c.Status(status), views.SendAgain(p))
}

// begin signs somebody in, in a session of its own that is as strong as a is; the one before ends.
func (s *site) begin(c *fiber.Ctx, a account.Account) error {
	if was := who(c); was.secret != "" {
		if err := s.Accounts.Close(c.UserContext(), was.secret); err != nil {
			return err
		}
	}
	open := s.Accounts.Open
	if a.Strong {
		open = s.Accounts.OpenStrong
	}
	secret, err := open(c.UserContext(), a, c.Get("User-Agent"))
	if err != nil {
		return err
	}
	s.setCookie(c, "session", secret, account.MostDays*24*time.Hour)
	s.witness(c, identification.Entry{Account: a.ID, Event: identification.Used})
	return nil
}

func (s *site) cookieName(name string) string {
	if s.secure() {
		return "__Host-partant-" + name
	}
	return "partant-" + name
}

// setCookie sets a cookie that scripts cannot read; a negative age takes it back.
func (s *site) setCookie(c *fiber.Ctx, name, value string, age time.Duration) {
	cookie := &fiber.Cookie{Name: s.cookieName(name), Value: value, Path: "/", HTTPOnly: true, Secure: s.secure(),
		SameSite: fiber.CookieSameSiteLaxMode, MaxAge: int(age.Seconds())}
	if age < 0 {
		cookie.MaxAge, cookie.Expires = -1, time.Unix(1, 0)
	}
	c.Cookie(cookie)
}
