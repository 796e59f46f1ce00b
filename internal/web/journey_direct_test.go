package web_test

import (
	"bufio"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"partant/internal/club"
	"partant/internal/distance"
	"partant/internal/event"
	"partant/internal/viewer"
	"partant/views"
)

// ear is a connection that listens.
type ear struct {
	h      *house
	conn   net.Conn
	head   *http.Response
	events chan string // « cloche 3 non lues »; closed when the site hangs up
}

// listens opens /direct as a browser does.
func (b *browser) listens(query string) *ear {
	b.h.t.Helper()
	conn, err := net.Dial("tcp", b.h.addr)
	if err != nil {
		b.h.t.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodGet, "http://"+b.h.addr+"/direct"+query, nil)
	if err != nil {
		b.h.t.Fatal(err)
	}
	req.Header.Set("Accept", "text/event-stream")
	req.Host = b.h.Base.Host
	for name, value := range b.cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	dump, _ := httputil.DumpRequest(req, false)
	if _, err := conn.Write(dump); err != nil {
		b.h.t.Fatal(err)
	}
	lines := bufio.NewReader(conn)
	head, err := http.ReadResponse(lines, req)
	if err != nil {
		b.h.t.Fatal(err)
	}
	e := &ear{h: b.h, conn: conn, head: head, events: make(chan string, 100)}
	go func() {
		defer conn.Close() // the house hangs up before it ends
		defer close(e.events)
		name := ""
		for text := bufio.NewScanner(head.Body); text.Scan(); {
			key, value, _ := strings.Cut(text.Text(), ": ")
			switch key {
			case "event":
				name = value
			case "data", "retry":
				e.events <- strings.TrimSpace(name + " " + value)
			}
		}
	}()
	return e
}

// hears waits for an event, whatever comes before it.
func (e *ear) hears(want string) {
	e.h.t.Helper()
	for late := time.After(30 * time.Second); ; {
		select {
		case got, open := <-e.events:
			if got == want {
				return
			}
			if !open {
				e.h.t.Fatalf("the site hung up before it said %q", want)
			}
		case <-late:
			e.h.t.Fatalf("it never said %q", want)
		}
	}
}

// The bell rings in every window, and is silent in every window once its member has read in one.
func TestDirectBell(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner, fan := h.join("odile", viewer.Member), h.join("fanny", viewer.Member)
	p := h.page(owner, nil)
	one, two, other := owner.listens(""), owner.listens(""), fan.listens("")
	if kind := one.head.Header.Get("Content-Type"); one.head.StatusCode != http.StatusOK || kind != "text/event-stream; charset=utf-8" || one.head.Header.Get("Cache-Control") != "no-store" ||
		one.head.Header.Get("X-Accel-Buffering") != "no" || one.head.Header.Get("Content-Security-Policy") == "" {
		t.Errorf("%d %v", one.head.StatusCode, one.head.Header)
	}
	for _, e := range []*ear{one, two, other} {
		e.hears("cloche 0")
	}
	fan.get("/fiches/"+p.Slug).submit("form.follow", nil).is(http.StatusSeeOther)
	one.hears("cloche 1 non lue")
	two.hears("cloche 1 non lue")
	owner.get("/notifications").submit(`form[action="/notifications/lues"]:not(.told *)`, nil).is(http.StatusSeeOther)
	one.hears("cloche 0")
	two.hears("cloche 0")
	select {
	case got := <-other.events:
		t.Errorf("who is not concerned hears %q", got)
	default:
	}
}

// Whoever reads a discussion hears how many answers it has, signed in or not.
func TestDirectAnswers(t *testing.T) {
	t.Parallel()
	h := open(t)
	asker, _, _ := h.speaker("odile")
	path := asker.opened(nil)
	asker.says(path, "Je précise.")
	slug := "?" + views.ParamDiscussion + "=" + url.QueryEscape(strings.TrimPrefix(path, "/discussions/"))
	page := h.visit().get(path).is(http.StatusOK)
	page.counts(`script[data-direct="/direct`+slug+`"], .fresh[role=status][data-answers="1"]`, 2)
	visitor, member := h.visit().listens(slug), asker.listens(slug)
	for _, e := range []*ear{visitor, member} {
		e.hears("reponses 1")
	}
	asker.says(path, "À Gien.")
	for _, e := range []*ear{visitor, member} {
		e.hears("reponses 2")
	}
	h.visit().get("/").counts("script[data-direct]", 0)
	asker.get("/").counts(`script[data-direct="/direct"]`, 1)
}

// Whoever asks for a page, or has nothing to listen to, hears it in plain words.
func TestDirectPlainly(t *testing.T) {
	t.Parallel()
	h := open(t)
	asker, _, _ := h.speaker("odile")
	path := asker.opened(nil)
	v, slug := h.visit(), "?discussion="+strings.TrimPrefix(path, "/discussions/")
	stream := header("Accept", "text/event-stream")
	v.do(http.MethodGet, "/direct", nil, stream).is(http.StatusNoContent)
	v.get("/direct").leads(http.StatusSeeOther, "/notifications")
	v.get("/direct"+slug).leads(http.StatusSeeOther, path)
	v.do(http.MethodHead, "/direct"+slug, nil, stream).is(http.StatusSeeOther)
	v.do(http.MethodGet, "/direct?discussion=rien", nil, stream).is(http.StatusNotFound)
	v.do(http.MethodPost, "/direct", nil).is(http.StatusMethodNotAllowed)
}

// One address has so many connections and no more, and gets the seats of those that left.
func TestDirectIsBounded(t *testing.T) {
	t.Parallel()
	h := open(t, counted)
	b := h.join("odile", viewer.Member)
	var all []*ear
	for range 50 {
		all = append(all, b.listens(""))
	}
	for _, e := range all {
		e.hears("cloche 0")
	}
	if e := b.listens(""); e.head.StatusCode != http.StatusServiceUnavailable || e.head.Header.Get("Retry-After") == "" {
		t.Errorf("the 51st: %d", e.head.StatusCode)
	}
	h.join("fanny", viewer.Member).listens("").hears("cloche 0")
	all[0].conn.Close()
	h.await("a free seat", func() bool { return h.Live.Listening() < 51 })
	b.listens("").hears("cloche 0")
}

// Who reads an event hears how full it is; who may not read it hears nothing, and an invitation is its address.
func TestDirectRoom(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	path := host.announces(nil)
	slug := strings.TrimPrefix(path, "/evenements/")
	visitor := h.visit()
	if at := attribute(visitor.get(path).one("script[data-direct]"), "data-direct"); at != "/direct?"+views.ParamMeeting+"="+slug {
		t.Errorf("the page listens at %q", at)
	}
	e := visitor.listens("?" + views.ParamMeeting + "=" + slug)
	e.hears("places 0 Il reste 2\u00a0places sur 2")
	e.hears("reponses 0")
	visitor.get(path).counts(`.thread .fresh[role=status][data-answers="0"]`, 1)
	host.says(path, "On entre par la cour.")
	e.hears("reponses 1")
	visitor.get(path).counts(`.thread .fresh[data-answers="1"]`, 1)
	host.post(path+"/fermer", url.Values{views.FieldToken: {host.token()}}).is(http.StatusSeeOther)
	visitor.get(path).counts(".fresh", 0)
	host.answers(path, event.Partant, "").is(http.StatusSeeOther)
	e.hears("places 50 Il reste 1\u00a0place sur 2")
	host.answers(path, event.Partant, "1").is(http.StatusSeeOther)
	e.hears("places 100 Complet")
	host.get(path+"/annuler").submit("main form", url.Values{event.FieldReason: {"Il neige."}}).is(http.StatusSeeOther)
	e.hears("places " + views.RoomShut)
	secret := host.announces(func(f url.Values) { f.Set(event.FieldTitle, "Un brouillon"); f.Set(views.FieldDo, views.DoDraft) })
	draft := "/direct?" + views.ParamMeeting + "=" + strings.TrimPrefix(secret, "/evenements/")
	for _, at := range []string{draft, "/direct?" + views.ParamMeeting + "=rien"} {
		visitor.get(at, header("Accept", "text/event-stream")).is(http.StatusNotFound)
	}
}

// What is for the members of a club, or for who is invited, is heard by them alone, and only for as long as they may: who leaves the club or blocks it
// hears no number any more, and so it is with a discussion among members.
func TestDirectEndsWithTheRight(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	stays, _, _ := h.speaker("Berger")
	leaves, _, _ := h.speaker("Perdu")
	blocked, _, _ := h.speaker("Fâché")
	stranger, visitor := h.join("Moreau", viewer.Member), h.visit()
	room := host.clubOf("Club Essais 45", club.Open)
	for _, b := range []*browser{stays, leaves, blocked} {
		b.joins(room, nil).is(http.StatusSeeOther)
	}
	path := host.announces(func(f url.Values) {
		f.Set(viewer.FieldVoice, room.ID)
		f.Set(event.FieldFor, string(event.Members))
	})
	secret := host.announces(func(f url.Values) {
		f.Set(event.FieldTitle, "Entre nous")
		f.Set(event.FieldFor, string(event.Invited))
	})
	talk := host.among(room.Slug, "Le budget du salon", "Combien ?")
	at, said := "?"+views.ParamMeeting+"="+strings.TrimPrefix(path, "/evenements/"), "?"+views.ParamDiscussion+"="+strings.TrimPrefix(talk, "/discussions/")
	for _, b := range []*browser{stranger, visitor} {
		for _, query := range []string{at, said, "?" + views.ParamMeeting + "=entre-nous"} {
			b.get("/direct"+query, header("Accept", "text/event-stream")).is(http.StatusNotFound)
		}
	}
	sealed := visitor.listens("?" + views.ParamMeeting + "=" + strings.TrimPrefix(secret, "/evenements/")) // the address is the invitation
	sealed.hears("places 0 Il reste 2\u00a0places sur 2")
	visitor.get(secret).counts(".fresh", 0)
	host.says(secret, "Le code de la porte est dans la lettre.")
	stays.answers(secret, event.Partant, "").is(http.StatusSeeOther)
	for got := ""; got != "places 50 Il reste 1\u00a0place sur 2"; {
		select {
		case got = <-sealed.events:
		case <-time.After(30 * time.Second):
			t.Fatal("it does not hear how full it is")
		}
		if strings.HasPrefix(got, "reponses") {
			t.Errorf("who has only the address hears %q", got)
		}
	}
	free, one := "places 0 Il reste 2\u00a0places sur 2", "places 50 Il reste 1\u00a0place sur 2"
	hears, gone, kept, talked := stays.listens(at), leaves.listens(at), blocked.listens(at), leaves.listens(said)
	for _, e := range []*ear{hears, gone, kept} {
		e.hears(free)
	}
	talked.hears("reponses 0")
	leaves.get("/clubs/"+room.Slug+"/quitter").submit("main form", nil).is(http.StatusSeeOther)
	blocked.post("/fiches/"+room.Slug+"/distance", url.Values{views.FieldToken: {blocked.token()}, distance.FieldKind: {string(distance.Block)}}).is(http.StatusSeeOther)
	stays.answers(path, event.Partant, "").is(http.StatusSeeOther)
	stays.says(talk, "Cent euros.")
	stays.says(path, "J'apporte le café.")
	hears.hears(one)
	hears.hears("reponses 1")
	for name, e := range map[string]*ear{"who left": gone, "who blocked the club": kept, "who left, of the discussion": talked} {
		for got := range e.events { // until it is closed
			if got == one || got == "reponses 1" {
				t.Errorf("%s hears %q", name, got)
			}
		}
	}
	leaves.get("/direct"+at, header("Accept", "text/event-stream")).is(http.StatusNotFound)
}

// A program that is told to stop tells whoever listens to come back in a moment, and ends at once.
func TestDirectEnds(t *testing.T) {
	t.Parallel()
	var e *ear
	t.Run("house", func(t *testing.T) {
		h := open(t)
		e = h.join("odile", viewer.Member).listens("")
		e.hears("cloche 0")
	})
	last := ""
	for got := range e.events {
		last = got
	}
	if !strings.HasPrefix(last, "cloche ") || len(last) < len("cloche 1000") {
		t.Errorf("the last word is %q", last)
	}
}
