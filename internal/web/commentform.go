package web

import (
	"errors"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/comment"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/limit"
	"partant/internal/moderation"
	"partant/internal/text"
	"partant/internal/viewer"
	"partant/views"
)

// answerForm is an empty form of an answer that is sent to a path.
func (s *site) answerForm(c *fiber.Ctx, action string, r reader) views.AnswerForm {
	return views.AnswerForm{Action: action, Token: who(c).token(), Key: id.New(), Voices: r.voices, Voice: r.voiceOf(""),
		Label: "Votre réponse", Button: "Publier la réponse"}
}

// sentAnswer is the form as it was sent.
func (s *site) sentAnswer(c *fiber.Ctx, action string, r reader) views.AnswerForm {
	f := s.answerForm(c, action, r)
	f.Text, f.Voice = typed(c, comment.FieldBody), r.voiceOf(typed(c, viewer.FieldVoice))
	f.Aspect = comment.Aspect(typed(c, comment.FieldAspect))
	if key := typed(c, views.FieldKey); id.Valid(key) {
		f.Key = key
	}
	return f
}

// takeAnswer publishes what a form holds, or fills the form with what is to be shown again: a preview, or what is wrong.
func (s *site) takeAnswer(c *fiber.Ctx, of subject, parent string, r reader, f *views.AnswerForm) (a comment.Comment, again bool, err error) {
	words, err := s.Answers.Preview(c.UserContext(), f.Text)
	err = unbaited(c, err)
	if errors.As(err, &f.Wrong) || err == nil && !r.speaks(f.Voice, &f.Wrong) || err == nil && typed(c, views.FieldPreview) != "" {
		f.Preview = words.HTML
		return a, true, nil
	}
	if err == nil {
		a, err = s.sayDraft(c, of, comment.Draft{Key: f.Key, Target: of.target, Parent: parent, Voice: f.Voice, Body: f.Text, Words: words, Aspect: f.Aspect})
	}
	if errors.As(err, &f.Wrong) {
		return a, true, nil
	}
	return a, false, err
}

// sayDraft publishes an answer that was looked at. One that comes twice is not refused for coming too soon.
func (s *site) sayDraft(c *fiber.Ctx, of subject, d comment.Draft) (a comment.Comment, err error) {
	ctx := c.UserContext()
	if err = s.Answers.CheckAspect(ctx, of.target, d.Parent, d.Aspect); err != nil {
		return a, err
	}
	if err = s.maySay(c, limit.Reply, limit.ReplyFirst); err != nil && !made(s.Answers.Get(ctx, d.Key)) {
		return a, err
	}
	a, err = s.Answers.Answer(ctx, who(c).viewer(), d)
	if errors.Is(err, comment.ErrClosed) {
		err = fault.Fields{comment.FieldBody: closedNow(of)}
	}
	return a, err
}

// closedNow is said to somebody who wrote while answers were ended.
func closedNow(of subject) string {
	what := map[comment.Kind]string{comment.Discussion: "La discussion vient d'être close : on n'y répond plus.",
		comment.Post: "Les réponses à cette publication viennent d'être fermées.", comment.Page: "Cette page ne prend plus de questions.",
		comment.Event: "On n'écrit plus sous cet événement."}
	return what[of.target.Kind] + " Votre texte est là, si vous voulez le garder."
}

// published leads to an answer that was just written.
func (s *site) published(c *fiber.Ctx, of subject, a *comment.Comment) error {
	if a.Down != nil {
		return s.toHeld(c, moderation.Answer, a.ID)
	}
	path, err := s.answerPath(c.UserContext(), of, a)
	if err != nil {
		return err
	}
	more, err := s.echoed(c, who(c).viewer(), a)
	if err != nil {
		return err
	}
	s.say(c, views.ToneDone, "Votre réponse est publiée."+more)
	return seeOther(c, path)
}

// statusOf is that of a form that is shown again.
func statusOf(wrong fault.Fields) int {
	if len(wrong) > 0 {
		return fiber.StatusUnprocessableEntity
	}
	return fiber.StatusOK
}

// replyForm asks for an answer to an answer. With ?citer= it begins with the words that are answered.
func (s *site) replyForm(c *fiber.Ctx) error {
	a, of, r, err := s.replying(c)
	if err != nil {
		return err
	}
	if len(r.voices) == 0 {
		return s.noVoice(c, "/reponses/"+url.PathEscape(a.ID))
	}
	f := s.answerForm(c, "/reponses/"+url.PathEscape(a.ID)+"/repondre", r)
	if c.Query(views.ParamQuote) != "" {
		f.Text, err = s.quoted(c, &a)
		if err != nil {
			return err
		}
	}
	return s.showReply(c, a, of, r, f)
}

// replying is the answer that is answered.
func (s *site) replying(c *fiber.Ctx) (a comment.Comment, of subject, r reader, err error) {
	a, of, err = s.oneAnswer(c)
	if err == nil {
		err = a.Unseen()
	}
	if err == nil {
		err = s.see(c, a.By.Page) // what is hidden in its place is not quoted here
	}
	if err == nil && of.closed && reads(c) {
		err = comment.ErrClosed
	}
	if err == nil {
		r, err = s.readerOf(c)
	}
	return a, of, r, err
}

func (s *site) showReply(c *fiber.Ctx, a comment.Comment, of subject, r reader, f views.AnswerForm) error {
	shown, err := s.wholeAnswer(c, a, r)
	if err != nil {
		return err
	}
	p := views.AnswerPage{Chrome: s.chrome(c, "Répondre à "+views.Said(shown.By), of.place), Subject: views.Link{Text: of.title, URL: of.path}, Answer: shown, Form: f}
	return show(c.Status(statusOf(f.Wrong)), views.ReplyToAnswer(p))
}

func (s *site) reply(c *fiber.Ctx) error {
	above, of, r, err := s.replying(c)
	if err != nil {
		return err
	}
	if len(r.voices) == 0 {
		return s.noVoice(c, "/reponses/"+url.PathEscape(above.ID))
	}
	f := s.sentAnswer(c, "/reponses/"+url.PathEscape(above.ID)+"/repondre", r)
	a, again, err := s.takeAnswer(c, of, above.ID, r, &f)
	switch {
	case err != nil:
		return err
	case again:
		return s.showReply(c, above, of, r, f)
	}
	return s.published(c, of, &a)
}

// mostQuote bounds how much of an answer another one begins with.
const mostQuote = 600

// quoted is what somebody wrote, as a quotation in Markdown that says who and leads there.
func (s *site) quoted(c *fiber.Ctx, a *comment.Comment) (string, error) {
	found, err := s.bylines(c.UserContext(), distinct([]string{a.By.Page}))
	if err != nil {
		return "", err
	}
	who := strings.NewReplacer("[", "", "]", "", "\\", "").Replace(views.Said(saidBy(a, found)))
	var b strings.Builder
	b.WriteString("> [" + who + "](" + s.canonical("/reponses/"+url.PathEscape(a.ID)) + ") :\n>\n")
	for _, line := range lines(text.Cut(a.Body, mostQuote)) {
		b.WriteString("> " + line + "\n")
	}
	return b.String() + "\n", nil
}

// noVoice leads a member who has no page to the welcome, where they make one.
func (s *site) noVoice(c *fiber.Ctx, back string) error {
	return show(c, views.NoVoice(views.NoVoicePage{Chrome: s.chrome(c, "D'abord, dites qui vous êtes", views.NavTalk), Back: back}))
}

func (s *site) editAnswerForm(c *fiber.Ctx) error {
	a, err := s.Answers.ForEdit(c.UserContext(), who(c).viewer(), c.Params("id"))
	if err != nil {
		return s.tooLate(c, err)
	}
	return s.showEditAnswer(c, a, views.AnswerForm{Text: a.Body})
}

// tooLate says that an answer can be changed no more, and what can be done instead.
func (s *site) tooLate(c *fiber.Ctx, err error) error {
	if !errors.Is(err, comment.ErrTooLate) {
		return err
	}
	p := views.AnswerPage{Chrome: s.chrome(c, "Cette réponse ne se modifie plus", views.NavTalk), Answer: views.Answer{ID: c.Params("id")}}
	return show(c.Status(fiber.StatusForbidden), views.TooLateToEdit(p))
}

func (s *site) showEditAnswer(c *fiber.Ctx, a comment.Comment, f views.AnswerForm) error {
	path := "/reponses/" + url.PathEscape(a.ID)
	f.Action, f.Token, f.Label, f.Button, f.Back = path+"/modifier", who(c).token(), "Votre réponse", "Enregistrer la réponse", path
	p := views.AnswerPage{Chrome: s.chrome(c, "Modifier votre réponse", views.NavTalk), Answer: views.Answer{ID: a.ID}, Form: f,
		Until: views.Moment(a.Created.Add(comment.EditWindow).In(clock.Paris))}
	return show(c.Status(statusOf(f.Wrong)), views.EditAnswer(p))
}

func (s *site) editAnswer(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c).viewer()
	a, err := s.Answers.ForEdit(ctx, v, c.Params("id"))
	if err != nil {
		return s.tooLate(c, err)
	}
	f := views.AnswerForm{Text: typed(c, comment.FieldBody)}
	words, err := s.Answers.Preview(ctx, f.Text)
	f.Preview, err = words.HTML, unbaited(c, err)
	if errors.As(err, &f.Wrong) || err == nil && typed(c, views.FieldPreview) != "" {
		return s.showEditAnswer(c, a, f)
	}
	if err == nil {
		err = s.Limits.Allow(ctx, limit.Rework, limit.Member(v.Account))
	}
	if err == nil {
		a, err = s.Answers.Edit(ctx, v, a.ID, f.Text)
	}
	if err != nil {
		return s.tooLate(c, err)
	}
	if a.Down != nil {
		return s.toHeld(c, moderation.Answer, a.ID)
	}
	s.say(c, views.ToneDone, "Votre réponse est modifiée.")
	return seeOther(c, "/reponses/"+url.PathEscape(a.ID))
}

func (s *site) deleteAnswerForm(c *fiber.Ctx) error {
	v := who(c).viewer()
	a, err := s.Answers.ForDelete(c.UserContext(), v, c.Params("id"))
	if err != nil {
		return err
	}
	shown, err := s.wholeAnswer(c, a, reader{})
	if err != nil {
		return err
	}
	return show(c, views.DeleteAnswer(views.AnswerPage{Chrome: s.chrome(c, "Retirer une réponse", views.NavTalk), Answer: shown, Other: a.By.Account != v.Account}))
}

// removeAnswer takes the answer of the address back.
func (s *site) removeAnswer(c *fiber.Ctx) (a comment.Comment, err error) {
	ctx, v := c.UserContext(), who(c).viewer()
	if _, err = s.Answers.ForDelete(ctx, v, c.Params("id")); err == nil {
		err = s.Limits.Allow(ctx, limit.Rework, limit.Member(v.Account))
	}
	if err == nil {
		a, err = s.Answers.Delete(ctx, v, c.Params("id"))
	}
	return a, err
}

func (s *site) deleteAnswer(c *fiber.Ctx) error {
	a, err := s.removeAnswer(c)
	if err != nil {
		return err
	}
	s.say(c, views.ToneDone, "La réponse est retirée.")
	return seeOther(c, "/reponses/"+url.PathEscape(a.ID))
}
