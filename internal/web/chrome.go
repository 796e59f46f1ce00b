package web

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"partant/internal/account"
	"partant/internal/text"
	"partant/views"
)

// show writes a page.
func show(c *fiber.Ctx, page templ.Component) error {
	c.Type("html", "utf-8")
	return page.Render(c.UserContext(), c.Response().BodyWriter())
}

// chrome is what stands around a page.
func (s *site) chrome(c *fiber.Ctx, title string, active views.Nav) views.Chrome {
	v := who(c)
	chrome := views.Chrome{Site: s.Site, Title: title, Active: active, Token: v.token(), Notice: s.notice(c)}
	if reads(c) { // the answer to a form has no address to come back to
		chrome.Path = c.OriginalURL()
	}
	if v.secret != "" {
		chrome.Member = views.Member{Name: called(v.account), Slug: v.account.Slug, Unread: s.unread(c)}
		chrome.Live = views.Live("")
	}
	if chrome.Notice.Say == "" && v.account.Weak() {
		chrome.Notice = weak(v.account)
	}
	return chrome
}

// weak tells somebody who has a role what gives them its rights.
func weak(a account.Account) views.Notice {
	n := views.Notice{Tone: views.ToneInfo, Say: "Vous êtes " + roleName(a.Role) + ". Pour agir comme tel, il faut la vérification en deux étapes.",
		Link: views.Link{Text: "Mettez-la en place", URL: "/compte/verification"}}
	if a.Factored() {
		n.Link = views.Link{Text: "Montrez votre seconde preuve", URL: "/compte/confirmer"}
	}
	return n
}

func called(a account.Account) string {
	if a.Name != "" {
		return a.Name
	}
	return a.Email
}

// canonical is the absolute address of a local path.
func (s *site) canonical(path string) string {
	return strings.TrimSuffix(s.BaseURL.String(), "/") + path
}

// say keeps one sentence for the next page, in a cookie.
func (s *site) say(c *fiber.Ctx, tone views.Tone, sentence string) {
	s.setCookie(c, "avis", string(tone)+"."+base64.RawURLEncoding.EncodeToString([]byte(sentence)), 60e9)
}

// notice takes the sentence that the page before has left.
func (s *site) notice(c *fiber.Ctx) views.Notice {
	kept := c.Cookies(s.cookieName("avis"))
	if kept == "" {
		return views.Notice{}
	}
	s.setCookie(c, "avis", "", -1)
	tone, coded, _ := strings.Cut(kept, ".")
	return noticeOf(tone, coded)
}

// noticeOf reads what say wrote; anything else is no notice.
func noticeOf(tone, coded string) views.Notice {
	sentence, err := base64.RawURLEncoding.DecodeString(coded)
	known := slices.Contains([]views.Tone{views.ToneDone, views.ToneInfo, views.ToneWrong}, views.Tone(tone))
	if err != nil || !known || len(sentence) > 300 || !utf8.Valid(sentence) {
		return views.Notice{}
	}
	return views.Notice{Tone: views.Tone(tone), Say: text.Line(string(sentence))}
}

// next is the local path to go to after a form; anything that leads away from the site leads home.
func next(c *fiber.Ctx, otherwise string) string {
	to := typed(c, views.FieldNext)
	if to == "" {
		to = c.Query(views.FieldNext)
	}
	return local(to, otherwise)
}

// local returns a path of this site in the form browsers cannot read another way, or otherwise.
func local(to, otherwise string) string {
	u, err := url.Parse(to)
	if err != nil || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || u.Host != "" || u.Scheme != "" || strings.ContainsRune(to, '\\') || !printable(u.Path) ||
		strings.Contains(u.Path, "//") {
		return otherwise
	}
	return u.String()
}

func seeOther(c *fiber.Ctx, path string) error { return c.Redirect(path, fiber.StatusSeeOther) }
