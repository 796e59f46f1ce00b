package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"partant/internal/account"
	"partant/internal/distance"
	"partant/internal/event"
	"partant/internal/viewer"
	"partant/views"
)

// Who follows a page is told that it announces an event, and by letter as often as they chose; a page that its words name is told too;
// of a draft nobody is told, until it is announced.
func TestEventNews(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, company := h.speaker("Dumont")
	named, _, theirs := h.speaker("Loiseau")
	fan, daily, stranger := h.join("Berger", viewer.Member), h.join("Petit", viewer.Member), h.join("Moreau", viewer.Member)
	for _, b := range []*browser{fan, daily} {
		b.get("/fiches/"+company.Slug).submit("form.follow", nil).is(http.StatusSeeOther)
	}
	fan.rhythm(account.AtOnce)
	daily.rhythm(account.Daily)
	path := host.announces(func(form url.Values) {
		form.Set(event.FieldBody, "Avec @"+theirs.Slug)
		form.Set(views.FieldDo, views.DoDraft)
		form.Set(viewer.FieldVoice, company.ID)
	})
	h.digested(fan)
	if a := fan.get("/notifications").main(); strings.Contains(a, "Premier atelier") {
		t.Fatal("told of a draft")
	}
	form := host.get(path + "/modifier").is(http.StatusOK)
	form.submit("main form[method=post]", nil).leads(http.StatusSeeOther, path)
	h.notified(fan, "annonce l'événement")
	h.notified(named, "parle de vous dans")
	fan.get("/notifications").has(`main a[href="`+path+`"]`, "Premier atelier")
	stranger.get("/notifications").lacks("main", "Premier atelier")
	host.get("/notifications").lacks("main", "annonce")
	h.rung(fan, 1)
	h.hands.pass(account.Hold)
	h.digested(fan)
	if all := h.news(fan); len(all) != 1 || !strings.Contains(all[0].Subject, "annonce l'événement") || !strings.Contains(all[0].Text, "/evenements/premier-atelier") {
		t.Errorf("%d letters at once: %+v", len(all), all)
	}
	if all := h.news(daily); len(all) != 0 {
		t.Errorf("%d letters before the morning", len(all))
	}
	h.morning(fan, daily)
	if all := h.news(daily); len(all) != 1 || !strings.Contains(all[0].Text, "Premier atelier") {
		t.Errorf("%d letters in the morning: %+v", len(all), all)
	}
	if all := h.news(fan); len(all) != 1 {
		t.Errorf("%d letters at once", len(all))
	}

	host.get(path+"/supprimer").submit("main form", nil).is(http.StatusSeeOther)
	fan.get("/notifications").lacks("main", "Premier atelier")
}

// A page that somebody keeps at a distance tells them nothing.
func TestEventNewsDeaf(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, company := h.speaker("Dumont")
	hears, deaf := h.join("Berger", viewer.Member), h.join("Petit", viewer.Member)
	for _, b := range []*browser{hears, deaf} {
		b.get("/fiches/"+company.Slug).submit("form.follow", nil).is(http.StatusSeeOther)
	}
	deaf.post("/fiches/"+company.Slug+"/distance", url.Values{views.FieldToken: {deaf.token()}, distance.FieldKind: {string(distance.Silence)}}).is(http.StatusSeeOther)
	host.announces(func(form url.Values) { form.Set(viewer.FieldVoice, company.ID) })
	h.notified(hears, "annonce l'événement")
	deaf.get("/notifications").lacks("main", "Premier atelier")
}
