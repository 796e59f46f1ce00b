package web_test

import (
	"net/http"
	"net/url"
	"time"

	"partant/internal/club"
	"partant/views"
)

// assemble fills every field of the room of a club with a payload, as who presides, as a member and as somebody who asks, and looks at what all of them read.
func (c *cast) assemble(payload string) {
	c.h.t.Helper()
	g, owner, other, asks := c.club(c.page), c.of["owner"], c.of["other"], c.of["member"]
	at := "/clubs/" + g.page.Slug
	c.h.hands.pass(9 * time.Hour) // eight announcements and twenty requests a day
	form := func(b *browser, pairs ...string) url.Values {
		f := url.Values{views.FieldToken: {b.token()}}
		for i := 0; i < len(pairs); i += 2 {
			f.Set(pairs[i], pairs[i+1])
		}
		return f
	}
	owner.post(at+"/reglages", form(owner, club.FieldWay, payload, club.FieldQuestions, payload, club.FieldKinds, payload)).harmless()
	owner.post(at+"/reglages", form(owner, club.FieldWay, string(club.OnRequest), club.FieldQuestions, "x"+payload, club.FieldKinds, "x"+payload)).harmless()
	for _, pairs := range [][]string{{club.FieldTitle, payload, club.FieldBody, payload, views.FieldKey, payload, views.FieldPreview, payload}, {club.FieldTitle, "x" + payload, club.FieldBody, "x" + payload, views.FieldKey, payload}} {
		owner.post(at+"/annonces", form(owner, pairs...)).harmless()
	}
	for _, address := range []string{payload, "https://exemple.fr/" + payload} {
		other.post(at+"/liens", form(other, club.FieldTitle, "x"+payload, club.FieldURL, address)).harmless()
	}
	owner.post(at+"/inviter", form(owner, club.FieldEmail, payload)).harmless()
	owner.post(at+"/inviter/liste", form(owner, club.FieldList, payload+"\nx;"+payload, views.FieldListStep, payload)).harmless()
	one := at + "/membres/" + g.member
	owner.post(one+"/cotisation", form(owner, club.FieldKind, payload, club.FieldPaid, payload)).harmless()
	owner.post(one+"/fonction", form(owner, club.FieldRole, payload)).harmless()
	owner.post(one+"/retirer", form(owner, club.FieldReason, payload[:min(len(payload), 3)])).harmless()
	answers := form(asks, club.AnswerField(0), payload, club.FieldKind, payload, club.FieldListed, payload, views.FieldClubSecret, payload)
	asks.get(at + "/rejoindre").is(http.StatusOK).harmless()
	asks.post(at+"/rejoindre", answers).is(http.StatusUnprocessableEntity).harmless()
	owner.post(at+"/reglages", form(owner, club.FieldWay, string(club.OnRequest), club.FieldQuestions, "x"+payload)) // no kinds: any will do
	for i := range club.MaxQuestions {                                                                               // some payloads have several lines
		answers.Set(club.AnswerField(i), "x"+payload)
	}
	asks.post(at+"/rejoindre", answers).is(http.StatusSeeOther)
	owner.get(at + "/demandes").is(http.StatusOK).harmless()
	id := club.IDOf(g.page.ID, asks.account.ID)
	owner.post(at+"/demandes/"+id, form(owner, views.FieldAnswerTo, payload)).harmless()
	owner.post(at+"/demandes/"+id, form(owner, views.FieldAnswerTo, views.AnswerNo, club.FieldWord, "x"+payload)).harmless()
	for _, path := range []string{at, at + "/rejoindre"} {
		asks.get(path).harmless()
	}
	for _, path := range []string{at, at + "/demandes", at + "/membres?nom=" + url.QueryEscape(payload), at + "/reglages", at + "/chiffres", one} {
		owner.get(path).is(http.StatusOK).harmless()
	}
	owner.post(at+"/demandes/"+id, form(owner, views.FieldAnswerTo, views.AnswerLift))
	for _, path := range []string{at, at + "/annonces", at + "/liens", at + "/membres", "/notifications"} {
		other.get(path).is(http.StatusOK).harmless()
	}
	c.of["visitor"].get(at).is(http.StatusOK).harmless()
	for _, path := range []string{at + "/lien/" + url.PathEscape(payload), at + "/invitation/x/" + url.PathEscape(payload), "/discussions?club=" + url.QueryEscape(payload)} {
		c.of["visitor"].get(path).harmless()
	}
}
