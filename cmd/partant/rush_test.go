//go:build !race

package main

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/mail"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/event"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/testrig"
	"partant/views"
)

// rush is a room of too few places, and a crowd with a thumb on the button (SAFETY.md R3).
type rush struct {
	*stricken
	host          *person
	slug          string
	crowd         []*comer
	places, leave int
	client        *http.Client
	taken         atomic.Int64 // answers that were acknowledged
}

// rushTitle is that of the event.
const rushTitle = "Soirée des chefs d'entreprise"

// comer is one of the crowd.
type comer struct {
	*person
	token      string
	sent, told time.Time // when the button was pressed first, and when the first answer came
	number     int64
	group      event.Group
}

// gather fills a new store with a crowd, and announces an event that is too small for it.
func gather(t *testing.T, store string, people, places, leave int) *rush {
	t.Helper()
	r := &rush{stricken: &stricken{t: t, dir: t.TempDir(), addr: freeAddr(t), store: store}, places: places, leave: leave}
	r.client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 2 * people}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	a := r.openAt(-72 * time.Hour)
	r.host = r.admit(a, "Odile")
	for n := range people {
		p := &person{}
		var err error
		if p.account, err = a.Accounts.Admit(t.Context(), account.Entry{Name: fmt.Sprintf("Claude %d", n), Email: fmt.Sprintf("claude%d@exemple.invalid", n), Adult: true, Terms: true}, "Essai"); err == nil {
			p.session, err = a.Accounts.Open(t.Context(), p.account, "Essai")
		}
		if err != nil {
			t.Fatal(err)
		}
		r.crowd = append(r.crowd, &comer{person: p})
	}
	soon := time.Now().Add(30 * 24 * time.Hour).Format(time.DateOnly)
	e, err := a.Events.Announce(t.Context(), r.host.account.Viewer(), event.Draft{Key: id.New(), Voice: r.host.page.ID, Title: rushTitle, Purpose: "Se voir.",
		Commune: "45234", Place: "Le grand hall", Day: soon, Hour: "18:30", EndDay: soon, EndHour: "21:00", Places: strconv.Itoa(places)})
	if err == nil {
		err = a.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	r.slug = e.Slug
	return r
}

// opens has everybody look at the page of the event, and keeps what its forms carry.
func (r *rush) opens() {
	for _, one := range r.crowd {
		f := r.fill(one.person, "/evenements/"+r.slug, "", nil)
		one.token = f.typed[views.FieldToken]
	}
}

// press presses the button twice, and again for as long as nobody answers.
func (r *rush) press(one *comer, says event.Says, first *sync.WaitGroup) {
	one.sent, one.told = time.Now(), time.Time{}
	var twice sync.WaitGroup
	var told sync.Once
	for range 2 {
		twice.Go(func() {
			defer first.Done()
			for end := time.Now().Add(2 * time.Minute); ; time.Sleep(50 * time.Millisecond) {
				status, err := r.post(one, says)
				if err == nil && status == http.StatusSeeOther {
					told.Do(func() { one.told = time.Now(); r.taken.Add(1) })
					return
				}
				if err == nil && status != http.StatusServiceUnavailable || time.Now().After(end) {
					r.t.Errorf("%s hears %d, %v", one.account.Name, status, err)
					return
				}
			}
		})
	}
	twice.Wait()
}

func (r *rush) post(one *comer, says event.Says) (status int, err error) {
	form := url.Values{views.FieldToken: {one.token}, event.FieldSays: {string(says)}}
	ask, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, "http://"+r.addr+"/evenements/"+r.slug+"/reponse", strings.NewReader(form.Encode()))
	if err != nil {
		return 0, err
	}
	ask.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	ask.Header.Set("Origin", "http://"+r.addr)
	ask.Header.Set("Sec-Fetch-Site", "same-origin")
	ask.AddCookie(&http.Cookie{Name: "partant-session", Value: one.session})
	answer, err := r.client.Do(ask)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode, err
}

// together has some press the button at the same instant, and kills the program once so many answers were acknowledged; it comes back at once.
func (r *rush) together(some []*comer, says event.Says, killAt int64) {
	r.t.Helper()
	r.taken.Store(0)
	var all sync.WaitGroup
	first := &sync.WaitGroup{}
	first.Add(2 * len(some))
	start := make(chan struct{})
	for _, one := range some {
		all.Go(func() { <-start; r.press(one, says, first) })
	}
	close(start)
	for end := time.Now().Add(2 * time.Minute); r.taken.Load() < killAt && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	r.kill(0)
	r.t.Logf("%d of %d were told before the program was killed", r.taken.Load(), len(some))
	r.start()
	all.Wait()
}

// reads takes from the store what became of everybody.
func (r *rush) reads() {
	r.t.Helper()
	r.kill(0)
	a := r.openAt(0)
	defer a.Close()
	by := map[string]*comer{}
	for _, one := range r.crowd {
		by[one.account.ID] = one
	}
	seen := 0
	for _, g := range []event.Group{event.GroupPlaced, event.GroupWaiting, event.GroupNo} {
		for is, err := range page.All(page.MaxLimit, func(req page.Req) (page.Of[event.Answer], error) {
			return a.Events.Comers(r.t.Context(), r.host.account.Viewer(), r.slug, g, req)
		}) {
			if err != nil {
				r.t.Fatal(err)
			}
			seen++
			by[is.Account].number, by[is.Account].group = is.Number, g
		}
	}
	if seen != len(r.crowd) {
		r.t.Errorf("%d answers for %d people", seen, len(r.crowd))
	}
}

// inOrder fails unless places went by the order of arrival: who was told before another pressed the button came before them.
func (r *rush) inOrder(gone int64) {
	r.t.Helper()
	placed := int64(r.places) + gone
	held := map[int64]bool{}
	for _, one := range r.crowd {
		if one.number < 1 || one.number > int64(len(r.crowd)) || held[one.number] {
			r.t.Errorf("%s has the number %d", one.account.Name, one.number)
		}
		held[one.number] = true
		want := event.GroupWaiting
		switch {
		case one.number <= gone:
			want = event.GroupNo
		case one.number <= placed:
			want = event.GroupPlaced
		}
		if one.group != want {
			r.t.Errorf("number %d is %s, not %s", one.number, one.group, want)
		}
	}
}

// fair fails when somebody who was told that they are in came after somebody who had not pressed the button then.
func (r *rush) fair() {
	r.t.Helper()
	for _, one := range r.crowd {
		for _, other := range r.crowd {
			if one.told.Before(other.sent) && one.number > other.number {
				r.t.Errorf("%s was told before %s asked, and came after", one.account.Name, other.account.Name)
			}
		}
	}
}

// letters waits until everybody has their letters, and fails unless each has what they are due, once.
func (r *rush) letters() {
	r.t.Helper()
	due := map[string]string{} // how the last letter of each begins
	for _, one := range r.crowd {
		due[one.account.Email] = map[event.Group]string{event.GroupPlaced: "Vous êtes partant", event.GroupWaiting: "En liste d'attente", event.GroupNo: "Vous ne venez plus"}[one.group]
		if one.group == event.GroupPlaced && one.number > int64(r.places) {
			due[one.account.Email] = "Une place s'est libérée"
		}
	}
	var got map[string]map[string]int
	for end := time.Now().Add(3 * time.Minute); ; time.Sleep(100 * time.Millisecond) {
		got = r.outbox()
		missing := 0
		for to, what := range due {
			if got[to][what] == 0 {
				missing++
			}
		}
		if missing == 0 {
			break
		}
		if time.Now().After(end) {
			r.t.Fatalf("after three minutes %d letters have not left", missing)
		}
	}
	for to, what := range due {
		for said, times := range got[to] {
			early := said == "Vous êtes partant" && what == "Vous ne venez plus" || said == "En liste d'attente" && what == "Une place s'est libérée"
			if times != 1 || said != what && !early {
				r.t.Errorf("%s has %d letters « %s », and is due « %s »", to, times, said, what)
			}
		}
	}
}

// outbox counts the letters by whom they are for, and by what their subject says before the title.
func (r *rush) outbox() map[string]map[string]int {
	r.t.Helper()
	got := map[string]map[string]int{}
	files, err := filepath.Glob(filepath.Join(r.dir, "outbox", "*.eml"))
	if err != nil {
		r.t.Fatal(err)
	}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			r.t.Fatal(err)
		}
		letter, err := mail.ReadMessage(f)
		if err = errors.Join(err, f.Close()); err != nil {
			r.t.Fatal(err)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(letter.Header.Get("Subject"))
		to, err2 := mail.ParseAddress(letter.Header.Get("To"))
		if err := errors.Join(err, err2); err != nil {
			r.t.Fatal(err)
		}
		what, title, _ := strings.Cut(subject, " : ")
		if title != rushTitle {
			continue // they are welcome, besides
		}
		if got[to.Address] == nil {
			got[to.Address] = map[string]int{}
		}
		got[to.Address][what]++
	}
	return got
}

// run is the whole of it: the rush, those who give their place back, and what everybody is told.
func (r *rush) run() {
	r.t.Helper()
	r.start()
	r.opens()
	r.together(r.crowd, event.Partant, int64(len(r.crowd)/3))
	r.reads()
	r.inOrder(0)
	r.fair()
	if r.t.Failed() {
		return
	}
	var leavers []*comer
	for _, one := range r.crowd {
		if one.number <= int64(r.leave) {
			leavers = append(leavers, one)
		}
	}
	r.start()
	r.together(leavers, event.No, int64(r.leave/2))
	r.reads()
	r.inOrder(int64(r.leave))
	r.start()
	r.letters()
}

// TestWholeRush has four hundred people press the button twice at the same instant, for a hundred and fifty places, and kills the program
// in their midst; then thirty give their place back, and it is killed again. Places go by the order of arrival, each answer that was
// acknowledged is there, once, and each of them has one letter of what became of them.
func TestWholeRush(t *testing.T) {
	times, of := 1, []int{30, 12, 5} // the test server of MongoDB reads a whole collection for every filter
	if os.Getenv("PARTANT_ENDURE") != "" {
		times, of = 20, []int{400, 150, 30}
	}
	for n := range times {
		t.Run(fmt.Sprintf("round %d", n+1), func(t *testing.T) {
			t.Run("SQLite", func(t *testing.T) {
				t.Parallel()
				gather(t, "", 400, 150, 30).run()
			})
			t.Run("MongoDB", func(t *testing.T) {
				t.Parallel()
				gather(t, testrig.Mongo(t), of[0], of[1], of[2]).run()
			})
		})
	}
}
