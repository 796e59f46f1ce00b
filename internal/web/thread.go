package web

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/comment"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

// answerBelow publishes an answer to something itself; again draws its page with a form that is shown once more.
func (s *site) answerBelow(c *fiber.Ctx, of subject, again func(*views.AnswerForm) error) error {
	r, err := s.readerOf(c)
	if err != nil {
		return err
	}
	if len(r.voices) == 0 {
		return s.noVoice(c, of.path)
	}
	f := s.sentAnswer(c, of.sent, r)
	f.Aspects = of.beta
	a, more, err := s.takeAnswer(c, of, "", r, &f)
	switch {
	case err != nil:
		return err
	case more:
		return again(&f)
	}
	return s.published(c, of, &a)
}

// threadOf is what is answered below a publication, a page or an event, with the form of whoever reads; sent is one that is shown
// again. kept is how many answers were counted last.
func (s *site) threadOf(c *fiber.Ctx, of subject, kept int, sent *views.AnswerForm) (t views.Thread, err error) {
	r, err := s.readerOf(c)
	if err != nil {
		return t, err
	}
	r.replies = !of.closed
	if t.Answers, err = s.answersOf(c, of, r); err != nil {
		return t, err
	}
	if t.Meetings, err = s.bornFrom(c, of.target); err != nil {
		return t, err
	}
	t.Count, t.Later = kept, c.Query(views.ParamAfter) != ""
	if t.Answers.Next == "" && t.Answers.First == "" { // all are here: the count is right at once
		t.Count = t.Answers.Living()
	}
	t.Box = views.AnswerBox{Kind: of.target.Kind, Closed: of.closed, NoVoice: who(c).viewer().SignedIn() && len(r.voices) == 0, Path: of.path, Guest: of.path + "/sans-compte", Form: sent}
	if sent == nil && len(r.voices) > 0 && !of.closed {
		f := s.answerForm(c, of.sent, r)
		f.Aspects = of.beta
		t.Box.Form = &f
	}
	if f := t.Box.Form; f != nil && (of.target.Kind == comment.Page || of.target.Kind == comment.Event) {
		f.Label, f.Button = "Votre question, ou votre réponse", "Publier"
	}
	if sent != nil {
		c.Status(statusOf(sent.Wrong))
	}
	return t, nil
}

// answerPost publishes an answer to a publication.
func (s *site) answerPost(c *fiber.Ctx) error {
	p, err := s.publicPost(c)
	if err != nil {
		return err
	}
	return s.answerBelow(c, ofPost(&p), func(f *views.AnswerForm) error { return s.drawPost(c, p, f) })
}

// closePost ends the answers to a publication, or takes them again.
func (s *site) closePost(c *fiber.Ctx) error {
	p, err := s.publicPost(c)
	if err != nil {
		return err
	}
	closed := typed(c, views.FieldUndo) == ""
	if _, err := s.Posts.Close(c.UserContext(), who(c).viewer(), p.ID, closed); err != nil {
		return err
	}
	said := "On peut de nouveau répondre à cette publication."
	if closed {
		said = "On ne répond plus à cette publication. Ce qui a été dit reste."
	}
	s.say(c, views.ToneDone, said)
	return seeOther(c, ofPost(&p).path)
}

// questionsAt is the page of the address, and whether it takes questions.
func (s *site) questionsAt(c *fiber.Ctx) (p profile.Profile, open bool, err error) {
	if p, err = s.profileAt(c, viewer.Viewer{}); err != nil {
		return p, false, err
	}
	return s.Profiles.Asked(c.UserContext(), p.ID)
}

// questions is /fiches/{slug}/questions.
func (s *site) questions(c *fiber.Ctx) error {
	p, open, err := s.questionsAt(c)
	if err != nil {
		return err
	}
	if of := ofPage(&p, open); p.Slug != c.Params("slug") {
		return c.Redirect(of.path, fiber.StatusMovedPermanently)
	}
	if p.Kind == profile.Institution {
		return s.askedOf(c, p)
	}
	return s.showQuestions(c, p, open, nil)
}

func (s *site) showQuestions(c *fiber.Ctx, p profile.Profile, open bool, sent *views.AnswerForm) error {
	of := ofPage(&p, open)
	thread, err := s.threadOf(c, of, 0, sent)
	if err != nil {
		return err
	}
	v := who(c).viewer()
	shown := views.QuestionsPage{Chrome: s.chrome(c, "Questions à "+p.Name, views.NavDirectory), By: s.byline(&p), Thread: thread, Open: open}
	shown.Can, err = s.speaksFor(c, p.ID)
	if err != nil {
		return err
	}
	shown.Can = shown.Can || v.Moderates() && open
	shown.Claimed = open || p.NoQuestions
	shown.Chrome.Description = "Ce que l'on demande à " + p.Name + ", et ce qui est répondu."
	shown.Chrome.NoIndex = p.Example || thread.Later || len(thread.Answers.List) == 0
	if reads(c) && !thread.Later {
		shown.Chrome.Canonical = s.canonical(of.path)
	}
	return show(c, views.Questions(shown))
}

// askPage publishes a question to a page.
func (s *site) askPage(c *fiber.Ctx) error {
	p, open, err := s.questionsAt(c)
	if err != nil {
		return err
	}
	return s.answerBelow(c, ofPage(&p, open), func(f *views.AnswerForm) error { return s.showQuestions(c, p, open, f) })
}

// openQuestions has a page take questions, or no more.
func (s *site) openQuestions(c *fiber.Ctx) error {
	p, _, err := s.questionsAt(c)
	if err != nil {
		return err
	}
	take := typed(c, views.FieldUndo) == ""
	if err := s.Profiles.TakeQuestions(c.UserContext(), who(c).viewer(), p.ID, take); err != nil {
		return err
	}
	said := "Votre page ne prend plus de questions. Celles qui y sont restent."
	if take {
		said = "Votre page prend de nouveau des questions."
	}
	s.say(c, views.ToneDone, said)
	return seeOther(c, ofPage(&p, take).path)
}

// timeOfDay writes an hour of here.
func timeOfDay(at time.Time) string {
	here := at.In(clock.Paris)
	return views.Clock(here.Hour()*60 + here.Minute())
}

// questionsShown is how many questions a profile shows.
const questionsShown = 3

// fillQuestions adds the way to the questions of a page, and how many there are.
func (s *site) fillQuestions(c *fiber.Ctx, of *views.ProfilePage) error {
	if of.Profile.Kind == profile.Institution {
		return s.fillAsked(c, of)
	}
	p, open, err := s.Profiles.Asked(c.UserContext(), of.Profile.ID)
	if err != nil {
		return err
	}
	first, err := s.answersFirst(c, ofPage(&p, open))
	of.Questions = views.QuestionsNote{Open: open, List: first, Can: of.News.Can && of.Claimed}
	return err
}

// answersFirst are the first questions of a page, without what is answered to them.
func (s *site) answersFirst(c *fiber.Ctx, of subject) (first []views.Answer, err error) {
	list, err := s.Answers.Of(c.UserContext(), of.target, page.Req{Limit: answersShown})
	if err != nil {
		return nil, err
	}
	shown, err := s.shownAnswers(c, list.Items, reader{})
	for _, a := range shown {
		if a.Depth == 1 && !a.Deleted && len(first) < questionsShown {
			first = append(first, a)
		}
	}
	return first, err
}
