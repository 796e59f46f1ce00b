package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/event"
	"partant/internal/post"
	"partant/internal/viewer"
	"partant/views"
)

// What is HTML alone shows nothing: it is refused as blanks are, and what was typed is there to be changed.
func TestNothingShown(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, own, _ := h.speaker("Dumont")
	path := b.announces(nil)
	for _, nothing := range []string{"<div>Bonjour</div>", "<!-- rien -->", "<script>\nalert(1)\n</script>"} {
		refused := func(a *answer) {
			t.Helper()
			a.is(http.StatusUnprocessableEntity).shows(".field .wrong", "Il ne reste rien à lire")
		}
		refused(b.get(path).submit(answerForm, url.Values{comment.FieldBody: {nothing}}))
		refused(b.say(url.Values{viewer.FieldVoice: {own.ID}, post.FieldTitle: {"Bonjour"}, post.FieldBody: {nothing}}))
		talk, meeting := question(), workshop()
		talk.Set(discussion.FieldBody, nothing)
		meeting.Set(event.FieldBody, nothing)
		refused(b.get("/discussions/nouvelle").submit("main form[method=post]", talk))
		refused(b.get("/evenements/nouveau").submit("main form[method=post]", meeting))
	}
	b.announces(func(form url.Values) { form.Set(event.FieldBody, "") })
	b.get(path).submit(answerForm, url.Values{comment.FieldBody: {"<b>Bonjour</b> à tous"}, views.FieldPreview: {"oui"}}).is(http.StatusOK).shows("main", "Bonjour")
}
