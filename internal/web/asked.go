package web

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/directory"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/limit"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/text"
	"partant/internal/viewer"
	"partant/views"
)

// waitWords say how long a question to an institution waits, or waited.
func (s *site) waitWords(d *discussion.Discussion) string {
	if d.Ask == nil {
		return ""
	}
	days := d.Ask.Days(s.Now())
	switch {
	case d.Ask.Outcome == discussion.Replied:
		return views.RepliedIn(days)
	case d.Ask.Outcome == discussion.Declined:
		return views.DeclinedIn(days)
	case d.Ask.Outcome == discussion.Dropped:
		return "La page de l'institution a été retirée"
	case d.IsClosed():
		return views.EndedIn(clock.Days(d.Ask.Since, d.Closed))
	}
	return views.Awaits(days)
}

// hear has a question know of the answers that are shown: its counter is right at once, and kept a moment later.
func hear(d *discussion.Discussion, list []views.Answer) {
	if d.Ask == nil {
		return
	}
	ask := *d.Ask
	for i := range list {
		if !list[i].Deleted {
			ask.Heard(list[i].By.Page, list[i].ID, list[i].Written)
		}
	}
	d.Ask = &ask
}

// waited says to which institution a question is put, and what came of it.
func (s *site) waited(c *fiber.Ctx, d *discussion.Discussion, can bool) (*views.Asked, error) {
	if d.Ask == nil {
		return nil, nil
	}
	pages := []string{d.Ask.Page}
	for _, p := range d.Ask.Passed {
		pages = append(pages, p.From)
	}
	lines, err := s.bylines(c.UserContext(), distinct(pages))
	if err != nil {
		return nil, err
	}
	a := &views.Asked{To: lines[d.Ask.Page], State: s.waitWords(d), Waits: d.Waits(), Reason: d.Ask.Reason, Answer: d.Ask.Answer, Can: can && d.Waits()}
	for i, p := range d.Ask.Passed {
		next := d.Ask.Page
		if i+1 < len(d.Ask.Passed) {
			next = d.Ask.Passed[i+1].From
		}
		a.Passed = append(a.Passed, views.AskedPass{From: lines[p.From], To: lines[next], At: views.Day(p.At.In(clock.Paris))})
	}
	if a.To.Slug != "" && a.Waits && !a.To.Example {
		claimed, err := s.Profiles.Institution(c.UserContext(), d.Ask.Page)
		if err != nil && !errors.Is(err, fault.NotFound) {
			return nil, err
		}
		a.Unclaimed = !claimed
	}
	return a, nil
}

// institutionsProposed is how many institutions a name may mean before it must be written better.
const institutionsProposed = 8

// institution is the one that a form means: by the choice among several, or by its name. When it is not clear which, choice holds those
// that it may be, and wrong what is said beside the field. Empty: none is meant.
func (s *site) institution(c *fiber.Ctx, name string) (pageID string, choice []views.Byline, wrong fault.Fields, err error) {
	if slug := typed(c, views.FieldChoice); slug != "" {
		p, err := s.Profiles.BySlug(c.UserContext(), viewer.Viewer{}, slug)
		if err == nil && p.Kind == profile.Institution {
			return p.ID, nil, nil, nil
		}
		if err != nil && !errors.Is(err, fault.NotFound) {
			return "", nil, nil, err
		}
	}
	if name == "" {
		return "", nil, nil, nil
	}
	found, err := s.institutionsCalled(c.UserContext(), name)
	if err != nil {
		return "", nil, nil, err
	}
	exact := ""
	for _, b := range found {
		if text.Fold(b.Name) == text.Fold(name) || b.Slug == name {
			if exact != "" {
				exact = ""
				break
			}
			exact = b.Page
		}
	}
	switch {
	case exact != "":
		return exact, nil, nil, nil
	case len(found) == 0:
		return "", nil, fault.Fields{discussion.FieldTo: "Aucune institution de ce nom dans l'annuaire. Vérifiez-le, ou videz ce champ pour demander à tous."}, nil
	}
	return "", found, fault.Fields{discussion.FieldTo: "Dites laquelle, ci-dessous, ou écrivez son nom en entier."}, nil
}

// institutionsCalled are those that the directory finds by a name.
func (s *site) institutionsCalled(ctx context.Context, name string) (all []views.Byline, err error) {
	found, err := s.Directory.Search(ctx, viewer.Viewer{}, directory.Ask{Text: text.Cut(name, maxTextLength), Kinds: []profile.Kind{profile.Institution}, Page: 1, Size: institutionsProposed})
	for i := range found.Hits {
		all = append(all, s.byline(&found.Hits[i].Profile))
	}
	return all, err
}

// passOn passes a question on to another institution.
func (s *site) passOn(c *fiber.Ctx) error {
	return s.responds(c, func(f *views.RespondForm) error {
		to, choice, wrong, err := s.institution(c, f.To)
		if f.Choice = choice; err != nil {
			return err
		}
		if to == "" && wrong == nil {
			wrong = fault.Fields{discussion.FieldTo: "Dites à quelle institution."}
		}
		if wrong != nil {
			return wrong
		}
		_, err = s.Talk.PassOn(c.UserContext(), who(c).viewer(), c.Params("slug"), to)
		return err
	}, "La question est transmise. Qui l'a posée en est prévenu.")
}

// decline ends the wait for an answer with a reason.
func (s *site) decline(c *fiber.Ctx) error {
	return s.responds(c, func(f *views.RespondForm) error {
		_, err := s.Talk.Decline(c.UserContext(), who(c).viewer(), c.Params("slug"), f.Reason)
		return err
	}, "C'est noté : tout le monde lit pourquoi. Vous pourrez encore répondre.")
}

// responds does what an institution does with a question, or shows the page again with what was typed.
func (s *site) responds(c *fiber.Ctx, do func(*views.RespondForm) error, said string) error {
	ctx := c.UserContext()
	d, err := s.Talk.BySlug(ctx, c.Params("slug"))
	if err == nil {
		err = s.mayRespond(c, &d)
	}
	if err == nil {
		err = s.Limits.Allow(ctx, limit.Rework, limit.Member(who(c).account.ID))
	}
	if err != nil {
		return err
	}
	f := views.RespondForm{To: text.Line(typed(c, discussion.FieldTo)), Reason: typed(c, discussion.FieldReason)}
	err = do(&f)
	var wrong fault.Fields
	switch {
	case errors.As(err, &wrong):
		f.Wrong = wrong
		c.Status(fiber.StatusUnprocessableEntity)
		c.Locals(keyRespond, &f)
		return s.showDiscussion(c, d, nil)
	case errors.Is(err, fault.Conflict): // somebody else of the institution was first
		s.say(c, views.ToneInfo, "Quelqu'un de votre équipe a déjà fait le nécessaire.")
	case err != nil:
		return err
	default:
		s.say(c, views.ToneDone, said)
	}
	return seeOther(c, talkPath(d.Slug))
}

// mayRespond lets only those pass who may speak for the institution that a question is put to.
func (s *site) mayRespond(c *fiber.Ctx, d *discussion.Discussion) error {
	if d.Ask == nil {
		return fault.NotFound
	}
	yes, err := s.speaksFor(c, d.Ask.Page)
	if err == nil && !yes {
		err = fault.Forbidden
	}
	return err
}

// askedOf is /fiches/{slug}/questions of an institution.
func (s *site) askedOf(c *fiber.Ctx, p profile.Profile) error {
	after, err := page.ParseCursor(c.Query(views.ParamAfter))
	if err != nil {
		return fault.NotFound
	}
	shown := views.AskedPage{Chrome: s.chrome(c, "Questions à "+p.Name, views.NavDirectory), By: s.byline(&p), First: after.IsZero()}
	list, err := s.Talk.AskedOf(c.UserContext(), p.ID, page.Req{Cursor: after})
	if err == nil {
		shown.List, err = s.talkCards(c, list.Items)
	}
	if err == nil {
		shown.Record, err = s.record(c.UserContext(), p.ID)
	}
	if err == nil {
		shown.Claimed, err = s.Profiles.Institution(c.UserContext(), p.ID)
	}
	if err == nil && after.IsZero() {
		shown.Before, err = s.askedBefore(c, &p)
	}
	if err != nil {
		return err
	}
	path := "/fiches/" + url.PathEscape(p.Slug) + "/questions"
	if !list.Next.IsZero() {
		shown.Next = path + "?" + views.ParamAfter + "=" + list.Next.String()
	}
	shown.Chrome.Description = "Ce que l'on demande à " + p.Name + ", et depuis combien de jours une réponse est attendue."
	shown.Chrome.NoIndex = p.Example || !after.IsZero() || len(shown.List) == 0
	if reads(c) && after.IsZero() {
		shown.Chrome.Canonical = s.canonical(path)
	}
	return show(c, views.AskedOf(shown))
}

// askedBefore is what was asked below the page of an institution before questions to it were discussions.
func (s *site) askedBefore(c *fiber.Ctx, p *profile.Profile) ([]views.Answer, error) {
	list, err := s.Answers.Of(c.UserContext(), ofPage(p, false).target, page.Req{Limit: answersShown})
	if err != nil || len(list.Items) == 0 {
		return nil, err
	}
	return s.shownAnswers(c, list.Items, reader{})
}

// record says how an institution answers.
func (s *site) record(ctx context.Context, institution string) (string, error) {
	r, err := s.Talk.RecordOf(ctx, institution)
	return views.RecordWords(r.Answered, r.Median, r.Waiting), err
}

// fillAsked adds the last questions to an institution to its page.
func (s *site) fillAsked(c *fiber.Ctx, of *views.ProfilePage) error {
	list, err := s.Talk.AskedOf(c.UserContext(), of.Profile.ID, page.Req{Limit: questionsShown})
	if err == nil {
		of.Asked.List, err = s.talkCards(c, list.Items)
	}
	if err == nil {
		of.Asked.Record, err = s.record(c.UserContext(), of.Profile.ID)
	}
	return err
}

// prefilled is the institution that the address of a new question names.
func (s *site) prefilled(c *fiber.Ctx) (views.Byline, error) {
	slug := strings.TrimSpace(c.Query(views.ParamTo))
	if slug == "" {
		return views.Byline{}, nil
	}
	p, err := s.Profiles.BySlug(c.UserContext(), viewer.Viewer{}, slug)
	if errors.Is(err, fault.NotFound) || err == nil && p.Kind != profile.Institution {
		return views.Byline{}, nil
	}
	return s.byline(&p), err
}

// fillUnheard adds the questions that wait for institutions whose page nobody answers for.
func (s *site) fillUnheard(c *fiber.Ctx, p *views.ModerationPage) error {
	list, err := s.Talk.List(c.UserContext(), discussion.Filter{Waiting: true}, page.Req{Limit: page.MaxLimit})
	if err != nil {
		return err
	}
	var unheard []discussion.Discussion
	for _, d := range list.Items {
		claimed, err := s.Profiles.Institution(c.UserContext(), d.Ask.Page)
		if err != nil && !errors.Is(err, fault.NotFound) {
			return err
		}
		if err == nil && !claimed {
			unheard = append(unheard, d)
		}
	}
	p.Unheard, err = s.talkCards(c, unheard)
	return err
}
