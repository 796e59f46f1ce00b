//go:build !race

package main

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/url"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/app"
	"partant/internal/config"
	"partant/internal/discussion"
	"partant/internal/follow"
	"partant/internal/id"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/views"
)

// person is a member with a page of their own, and their session.
type person struct {
	account account.Account
	page    profile.Profile
	session string
}

// form is something that was sent, and would be sent again from the same page.
type form struct {
	by    *person
	path  string
	typed map[string]string
	file  []byte
}

// stricken is a site that loses its power again and again.
type stricken struct {
	t         *testing.T
	dir, addr string
	store     string // empty: SQLite in dir
	process   *exec.Cmd

	speakers, listeners []*person
	talk                discussion.Discussion
	planned             int

	titles, words []string          // of publications and answers that must be there, once each
	covers        map[string]string // what the last cover of a page shows, by its slug
	paths         []string          // addresses that must answer
}

// openAt opens the program in this process, at another time.
func (s *stricken) openAt(shift time.Duration) *app.App {
	s.t.Helper()
	now := func() time.Time { return time.Now().Add(shift).UTC().Truncate(time.Millisecond) }
	cfg := config.Config{Addr: ":4545", Data: s.dir, Store: s.store, Region: "loiret", Search: "embedded", MetricsAddr: "off"}
	a, err := app.OpenAt(s.t.Context(), cfg, slog.New(slog.DiscardHandler), app.Clocks{Wall: now, Steady: time.Now})
	if err != nil {
		s.t.Fatal(err)
	}
	return a
}

// admit makes a member with a page that was shown to be theirs.
func (s *stricken) admit(a *app.App, name string) *person {
	s.t.Helper()
	ctx, p := s.t.Context(), &person{}
	must := func(err error) {
		if err != nil {
			s.t.Fatal(err)
		}
	}
	var err error
	p.account, err = a.Accounts.Admit(ctx, account.Entry{Name: name, Email: strings.ToLower(name) + "@exemple.invalid", Adult: true, Terms: true}, "Essai")
	must(err)
	p.page, err = a.Profiles.Create(ctx, p.account.Viewer(), profile.Draft{Key: id.New(), Kind: profile.Company, Name: "Atelier " + name, Commune: "45234"})
	must(err)
	mate := profile.Mate{Account: p.account.ID, Role: profile.Owner}
	_, err = a.Profiles.Join(ctx, p.page.ID, profile.Entry{ID: id.New(), Mate: mate, Verified: &profile.Verified{Means: "fichier", Of: "exemple.invalid", At: p.page.Created}})
	must(err)
	p.session, err = a.Accounts.Open(ctx, p.account, "Essai")
	must(err)
	return p
}

// people fills a new folder three days ago: speakers, listeners who follow a discussion, and publications that were planned for a
// moment at which no program ran.
func people(t *testing.T) *stricken {
	t.Helper()
	s := &stricken{t: t, dir: t.TempDir(), addr: freeAddr(t), covers: map[string]string{}, planned: 3}
	a := s.openAt(-72 * time.Hour)
	for _, name := range []string{"Odile", "Fanny", "Claude", "Nina", "Marion"} {
		s.speakers = append(s.speakers, s.admit(a, name))
	}
	for _, name := range []string{"Rita", "Maud"} {
		s.listeners = append(s.listeners, s.admit(a, name))
	}
	first, ctx := s.speakers[0], t.Context()
	var err error
	s.talk, err = a.Talk.Open(ctx, first.account.Viewer(), discussion.Draft{Voice: first.page.ID, Kind: discussion.Question, Title: "Qui coupe le courant ?", Theme: "autre", Body: "Encore."})
	for _, l := range s.listeners {
		if err == nil {
			err = a.Follows.Follow(ctx, l.account.Viewer(), follow.Target{Kind: follow.Talk, ID: s.talk.ID}, "")
		}
	}
	day := time.Now().Add(-48 * time.Hour).Format(time.DateOnly)
	for n := range s.planned {
		title := fmt.Sprintf("Prévu %d", n)
		if err == nil {
			_, err = a.Posts.Publish(ctx, first.account.Viewer(), post.Draft{Voice: first.page.ID, Title: title, Body: s.naming(), Later: true, Planned: true, Day: day, Hour: "12:00"})
		}
		s.titles = append(s.titles, title)
	}
	if err := errors.Join(err, a.Close()); err != nil {
		t.Fatal(err)
	}
	return s
}

// naming is a text that names those who listen.
func (s *stricken) naming() string {
	var all []string
	for _, l := range s.listeners {
		all = append(all, "@"+l.page.Slug)
	}
	return "Avec " + strings.Join(all, " et ") + "."
}

func (s *stricken) start() {
	s.process = startChild(s.t, s.dir, s.addr, "PARTANT_STORE="+s.store)
}

// kill ends the program as a power cut does, after a while.
func (s *stricken) kill(after time.Duration) {
	time.Sleep(after)
	s.process.Process.Kill()
	s.process.Wait()
}

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// fill opens the page of a form and types.
func (s *stricken) fill(by *person, at, path string, typed map[string]string) form {
	s.t.Helper()
	body, status := s.ask(by, at)
	if status != http.StatusOK {
		s.t.Fatalf("%s: %d", at, status)
	}
	f := form{by: by, path: path, typed: map[string]string{}}
	for _, m := range hiddenField.FindAllStringSubmatch(body, -1) {
		f.typed[m[1]] = html.UnescapeString(m[2])
	}
	for name, value := range typed {
		f.typed[name] = value
	}
	return f
}

// encoded is f as a browser sends it: in parts when there is a photo.
func (f form) encoded() (body io.Reader, kind string) {
	if f.file == nil {
		values := url.Values{}
		for name, value := range f.typed {
			values.Set(name, value)
		}
		return strings.NewReader(values.Encode()), "application/x-www-form-urlencoded"
	}
	var parts bytes.Buffer
	w := multipart.NewWriter(&parts)
	for name, value := range f.typed {
		w.WriteField(name, value)
	}
	photo, _ := w.CreateFormFile(views.FieldCover, "photo.png") // memory takes all that is written
	photo.Write(f.file)
	w.Close()
	return &parts, w.FormDataContentType()
}

// send sends a form, and returns where it leads: an empty address where the program died first.
func (s *stricken) send(f form) string {
	body, kind := f.encoded()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, "http://"+s.addr+f.path, body)
	if err != nil {
		s.t.Error(err)
		return ""
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Origin", "http://"+s.addr)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: "partant-session", Value: f.by.session})
	a, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(r)
	if err != nil {
		return ""
	}
	defer a.Body.Close()
	if a.StatusCode != http.StatusSeeOther {
		said, _ := io.ReadAll(a.Body)
		s.t.Errorf("%s: %d %s", f.path, a.StatusCode, said)
	}
	return a.Header.Get("Location")
}

func (s *stricken) ask(by *person, path string) (body string, status int) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, "http://"+s.addr+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	if by != nil {
		r.AddCookie(&http.Cookie{Name: "partant-session", Value: by.session})
	}
	a, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer a.Body.Close()
	b, err := io.ReadAll(a.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(b), a.StatusCode
}
