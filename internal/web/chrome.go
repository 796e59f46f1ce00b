package web

import (
	"encoding/base64"
	"net/url"
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"partant/internal/account"
	"partant/views"
)

// show writes a page.
func show(c *fiber.Ctx, page templ.Component) error {
	c.Type("html", "utf-8")
	return page.Render(c.UserContext(), c.Response().BodyWriter())
}

// chrome is what stands around a page. Pages of members are kept by nobody.
func (s *site) chrome(c *fiber.Ctx, title string, active views.Nav) views.Chrome {
	v := who(c)
	chrome := views.Chrome{Site: s.Site, Title: title, Active: active, Path: c.OriginalURL(), Token: v.token(), Notice: s.notice(c)}
	if v.secret != "" {
		chrome.Member = views.Member{Name: called(v.account), Slug: v.account.Slug}
		c.Set("Cache-Control", "no-store")
	}
	return chrome
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
	sentence, err := base64.RawURLEncoding.DecodeString(coded)
	if err != nil || len(sentence) > 300 {
		return views.Notice{}
	}
	return views.Notice{Tone: views.Tone(tone), Say: string(sentence)}
}

// next is the local path to go to after a form; anything that leads away from the site leads home.
func next(c *fiber.Ctx, otherwise string) string {
	to := c.FormValue(views.FieldNext)
	if to == "" {
		to = c.Query(views.FieldNext)
	}
	u, err := url.Parse(to)
	if err != nil || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") ||
		u.Host != "" || u.Scheme != "" {
		return otherwise
	}
	return to
}

func seeOther(c *fiber.Ctx, path string) error { return c.Redirect(path, fiber.StatusSeeOther) }
