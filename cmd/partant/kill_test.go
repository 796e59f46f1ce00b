//go:build !race

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"math/rand/v2"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"partant/internal/app"
	"partant/internal/comment"
	"partant/internal/notify"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/viewer"
	"partant/views"
)

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

// TestWholeKilledAfterPublished kills the program at random moments after it acknowledged a publication, an answer or a photo, and in the
// midst of others, which are then sent again by the same form. In the end all that was said is there, once, those who are named or
// follow the discussion were told of each, once, and what was planned for a moment without a program appeared, once.
func TestWholeKilledAfterPublished(t *testing.T) {
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

// TestWholePlannedWhileDead lets the moment of publications pass while no program runs: the next start publishes and tells, and another one
// after a kill does neither again.
func TestWholePlannedWhileDead(t *testing.T) {
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
