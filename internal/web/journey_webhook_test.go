package web_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"partant/internal/config"
	"partant/internal/event"
	"partant/internal/viewer"
	"partant/internal/webhook"
	"partant/views"
)

// listener is the program of somebody else.
type listener struct {
	mu     sync.Mutex
	secret string
	reply  int
	heard  []string // « type id-of-message »
	bodies []string
	wrong  []string
}

func (l *listener) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	known, err := standardwebhooks.NewWebhook(l.secret)
	if err == nil {
		err = known.VerifyIgnoringTimestamp(body, r.Header) // the clock of the house is another
	}
	if err != nil {
		l.wrong = append(l.wrong, err.Error())
	}
	var said struct{ Type string }
	if err := json.Unmarshal(body, &said); err != nil {
		l.wrong = append(l.wrong, err.Error())
	}
	l.heard, l.bodies = append(l.heard, said.Type), append(l.bodies, string(body))
	w.WriteHeader(l.reply)
}

func (l *listener) said(kind string) (n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, one := range l.heard {
		if one == kind {
			n++
		}
	}
	return n
}

// told pays what events and programs are owed, and asserts how often the program heard of a kind.
func (h *house) told(l *listener, kind webhook.Kind, want int) {
	h.t.Helper()
	for _, pay := range []func() error{func() error { return h.Relay.PayDue(h.t.Context()) }, func() error { return h.Webhooks.PayDue(h.t.Context()) }} {
		if err := pay(); err != nil {
			h.t.Fatal(err)
		}
	}
	h.await(string(kind)+" is heard", func() bool { return l.said(string(kind)) >= want })
	if n := l.said(string(kind)); n != want {
		h.t.Errorf("heard %d × %s, want %d: %q", n, kind, want, l.heard)
	}
}

// A program hears, signed, what becomes of the events that everybody may read, and how many come, never who.
func TestWebhookJourney(t *testing.T) {
	t.Parallel()
	l := &listener{reply: http.StatusNoContent}
	server := httptest.NewServer(l)
	t.Cleanup(server.Close)
	h := open(t, func(c *config.Config) { c.ProofAt = server.Listener.Addr().String() })
	host, _, company := h.speaker("Dumont")
	stranger, _, _ := h.speaker("Berger")
	at := "/fiches/" + company.Slug + "/relais"
	stranger.get(at).is(http.StatusForbidden)
	stranger.post(at, url.Values{views.FieldToken: {stranger.token()}, views.FieldDo: {views.DoRelayAdd}}).is(http.StatusForbidden)
	add := `form[action="` + at + `"]:has([name=adresse])`
	press := func(do string) url.Values { return url.Values{views.FieldDo: {do}} }
	for _, inside := range []string{"http://127.0.0.1/x", "https://localhost", "javascript:alert(1)", "https://exemple.fr:8443/"} {
		refused := host.get(at).is(http.StatusOK).submit(add, url.Values{views.FieldDo: {views.DoRelayAdd}, webhook.FieldURL: {inside}}).is(http.StatusUnprocessableEntity)
		refused.has("[role=alert]", "https://")
		if got := attribute(refused.one("input[name=adresse]"), "value"); got != inside {
			t.Errorf("what was typed is %q", got)
		}
	}
	once := host.get(at).submit(add, url.Values{views.FieldDo: {views.DoRelayAdd}, webhook.FieldURL: {"http://exemple.fr/partant"}}).is(http.StatusOK)
	l.secret = attribute(once.one("#secret-du-relais"), "value")
	if !strings.HasPrefix(l.secret, "whsec_") || contains(host.get(at).body, "whsec_") {
		t.Error("the secret is shown once, and once only")
	}
	one := `section.way form`
	host.get(at).submit(one, press(views.DoRelayTry)).leads(http.StatusSeeOther, at)
	h.told(l, webhook.Test, 1)
	host.get(at).has("section.way", "Essai", "reçu (réponse 204)")

	path := host.announcesFor(company, nil)
	host.announcesFor(company, func(f url.Values) {
		f.Set(event.FieldTitle, "Entre nous")
		f.Set(event.FieldFor, string(event.Invited))
	})
	host.announcesFor(company, func(f url.Values) { f.Set(event.FieldTitle, "Pas encore"); f.Set(views.FieldDo, views.DoDraft) })
	h.told(l, webhook.Announced, 1)
	host.get(path+"/modifier").submit("main form[method=post]", url.Values{event.FieldHour: {"19:00"}}).is(http.StatusSeeOther)
	h.told(l, webhook.Changed, 1)
	comer := h.join("zwqk", viewer.Member)
	comer.answers(path, event.Partant, "").is(http.StatusSeeOther)
	h.hands.pass(2 * time.Minute)
	h.told(l, webhook.Counted, 1)
	host.get(path+"/annuler").submit("main form", url.Values{event.FieldReason: {"Il neige."}}).is(http.StatusSeeOther)
	h.told(l, webhook.Cancelled, 1)
	all := strings.Join(l.bodies, "\n")
	for _, secret := range []string{"zwqk", "Entre nous", "Pas encore", comer.account.Email, "salle.exemple.fr"} {
		if strings.Contains(all, secret) {
			t.Errorf("%q is told: %s", secret, all)
		}
	}
	for _, want := range []string{`"title":"Premier atelier`, `"taken":1`, `"state":"cancelled"`, `"reason":"Il neige."`, `"wall":"2027-01-12T19:00"`} {
		if !strings.Contains(all, want) {
			t.Errorf("%s is not told: %s", want, all)
		}
	}
	if len(l.wrong) > 0 {
		t.Errorf("%q", l.wrong)
	}

	turned := host.get(at).submit(one, press(views.DoRelayTurn)).is(http.StatusOK)
	if next := attribute(turned.one("#secret-du-relais"), "value"); next == l.secret {
		t.Error("the secret stayed")
	}
	l.mu.Lock()
	l.reply = http.StatusGone
	l.mu.Unlock()
	host.announcesFor(company, func(f url.Values) { f.Set(event.FieldTitle, "Deuxième") })
	h.told(l, webhook.Announced, 2)
	h.notified(host, "ne répond plus")
	host.get("/notifications").has(`main a[href="`+at+`"]`, company.Name)
	host.get(at).has("section.way", "nous avons cessé de l'appeler", "abandonné (réponse 410)")
	host.get(at).submit(one, press(views.DoRelayEnd)).leads(http.StatusSeeOther, at)
	host.get(at).counts("section.way", 0)
}
