package web

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/reaction"
	"partant/internal/text"
	"partant/internal/viewer"
	"partant/views"
)

// subject is what is answered: a discussion, a publication, a page, an event.
type subject struct {
	target comment.Target
	path   string // local, of the page that shows it with its answers
	sent   string // local path that an answer to it is sent to
	title  string
	closed bool
	place  views.Nav
	beta   bool // a version of a project: what answers it says what it says of it
}

func ofDiscussion(d *discussion.Discussion) subject {
	path := talkPath(d.Slug)
	return subject{comment.Target{Kind: comment.Discussion, ID: d.ID}, path, path + "/reponses", d.Title, d.IsClosed(), views.NavTalk, false}
}

func ofPost(p *post.Post) subject {
	path := "/publications/" + url.PathEscape(p.Slug)
	return subject{comment.Target{Kind: comment.Post, ID: p.ID}, path, path + "/reponses", p.Heading(), p.IsClosed(), views.NavFeed, p.Beta != nil}
}

func ofPage(p *profile.Profile, open bool) subject {
	path := "/fiches/" + url.PathEscape(p.Slug) + "/questions"
	return subject{comment.Target{Kind: comment.Page, ID: p.ID}, path, path, p.Name, !open, views.NavDirectory, false}
}

// subjectOf finds what an answer stands below. fault.NotFound, fault.Gone.
func (s *site) subjectOf(ctx context.Context, t comment.Target) (subject, error) {
	switch t.Kind {
	case comment.Discussion:
		d, err := s.Talk.Get(ctx, t.ID)
		return ofDiscussion(&d), err
	case comment.Post:
		p, err := s.Posts.Get(ctx, t.ID)
		return ofPost(&p), err
	case comment.Page:
		p, open, err := s.Profiles.Asked(ctx, t.ID)
		return ofPage(&p, open), err
	case comment.Event:
		e, err := s.Events.ForReader(ctx, t.ID)
		return ofEvent(&e), err
	}
	return subject{}, fault.NotFound
}

// reader is whoever reads answers, and what they may do there.
type reader struct {
	voices  []views.Byline // the pages that they may speak for
	replies bool           // new answers are taken
	accepts bool           // may say which answer is the right one
	chosen  string         // id of the one that is
	read    time.Time      // answers written after it are new to them; zero: nobody knows, and none is
}

// readerOf is whoever asks; visitors have no voice.
func (s *site) readerOf(c *fiber.Ctx) (r reader, err error) {
	if who(c).viewer().SignedIn() {
		r.voices, err = s.voices(c)
	}
	return r, err
}

// pages are the ids of the pages that a reader may speak for.
func (r reader) pages() (ids []string) {
	for _, v := range r.voices {
		ids = append(ids, v.Page)
	}
	return ids
}

// voiceOf is the page that a form names, or the first of them.
func (r reader) voiceOf(typed string) string {
	if typed == "" && len(r.voices) > 0 {
		return r.voices[0].Page
	}
	return typed
}

// speaks reports whether a form names a page that the reader may speak for; else it says so beside the field.
func (r reader) speaks(voice string, wrong *fault.Fields) bool {
	if slices.Contains(r.pages(), voice) {
		return true
	}
	*wrong = fault.Fields{viewer.FieldVoice: "Vous ne parlez plus au nom de cette page. Choisissez-en une autre."}
	return false
}

// answersShown is how many answers a page shows.
const answersShown = 50

// answersOf are the answers below something, from where the address says.
func (s *site) answersOf(c *fiber.Ctx, of subject, r reader) (views.Answers, error) {
	after, err := page.ParseCursor(c.Query(views.ParamAfter))
	if err != nil {
		return views.Answers{}, fault.NotFound
	}
	desk := s.pieces.desk(c.UserContext())
	list, err := s.Answers.Of(c.UserContext(), of.target, page.Req{Limit: answersShown, Cursor: after})
	if err != nil {
		return views.Answers{}, err
	}
	shown := views.Answers{Base: of.path, Token: who(c).token()}
	if err := s.fillAnswers(c, of, &shown, desk, list.Items, r); err != nil {
		return shown, err
	}
	if !after.IsZero() {
		shown.First = of.path
	}
	if !list.Next.IsZero() {
		shown.Next = of.path + "?" + views.ParamAfter + "=" + list.Next.String()
	}
	return shown, nil
}

// fillAnswers shows answers: what is no more to whoever reads than to every member is drawn once for all of them.
func (s *site) fillAnswers(c *fiber.Ctx, of subject, shown *views.Answers, at desk, list []comment.Comment, r reader) error {
	plain, err := s.plainAnswers(c, of, list, r)
	if err != nil {
		return err
	}
	shown.List = make([]views.Answer, len(list))
	var rest []comment.Comment
	var places []int
	for i := range list {
		drawn := at.kept("answer " + list[i].ID)
		if drawn == nil || !plain[i] {
			rest, places = append(rest, list[i]), append(places, i)
			continue
		}
		shown.List[i] = views.Answer{ID: list[i].ID, By: views.Byline{Page: list[i].By.Page}, Written: list[i].Created, Depth: list[i].Depth(), Deleted: list[i].Unseen() != nil, Drawn: drawn}
	}
	found, err := s.shownAnswers(c, rest, r)
	if err == nil {
		err = s.fillPraise(c, found)
	}
	for n, i := range places {
		if err == nil && plain[i] {
			drawn, failed := views.DrawAnswer(c.UserContext(), *shown, found[n])
			found[n].Drawn, err = at.keep("answer "+found[n].ID, drawn, failed)
		}
		if err != nil {
			return err
		}
		shown.List[i] = found[n]
	}
	return err
}

// plainAnswers reports which answers are no more to a member who reads than to every other: they did not write them, have not
// reacted to them, may do nothing else with them, and have seen them. Below a project each also says which version answers it.
func (s *site) plainAnswers(c *fiber.Ctx, of subject, list []comment.Comment, r reader) ([]bool, error) {
	plain, v := make([]bool, len(list)), who(c).viewer()
	if !v.SignedIn() || r.accepts || of.beta || len(list) == 0 {
		return plain, nil
	}
	if around, err := s.apart(c); err != nil || !around.Empty() {
		return plain, err
	}
	reacted, err := s.Reactions.Touched(c.UserContext(), v, praisedAnswers(list))
	voices := r.pages()
	for i := range list {
		fresh := !r.read.IsZero() && list[i].Created.After(r.read)
		plain[i] = !fresh && list[i].By.Account != v.Account && !reacted[reaction.Thing{Kind: reaction.OfAnswer, ID: list[i].ID}] && s.Answers.RightsOf(v, &list[i], voices) == comment.Rights{}
	}
	return plain, err
}

// praisedAnswers are answers as what is reacted to.
func praisedAnswers(list []comment.Comment) []reaction.Thing {
	things := make([]reaction.Thing, len(list))
	for i := range list {
		things[i] = reaction.Thing{Kind: reaction.OfAnswer, ID: list[i].ID}
	}
	return things
}

// shownAnswers are answers with those who wrote them.
func (s *site) shownAnswers(c *fiber.Ctx, list []comment.Comment, r reader) ([]views.Answer, error) {
	parents, err := s.answered(c.UserContext(), list)
	if err != nil {
		return nil, err
	}
	var pages []string
	for _, some := range [][]comment.Comment{list, parents} {
		for i := range some {
			pages = append(pages, some[i].By.Page)
		}
	}
	lines, err := s.bylines(c.UserContext(), distinct(pages))
	if err != nil {
		return nil, err
	}
	around, err := s.apart(c)
	if err != nil {
		return nil, err
	}
	names := map[string]views.Byline{}
	for i := range parents {
		if !around.Hides(parents[i].By.Page) {
			names[parents[i].ID] = saidBy(&parents[i], lines)
		}
	}
	shown := make([]views.Answer, len(list))
	for i := range list {
		shown[i] = s.shownAnswer(c, &list[i], saidBy(&list[i], lines), r)
		if around.Hides(list[i].By.Page) {
			shown[i] = views.Answer{ID: list[i].ID, Depth: list[i].Depth(), Deleted: true, Apart: true, Chosen: around.Chose(list[i].By.Page)}
		}
		if line, ok := names[list[i].Parent]; ok && list[i].Flat() {
			shown[i].To, shown[i].Parent = views.Said(line), list[i].Parent
		}
	}
	return shown, nil
}

// saidBy is who wrote an answer: a page, or somebody without account.
func saidBy(a *comment.Comment, lines map[string]views.Byline) views.Byline {
	if a.Guest != nil && a.By.Page == "" {
		return views.Byline{Name: a.Guest.Name, Guest: true}
	}
	return lines[a.By.Page]
}

// answered are the answers that those of a list answer where the tree grows no deeper: they may stand anywhere.
func (s *site) answered(ctx context.Context, list []comment.Comment) (parents []comment.Comment, err error) {
	for i := range list {
		if !list[i].Flat() || slices.ContainsFunc(parents, func(p comment.Comment) bool { return p.ID == list[i].Parent }) {
			continue
		}
		at := slices.IndexFunc(list, func(c comment.Comment) bool { return c.ID == list[i].Parent })
		if at >= 0 {
			parents = append(parents, list[at])
			continue
		}
		above, err := s.Answers.Get(ctx, list[i].Parent)
		if err != nil && !errors.Is(err, fault.NotFound) {
			return nil, err
		}
		if err == nil {
			parents = append(parents, above)
		}
	}
	return parents, nil
}

func distinct(all []string) []string {
	all = slices.DeleteFunc(all, func(one string) bool { return one == "" })
	slices.Sort(all)
	return slices.Compact(all)
}

func (s *site) shownAnswer(c *fiber.Ctx, a *comment.Comment, by views.Byline, r reader) views.Answer {
	rights := s.Answers.RightsOf(who(c).viewer(), a, r.pages())
	shown := views.Answer{ID: a.ID, By: by, At: views.Moment(a.Created.In(clock.Paris)), Written: a.Created, HTML: a.HTML, Words: text.Line(a.Body), Depth: a.Depth(), Deleted: a.Unseen() != nil, Moderated: a.Down != nil && !a.Down.Held,
		Accepted: a.ID == r.chosen, CanReply: r.replies, CanEdit: rights.Edit && r.replies, CanDelete: rights.Delete, CanAccept: r.accepts, CanReport: !rights.Delete, Visitor: !who(c).viewer().SignedIn(),
		Mine: who(c).viewer().SignedIn() && a.By.Account == who(c).viewer().Account}
	if shown.Mine && !shown.Deleted {
		shown.Convene = convenes(a.Body, fromAnswer+a.ID)
	}
	if a.Review != nil && !shown.Deleted {
		shown.Aspect = a.Review.Aspect
	}
	if shown.CanEdit {
		shown.Until = timeOfDay(a.Created.Add(comment.EditWindow))
	}
	if !a.Edited.IsZero() {
		shown.Edited = views.Moment(a.Edited.In(clock.Paris))
	}
	return shown
}

// wholeAnswer is one answer alone.
func (s *site) wholeAnswer(c *fiber.Ctx, a comment.Comment, r reader) (views.Answer, error) {
	shown, err := s.shownAnswers(c, []comment.Comment{a}, r)
	if err != nil {
		return views.Answer{}, err
	}
	return shown[0], nil
}

// answerPath is where an answer is read: see comment.Service.From.
func (s *site) answerPath(ctx context.Context, of subject, a *comment.Comment) (string, error) {
	from, err := s.Answers.From(ctx, a, answersShown)
	path := of.path
	if !from.IsZero() {
		path += "?" + views.ParamAfter + "=" + from.String()
	}
	return path + "#reponse-" + a.ID, err
}

// oneAnswer is the answer that an address names, and what it stands below. To who is blocked by its author it is not there.
func (s *site) oneAnswer(c *fiber.Ctx) (comment.Comment, subject, error) {
	a, err := s.Answers.ForReader(c.UserContext(), c.Params("id"))
	if err == nil && a.Down != nil {
		err = a.Unseen()
	}
	if err == nil {
		err = s.noneOf(c, a.By.Page)
	}
	if err != nil {
		return a, subject{}, err
	}
	of, err := s.subjectOf(c.UserContext(), a.Target)
	return a, of, err
}

// answerLink leads to an answer, wherever it stands now.
func (s *site) answerLink(c *fiber.Ctx) error {
	a, of, err := s.oneAnswer(c)
	if err != nil {
		return err
	}
	path, err := s.answerPath(c.UserContext(), of, &a)
	if err != nil {
		return err
	}
	return seeOther(c, path)
}
