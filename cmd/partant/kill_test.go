package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"image"
	"image/png"
	"io"
	"log/slog"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/app"
	"partant/internal/comment"
	"partant/internal/config"
	"partant/internal/discussion"
	"partant/internal/follow"
	"partant/internal/id"
	"partant/internal/notify"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/viewer"
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
	cfg := config.Config{Addr: ":4545", Data: s.dir, Region: "loiret", Search: "embedded", MetricsAddr: "off"}
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

func (s *stricken) start() { s.process = startChild(s.t, s.dir, s.addr) }

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

// publication is the form of one that names those who listen; it will have to be there.
func (s *stricken) publication(by *person) form {
	title := fmt.Sprintf("Nouvelle %d", len(s.titles))
	s.titles = append(s.titles, title)
	return s.fill(by, "/publications/nouvelle", "/publications", map[string]string{viewer.FieldVoice: by.page.ID, post.FieldTitle: title, post.FieldBody: s.naming(), views.FieldDo: views.DoPublish})
}

// answer is the form of an answer in the discussion; it will have to be there.
func (s *stricken) answer(by *person) form {
	word := fmt.Sprintf("Réponse numéro %d.", len(s.words))
	s.words = append(s.words, word)
	at := "/discussions/" + s.talk.Slug
	return s.fill(by, at, at+"/reponses", map[string]string{viewer.FieldVoice: by.page.ID, comment.FieldBody: word})
}

// cover is the form of a photo that stands above a page.
func (s *stricken) cover(by *person) form {
	at := "/fiches/" + by.page.Slug + "/photos"
	s.covers[by.page.Slug] = fmt.Sprintf("La façade, numéro %d", len(s.words)*100+len(s.titles))
	f := s.fill(by, at, at, map[string]string{views.FieldDo: views.DoCover, views.FieldCoverAlt: s.covers[by.page.Slug]})
	var b bytes.Buffer
	png.Encode(&b, image.NewGray(image.Rect(0, 0, 640, 320+len(s.titles))))
	f.file = b.Bytes()
	return f
}

// acknowledged sends a form whose answer comes.
func (s *stricken) acknowledged(f form) {
	s.t.Helper()
	where := s.send(f)
	if where == "" {
		s.t.Fatalf("%s was not answered", f.path)
	}
	if f.file == nil {
		s.paths = append(s.paths, where)
	}
}

var photoIn = regexp.MustCompile(`src="(/medias/[^"]+)"`)

// holds fails when something is missing that was acknowledged.
func (s *stricken) holds() {
	s.t.Helper()
	for _, path := range s.paths {
		if _, status := s.ask(nil, strings.Split(path, "#")[0]); status != http.StatusOK {
			s.t.Errorf("%s was acknowledged, and is %d", path, status)
		}
	}
	for slug, alt := range s.covers {
		body, _ := s.ask(nil, "/fiches/"+slug)
		photos := photoIn.FindAllStringSubmatch(body, -1)
		if !strings.Contains(body, alt) || len(photos) == 0 {
			s.t.Errorf("%s does not show %q, %d photos", slug, alt, len(photos))
		}
		for _, photo := range photos {
			if bytes, status := s.ask(nil, photo[1]); status != http.StatusOK || len(bytes) == 0 {
				s.t.Errorf("%s is %d", photo[1], status)
			}
		}
	}
}

// TestKilledAfterPublished kills the program at random moments after it acknowledged a publication, an answer or a photo, and in the
// midst of others, which are then sent again by the same form. In the end all that was said is there, once, those who are named or
// follow the discussion were told of each, once, and what was planned for a moment without a program appeared, once.
func TestKilledAfterPublished(t *testing.T) {
	kills := 10
	if os.Getenv("PARTANT_ENDURE") != "" {
		kills = 40 // more than that one member may not publish in an hour
	}
	s, dice := people(t), rand.New(rand.NewPCG(4, 4))
	var unsure []form
	for i := range kills {
		s.start()
		s.holds()
		for _, f := range unsure {
			s.acknowledged(f)
		}
		unsure = nil
		by := s.speakers[i%len(s.speakers)]
		says := []func(*person) form{s.publication, s.answer, s.cover}
		for n := range says {
			s.acknowledged(says[(i+n)%len(says)](by))
		}
		if i%2 == 0 {
			s.kill(time.Duration(dice.IntN(30)) * time.Millisecond)
			continue
		}
		f, sent := says[i/2%2](s.speakers[(i+2)%len(s.speakers)]), make(chan string)
		go func() { sent <- s.send(f) }()
		s.kill(time.Duration(dice.IntN(8)) * time.Millisecond)
		<-sent
		unsure = append(unsure, f)
	}
	s.start()
	for _, f := range unsure {
		s.acknowledged(f)
	}
	s.holds()
	s.kill(0)
	s.once()
}

// once lets an hour pass, in which what was out of the reach of others is taken up again, and counts what is there.
func (s *stricken) once() {
	t, ctx := s.t, s.t.Context()
	t.Helper()
	a := s.openAt(time.Hour)
	defer a.Close()
	late, err := a.Posts.PublishDue(ctx)
	untold, err2 := a.Notifier.Pay(ctx)
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d publications and %d notices were left over by the kills", late, untold)
	due := map[string]string{} // what one is told of, and why
	for _, p := range s.posts(ctx, a) {
		due[p.ID] = p.Title
	}
	if len(due) != len(s.titles) {
		t.Errorf("%d publications are there, %d were made", len(due), len(s.titles))
	}
	answers, err := a.Answers.Of(ctx, comment.Target{Kind: comment.Discussion, ID: s.talk.ID}, page.Req{Limit: page.MaxLimit})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range answers.Items {
		due[notify.AnswerMark+c.ID] = c.Body
	}
	if len(due) != len(s.titles)+len(s.words) {
		t.Errorf("%d things are there, %d publications and %d answers were made", len(due), len(s.titles), len(s.words))
	}
	for _, l := range s.listeners {
		s.heard(a, l, due)
	}
}

// posts are all publications, and fails when one is there twice.
func (s *stricken) posts(ctx context.Context, a *app.App) (all []post.Post) {
	s.t.Helper()
	times := map[string]int{}
	for _, by := range s.speakers {
		got, err := a.Posts.OfPage(ctx, by.page.ID, page.Req{Limit: page.MaxLimit})
		if err != nil {
			s.t.Fatal(err)
		}
		for _, p := range got.Items {
			if times[p.Title]++; p.Draft {
				s.t.Errorf("%s is a draft", p.Title)
			}
		}
		all = append(all, got.Items...)
	}
	for _, title := range s.titles {
		if times[title] != 1 {
			s.t.Errorf("%s is there %d times", title, times[title])
		}
	}
	return all
}

// heard fails when somebody was not told of something, or twice.
func (s *stricken) heard(a *app.App, l *person, due map[string]string) {
	s.t.Helper()
	times := map[string]int{}
	for n, err := range a.Notices.All(s.t.Context(), l.account.ID) {
		if err != nil {
			s.t.Fatal(err)
		}
		if n.Thing.At != "" {
			times[n.Thing.At]++
		} else {
			times[n.Thing.ID]++
		}
	}
	for of, what := range due {
		if times[of] != 1 {
			s.t.Errorf("%s is told %d times of %q", l.page.Name, times[of], what)
		}
	}
	if len(times) != len(due) {
		s.t.Errorf("%s is told of %d things, not %d", l.page.Name, len(times), len(due))
	}
}

// TestPlannedWhileDead lets the moment of publications pass while no program runs: the next start publishes and tells, and another one
// after a kill does neither again.
func TestPlannedWhileDead(t *testing.T) {
	s := people(t)
	s.start()
	for end := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		read, _ := s.ask(s.listeners[0], "/notifications")
		told := 0
		for n := range s.planned {
			if _, status := s.ask(nil, fmt.Sprintf("/publications/prevu-%d", n)); status == http.StatusOK && strings.Contains(read, fmt.Sprintf("Prévu %d", n)) {
				told++
			}
		}
		if told == s.planned {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("after a minute %d of %d have appeared and are told", told, s.planned)
		}
	}
	s.kill(0)
	s.start()
	s.kill(0)
	s.once()
}
