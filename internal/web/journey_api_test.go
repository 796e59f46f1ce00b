package web_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/distance"
	"partant/internal/event"
	"partant/internal/follow"
	"partant/internal/id"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// caller is a program with a key; without one it is a visitor.
type caller struct {
	h   *house
	key string
}

// asks sends what a program sends: no cookie, no word of where it comes from.
func (p caller) asks(method, path string, body any, changes ...change) *answer {
	p.h.t.Helper()
	var sent io.Reader
	good := []change{without("Origin"), without("Sec-Fetch-Site")}
	if body != nil {
		raw, ok := body.(string)
		if !ok {
			made, err := json.Marshal(body)
			if err != nil {
				p.h.t.Fatal(err)
			}
			raw = string(made)
		}
		sent = strings.NewReader(raw)
		good = append(good, header("Content-Type", "application/json"))
	}
	if p.key != "" {
		good = append(good, header("Authorization", "Bearer "+p.key))
	}
	return p.h.visit().do(method, path, sent, append(good, changes...)...)
}

// caller gives somebody's program a key.
func (b *browser) caller(scope string) caller {
	b.h.t.Helper()
	key, err := b.h.Accounts.AddProgram(b.h.t.Context(), b.account.ID, account.ProgramDraft{Key: id.New(), Name: "Essai", Scope: scope, Days: "30"}, "Essai")
	if err != nil {
		b.h.t.Fatal(err)
	}
	return caller{b.h, key}
}

// said is a body as programs send it: with fields that there are not, and of any kind.
type said map[string]any

// read is what the interface answers, a thing of any noun or a problem.
type read struct {
	ID, URL, Slug, Title, Parent, Place, Wall, Seat, Cancelled, Reason string

	By         struct{ Slug string }
	Tags       []string
	Places     struct{ Most int }
	Companions int
	Held       bool

	Detail string
	Errors map[string]string
}

// json reads the answer.
func (a *answer) json() (one read) {
	a.t.Helper()
	if err := json.Unmarshal(a.body, &one); err != nil {
		a.t.Fatalf("%s: %v in %.300s", a.asked, err, a.body)
	}
	return one
}

// refuses asserts a problem of a status that names these fields.
func (a *answer) refuses(status int, fields ...string) *answer {
	a.t.Helper()
	a.is(status)
	p := a.json()
	if a.Header.Get("Content-Type") != "application/problem+json" || p.Detail == "" || len(p.Errors) != len(fields) {
		a.t.Errorf("%s: %s", a.asked, a.body)
	}
	for _, f := range fields {
		if p.Errors[f] == "" {
			a.t.Errorf("%s names %v, not %s", a.asked, p.Errors, f)
		}
	}
	return a
}

// made asserts that something was made, and that its address reads what was answered.
func (a *answer) made(p caller) read {
	a.t.Helper()
	a.is(http.StatusCreated)
	at, err := url.Parse(a.Header.Get("Location"))
	if err != nil || !strings.HasPrefix(at.Path, "/api/v1/") {
		a.t.Fatalf("%s is made at %q", a.asked, at)
	}
	if read := p.asks(http.MethodGet, at.Path, nil).is(http.StatusOK); string(read.body) != string(a.body) {
		a.t.Errorf("%s answers %s, %s reads %s", a.asked, a.body, at.Path, read.body)
	}
	return a.json()
}

// A member's program publishes, discusses, answers, follows and announces by a key, by the rules of the forms, until the key is taken away.
func TestKeysJourney(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, own, company := h.speaker("dumont")
	other, theirs, _ := h.speaker("martin")
	h.page(other, func(d *profile.Draft) { d.Name, d.Tags = "Maison Martin", "bois" })
	h.settle()
	p := caller{h, b.program(account.ScopeWrite)}
	visitor := caller{h, ""}

	post := p.asks(http.MethodPost, "/api/v1/posts", said{"as": company.Slug, "title": "Portes ouvertes", "text": "Samedi, **chez nous**.", "tags": []string{"bois", "escalier"}}).made(p)
	if post.By.Slug != company.Slug || post.Title != "Portes ouvertes" || len(post.Tags) != 2 {
		t.Errorf("%v", post)
	}
	b.h.visit().get("/publications/"+post.Slug).is(http.StatusOK).has("h1", "Portes ouvertes")
	if short := p.asks(http.MethodPost, "/api/v1/posts", said{"text": "Une brève."}).made(p); short.By.Slug != own.Slug {
		t.Errorf("without a page, the member's own speaks: %v", short)
	}
	p.asks(http.MethodPost, "/api/v1/posts", said{"as": theirs.Slug, "text": "x"}).refuses(http.StatusUnprocessableEntity, "as")
	once := header("Idempotency-Key", "demande-1")
	first := p.asks(http.MethodPost, "/api/v1/posts", said{"text": "Une fois."}, once).made(p)
	if again := p.asks(http.MethodPost, "/api/v1/posts", said{"text": "Une fois."}, once).made(p); again.ID != first.ID {
		t.Error("asked twice it is done twice")
	}

	talk := p.asks(http.MethodPost, "/api/v1/discussions", said{"as": company.Slug, "kind": "question", "title": "Qui a un établi ?", "text": "À louer.", "theme": "autre", "commune": "45234"}).made(p)
	slug := talk.Slug
	theirsToo := other.caller(account.ScopeWrite)
	answer := theirsToo.asks(http.MethodPost, "/api/v1/comments", said{"discussion": slug, "text": "Moi."}).made(theirsToo)
	h.hands.pass(time.Minute)
	reply := p.asks(http.MethodPost, "/api/v1/comments", said{"comment": answer.ID, "text": "Merci."}).made(p)
	if reply.Parent != answer.ID {
		t.Errorf("%v", reply)
	}
	h.hands.pass(time.Minute)
	theirsToo.asks(http.MethodPost, "/api/v1/comments", said{"post": post.Slug, "text": "Nous viendrons."}).made(theirsToo)
	if l := visitor.asks(http.MethodGet, "/api/v1/discussions/"+slug+"/comments", nil).list(); len(l.Items) != 2 {
		t.Errorf("%d answers", len(l.Items))
	}
	p.asks(http.MethodDelete, "/api/v1/comments/"+answer.ID, nil).refuses(http.StatusForbidden)
	p.asks(http.MethodDelete, "/api/v1/comments/"+reply.ID, nil).is(http.StatusNoContent)

	for _, at := range []string{"/profiles/" + theirs.Slug, "/tags/bois", "/communes/gien", "/discussions/" + slug} {
		for range 2 {
			p.asks(http.MethodPut, "/api/v1"+at+"/follow", nil).is(http.StatusNoContent)
		}
		p.asks(http.MethodPut, "/api/v1"+strings.Replace(at, "s/", "s/nulle-part-", 1)+"/follow", nil).refuses(http.StatusNotFound)
	}
	mine, err := h.Follows.Follows(t.Context(), b.account.Viewer(), follow.Target{Kind: follow.Page, ID: theirs.ID}, follow.Target{Kind: follow.Commune, ID: "45155"})
	if err != nil || !mine[follow.Target{Kind: follow.Page, ID: theirs.ID}] || !mine[follow.Target{Kind: follow.Commune, ID: "45155"}] {
		t.Errorf("%v, %v", mine, err)
	}
	p.asks(http.MethodPut, "/api/v1/profiles/"+own.Slug+"/follow", nil).refuses(http.StatusUnprocessableEntity, "follow")
	p.asks(http.MethodDelete, "/api/v1/profiles/"+theirs.Slug+"/follow", nil).is(http.StatusNoContent)
	p.asks(http.MethodDelete, "/api/v1/profiles/"+theirs.Slug+"/follow", nil).is(http.StatusNoContent)

	h.meeting(b, p, theirsToo, company)

	p.asks(http.MethodDelete, "/api/v1/posts/"+post.Slug, nil).is(http.StatusNoContent)
	p.asks(http.MethodGet, "/api/v1/posts/"+post.Slug, nil).refuses(http.StatusGone)
	theirsToo.asks(http.MethodDelete, "/api/v1/posts/"+first.Slug, nil).refuses(http.StatusForbidden)

	b.get("/compte/logiciels").has(".devices", "servi pour la dernière fois")
	b.get("/compte/logiciels").submit(`form:has(input[name=retirer])`, nil).is(http.StatusSeeOther)
	gone := p.asks(http.MethodPost, "/api/v1/posts", said{"text": "Trop tard."}).refuses(http.StatusUnauthorized)
	if said := gone.Header.Get("WWW-Authenticate"); !strings.Contains(said, "invalid_token") {
		t.Errorf("says %q", said)
	}
}

// meeting announces, changes, answers and cancels an event by keys.
func (h *house) meeting(b *browser, host, guest caller, company profile.Profile) {
	h.t.Helper()
	event1 := said{"as": company.Slug, "title": "Premier atelier", "purpose": "Se rencontrer.", "commune": "45234", "place": "L'atelier", "start": "2027-01-12T18:30:00+01:00", "end": "2027-01-12T20:00", "places": 2, "companions": 1, "tags": []string{"bois"}}
	e := host.asks(http.MethodPost, "/api/v1/events", event1).made(host)
	at := "/api/v1/events/" + e.Slug
	if e.Wall != "2027-01-12T18:30" || e.Places.Most != 2 {
		h.t.Errorf("%v", e)
	}
	guest.asks(http.MethodGet, at+"/answer", nil).refuses(http.StatusNotFound)
	for range 2 {
		if a := guest.asks(http.MethodPut, at+"/answer", said{"says": "partant", "companions": 1, "listed": true}).is(http.StatusOK).json(); a.Seat != "place" || a.Companions != 1 {
			h.t.Errorf("%v", a)
		}
	}
	guest.asks(http.MethodGet, at+"/answer", nil).is(http.StatusOK)
	guest.asks(http.MethodPut, at+"/answer", said{"says": "partant", "companions": 5}).refuses(http.StatusUnprocessableEntity, "companions")
	guest.asks(http.MethodPatch, at, said{"title": "Volé"}, header("If-Match", "*")).refuses(http.StatusForbidden)

	read := host.asks(http.MethodGet, at, nil).is(http.StatusOK)
	known := header("If-Match", read.Header.Get("ETag"))
	host.asks(http.MethodPatch, at, said{"title": "Deuxième"}).refuses(http.StatusPreconditionRequired)
	changed := host.asks(http.MethodPatch, at, said{"start": "2027-01-12T19:00"}, known).is(http.StatusOK).json()
	if changed.Wall != "2027-01-12T19:00" || changed.Title != "Premier atelier" || changed.Place != "L'atelier" {
		h.t.Errorf("%v", changed)
	}
	host.asks(http.MethodPatch, at, said{"title": "Deuxième"}, known).refuses(http.StatusPreconditionFailed)
	host.asks(http.MethodPost, at+"/cancel", said{}).refuses(http.StatusUnprocessableEntity, "reason")
	if off := host.asks(http.MethodPost, at+"/cancel", said{"reason": "Il neige."}).is(http.StatusOK).json(); off.Cancelled == "" || off.Reason != "Il neige." {
		h.t.Errorf("%v", off)
	}
	host.asks(http.MethodPatch, at, said{"title": "x"}, header("If-Match", "*")).refuses(http.StatusConflict)
	guest.asks(http.MethodPut, at+"/answer", said{"says": "partant"}).refuses(http.StatusUnprocessableEntity, "says")
	host.asks(http.MethodDelete, at, nil).is(http.StatusNoContent)
}

// What a program sends wrongly is named; nothing of it is done.
func TestKeysRefuse(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, company := h.speaker("dumont")
	write, read := b.caller(account.ScopeWrite), b.caller(account.ScopeRead)
	good := said{"text": "Une brève."}
	posts := "/api/v1/posts"

	none := caller{h, ""}.asks(http.MethodPost, posts, good).refuses(http.StatusUnauthorized)
	if none.Header.Get("WWW-Authenticate") != `Bearer realm="Partant"` {
		t.Errorf("%q", none.Header.Get("WWW-Authenticate"))
	}
	if a := read.asks(http.MethodPost, posts, good).refuses(http.StatusForbidden); !strings.Contains(a.Header.Get("WWW-Authenticate"), "insufficient_scope") {
		t.Errorf("%q", a.Header.Get("WWW-Authenticate"))
	}
	for at, status := range map[string]int{posts: http.StatusMethodNotAllowed, "/api/v1/rien": http.StatusNotFound} {
		write.asks(http.MethodPatch, at, good).refuses(status)
	}
	for _, key := range []string{"x", "partant_" + b.account.ID + "_" + strings.Repeat("A", 43)} {
		caller{h, key}.asks(http.MethodGet, posts, nil).refuses(http.StatusUnauthorized)
	}
	write.asks(http.MethodGet, posts, nil, header("Authorization", "Basic "+write.key)).refuses(http.StatusUnauthorized)
	b.do(http.MethodPost, posts, strings.NewReader(`{"text":"x"}`), header("Content-Type", "application/json")).refuses(http.StatusUnauthorized) // a session is no key
	write.asks(http.MethodPost, posts, "text=x", header("Content-Type", "application/x-www-form-urlencoded")).refuses(http.StatusUnsupportedMediaType)
	write.asks(http.MethodPost, posts, good, header("Idempotency-Key", strings.Repeat("x", 300))).refuses(http.StatusBadRequest)
	write.asks(http.MethodPost, posts, `{"text":"`+strings.Repeat("x", 70_000)+`"}`).is(http.StatusRequestEntityTooLarge)
	for _, broken := range []string{"", "null", "[]", "3", `{"text":"x"`, `{"text":"x"} {}`, "{\"text\":\"\xff\"}", strings.Repeat("[", 30_000)} {
		write.asks(http.MethodPost, posts, broken).refuses(http.StatusBadRequest)
	}
	for _, c := range []struct {
		method, at string
		body       any
		fields     []string
	}{
		{"POST", posts, said{}, []string{"text"}},
		{"POST", posts, said{"text": "x", "titre": "x", "draft": true}, []string{"titre", "draft"}},
		{"POST", posts, said{"text": 3, "tags": "bois", "preview": "non", "as": []int{}}, []string{"text", "tags", "preview", "as"}},
		{"POST", posts, said{"text": strings.Repeat("x", 20_001), "title": strings.Repeat("x", 161)}, []string{"text", "title"}},
		{"POST", posts, said{"text": "x", "as": "nulle-part"}, []string{"as"}},
		{"POST", "/api/v1/discussions", said{"kind": "x", "text": "x"}, []string{"kind", "title", "theme"}},
		{"POST", "/api/v1/discussions", said{"kind": "proposition", "title": "x", "theme": "autre", "commune": "75056"}, []string{"purpose", "payer", "commune"}},
		{"POST", "/api/v1/discussions", said{"kind": "question", "title": "x", "theme": "autre", "to": "rien", "club": company.Slug}, []string{"to", "club"}},
		{"POST", "/api/v1/discussions", said{"kind": "question", "title": "x", "theme": "autre", "private": true}, []string{"private"}},
		{"POST", "/api/v1/comments", said{"text": "x"}, []string{"discussion"}},
		{"POST", "/api/v1/comments", said{"text": "x", "post": "a", "event": "b"}, []string{"discussion"}},
		{"POST", "/api/v1/comments", said{"text": "x", "post": "rien"}, []string{"post"}},
		{"POST", "/api/v1/comments", said{"text": "x", "comment": "rien"}, []string{"comment"}},
		{"POST", "/api/v1/comments", said{"text": "", "profile": company.Slug}, []string{"text"}},
		{"POST", "/api/v1/events", said{}, []string{"title", "purpose", "place", "start", "end"}},
		{"POST", "/api/v1/events", said{"start": "demain", "end": "", "deadline": "x", "audience": "tous"}, []string{"start", "end", "deadline", "audience"}},
		{"POST", "/api/v1/events", said{"title": "x", "purpose": "x", "link": "http://x", "start": "2020-01-01T10:00", "end": "2020-01-01T11:00", "places": -1, "companions": 99}, []string{"link", "places", "companions"}},
	} {
		write.asks(c.method, c.at, c.body).refuses(http.StatusUnprocessableEntity, c.fields...)
	}
	if l := (caller{h, ""}).asks(http.MethodGet, posts, nil).list(); len(l.Items) != 0 {
		t.Errorf("%d are published", len(l.Items))
	}
	for range 10 {
		h.hands.pass(time.Second)
		write.asks(http.MethodPost, posts, good).is(http.StatusCreated)
	}
	over := b.say(url.Values{viewer.FieldVoice: {company.ID}, "texte": {"Une de trop."}}) // one counter for both ways
	over.is(http.StatusTooManyRequests)
	if a := write.asks(http.MethodPost, posts, good).refuses(http.StatusTooManyRequests); a.Header.Get("Retry-After") == "" {
		t.Error("it does not say how long to wait")
	}
}

// A key reads what its member reads and no more, and what it reads is nobody else's: neither kept nor shown to a visitor.
func TestKeysAudience(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, hers, company := h.speaker("dumont")
	stranger, own, _ := h.speaker("martin")
	hosts, strangers, visitor := host.caller(account.ScopeRead), stranger.caller(account.ScopeRead), caller{h, ""}

	draft := host.announcesFor(company, func(f url.Values) { f.Set(event.FieldTitle, "Pas encore"); f.Set("faire", "brouillon") })
	at := "/api/v1/events/" + strings.TrimPrefix(draft, "/evenements/")
	mine := hosts.asks(http.MethodGet, at, nil).is(http.StatusOK)
	if kept := mine.Header.Get("Cache-Control"); kept != "private, no-store" {
		t.Errorf("what is one member's may be kept: %q", kept)
	}
	strangers.asks(http.MethodGet, at, nil).refuses(http.StatusNotFound)
	visitor.asks(http.MethodGet, at, nil).refuses(http.StatusNotFound)

	public := "/api/v1/profiles/" + hers.Slug
	visitor.asks(http.MethodGet, public, nil).is(http.StatusOK)
	if err := h.Distances.Keep(t.Context(), host.account.Viewer(), own.ID, distance.Block); err != nil {
		t.Fatal(err)
	}
	strangers.asks(http.MethodGet, public, nil).refuses(http.StatusForbidden)
	hosts.asks(http.MethodGet, public, nil).is(http.StatusOK)
	if a := visitor.asks(http.MethodGet, public, nil).is(http.StatusOK); a.Header.Get("ETag") == "" {
		t.Error("what everybody reads is not kept any more")
	}
}

// What the members of a club say and announce among themselves is read by their keys, and by no other; a key announces nothing for a page that is not
// its member's.
func TestKeysInClubs(t *testing.T) {
	t.Parallel()
	c := gather(open(t))
	room := c.club(c.page)
	owner, inside, outside, judge, visitor := c.program("owner"), c.program("other"), c.program("member"), c.program("moderator"), c.program("visitor")
	talk := owner.asks(http.MethodPost, "/api/v1/discussions", said{"as": room.page.Slug, "kind": "question", "title": "Entre nous", "theme": "autre", "club": room.page.Slug, "private": true}).made(owner)
	meet := owner.asks(http.MethodPost, "/api/v1/events", said{"as": room.page.Slug, "title": "Le dîner", "purpose": "Dîner.", "link": "https://exemple.fr/salle", "start": "2027-01-12T18:30", "end": "2027-01-12T20:00", "audience": "members"}).made(owner)
	at, event := "/api/v1/discussions/"+talk.Slug, "/api/v1/events/"+meet.Slug
	said1 := inside.asks(http.MethodPost, "/api/v1/comments", said{"discussion": talk.Slug, "text": "Oui."}).made(inside)
	for _, path := range []string{at, at + "/comments", event, "/api/v1/comments/" + said1.ID} {
		inside.asks(http.MethodGet, path, nil).is(http.StatusOK)
		for _, no := range []caller{outside, judge, visitor} {
			no.asks(http.MethodGet, path, nil).refuses(http.StatusNotFound)
		}
	}
	for _, no := range []caller{outside, judge} {
		no.asks(http.MethodPut, at+"/follow", nil).refuses(http.StatusNotFound)
		no.asks(http.MethodPut, event+"/answer", said{"says": "partant"}).refuses(http.StatusNotFound)
		no.asks(http.MethodDelete, event, nil).refuses(http.StatusNotFound)
	}
	for field, what := range map[string]string{"discussion": talk.Slug, "event": meet.Slug, "comment": said1.ID} {
		judge.asks(http.MethodPost, "/api/v1/comments", said{field: what, "text": "Je lis."}).refuses(http.StatusUnprocessableEntity, field)
	}
	inside.asks(http.MethodPost, "/api/v1/events", said{"as": room.page.Slug, "title": "x", "purpose": "x", "link": "https://exemple.fr", "start": "2027-01-12T18:30", "end": "2027-01-12T20:00"}).refuses(http.StatusUnprocessableEntity, "as")
	outside.asks(http.MethodPost, "/api/v1/discussions", said{"kind": "question", "title": "Chez vous", "theme": "autre", "club": room.page.Slug}).is(http.StatusUnprocessableEntity)
}
