package recommendation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/text"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// About is what must be known of a page that is recommended.
type About struct {
	Open bool // somebody answers for it, or it is an example: it can be recommended
	Mine bool // who asks is of its team, or speaks for one of them
}

// Pages knows pages.
type Pages interface {
	// Author lets v speak in the name of a page, as things stand at this instant. fault.SignedOut, fault.Forbidden.
	Author(ctx context.Context, v viewer.Viewer, page string) (viewer.Author, error)
	// About tells of a page that people see to v, who would speak for voice. fault.NotFound, fault.Gone.
	About(ctx context.Context, v viewer.Viewer, voice, page string) (About, error)
}

// Renderer turns Markdown into safe HTML.
type Renderer interface {
	// Render returns sanitised HTML, or fault.Invalid when the text is too heavy to render.
	Render(markdown string) (string, error)
	// Follow returns what Render made with links that search engines may follow.
	Follow(html string) string
}

// Why somebody may not recommend a page. Both are fault.Forbidden.
var (
	ErrOwn    = fmt.Errorf("nobody recommends what is their own: %w", fault.Forbidden)
	ErrClosed = fmt.Errorf("nobody answers for the page: %w", fault.Forbidden)
)

// Service applies the rules of recommendations.
type Service struct {
	store    Store
	pages    Pages
	renderer Renderer
	now      clock.Clock
	wake     func()
	screen   unseen.Screen
}

// New returns a Service. wake is called after each write that owes something.
func New(store Store, pages Pages, renderer Renderer, now clock.Clock, wake func()) *Service {
	return &Service{store: store, pages: pages, renderer: renderer, now: now, wake: wake}
}

// Screen has somebody look at words before they are published.
func (s *Service) Screen(look unseen.Screen) *Service {
	s.screen = look
	return s
}

// May returns nil when v may recommend a page, by whatever voice: ErrOwn, ErrClosed, fault.NotFound, fault.Gone.
func (s *Service) May(ctx context.Context, v viewer.Viewer, page string) error {
	return s.admits(ctx, v, "", page)
}

func (s *Service) admits(ctx context.Context, v viewer.Viewer, voice, page string) error {
	is, err := s.pages.About(ctx, v, voice, page)
	switch {
	case err != nil:
	case is.Mine:
		err = ErrOwn
	case !is.Open:
		err = ErrClosed
	}
	return err
}

// Check returns the fault.Fields that Publish would, and the HTML that a text makes; it writes nothing. made is when it was
// told first; the zero time: now.
func (s *Service) Check(d Draft, made time.Time) (html string, err error) {
	var r Recommendation
	if made.IsZero() {
		made = s.now()
	}
	err = s.fill(&r, d, made)
	return r.HTML, err
}

func (s *Service) fill(to *Recommendation, d Draft, made time.Time) error {
	wrong := d.fill(to, made)
	var err error
	if to.HTML, err = s.render(to.Body, FieldBody, wrong); err != nil {
		return err
	}
	return wrong.Err()
}

func (s *Service) render(body, field string, wrong fault.Fields) (string, error) {
	html, err := s.renderer.Render(body)
	if errors.Is(err, fault.Invalid) {
		wrong.Add(field, "Ce texte est trop chargé en mises en forme : simplifiez-le.")
		return "", nil
	}
	if err == nil && body != "" && !text.Shows(html) {
		wrong.Add(field, text.NothingShown)
	}
	return html, err
}

// Publish recommends a page in the name of another. Sent twice it is there once. When that page has said something else already, that
// comes back with fault.Conflict: it can be changed. Errors: fault.SignedOut; fault.Forbidden for a page that v may not speak for; ErrOwn,
// ErrClosed; fault.NotFound, fault.Gone of the page; fault.Fields; fault.Conflict.
func (s *Service) Publish(ctx context.Context, v viewer.Viewer, d Draft) (_ Recommendation, err error) {
	defer fault.Wrap(&err, "recommendation.Publish")
	by, err := s.pages.Author(ctx, v, d.Voice)
	if err != nil {
		return Recommendation{}, err
	}
	if err := s.admits(ctx, v, d.Voice, d.Page); err != nil {
		return Recommendation{}, err
	}
	r := Recommendation{ID: IDOf(by.Page, d.Page), Page: d.Page, By: by, Created: s.now()}
	if err := s.fill(&r, d, r.Created); err != nil {
		return r, err
	}
	if was, err := s.store.Get(ctx, r.ID); !errors.Is(err, fault.NotFound) {
		return again(was, r, err)
	}
	if err := s.look(ctx, v, &r); err != nil {
		return r, err
	}
	r.oweNotice(r.Created)
	err = s.store.Insert(ctx, r)
	if errors.Is(err, fault.Conflict) {
		was, err := s.store.Get(ctx, r.ID)
		return again(was, r, err)
	}
	if err == nil {
		r.Rev = 1
		s.wake()
	}
	return r, err
}

// again is what comes of a form for a recommendation that is there: the same words are the same form sent twice.
func again(was, is Recommendation, err error) (Recommendation, error) {
	if err == nil && (was.Body != is.Body || was.Tie != is.Tie || was.Lived != is.Lived || was.Reward != is.Reward) {
		err = fault.Conflict
	}
	return was, err
}

// look asks what comes of the words of r, and writes it down. The name of the page is not among them: it would outlive the page.
func (s *Service) look(ctx context.Context, v viewer.Viewer, r *Recommendation) error {
	said := r.Body
	if r.Reward != "" {
		said += "\n\n" + r.Reward
	}
	seen, err := s.screen.Look(ctx, v, unseen.Words{Kind: Kind, ID: r.ID, Text: said, HTML: r.HTML, By: viewer.Author{Page: r.By.Page, Account: v.Account}})
	if seen.Mark != nil {
		r.Down = seen.Mark
	}
	if seen.Follow {
		r.HTML = s.renderer.Follow(r.HTML)
	}
	return err
}

// ForEdit returns a recommendation to who may change it or take it back: those who may speak for the page that wrote it. Errors:
// fault.SignedOut, fault.Forbidden, fault.NotFound, fault.Gone.
func (s *Service) ForEdit(ctx context.Context, v viewer.Viewer, id string) (_ Recommendation, err error) {
	defer fault.Wrap(&err, "recommendation.ForEdit(%.40q)", id)
	r, err := s.Get(ctx, id)
	if err == nil {
		_, err = s.pages.Author(ctx, v, r.By.Page)
	}
	if err != nil {
		return Recommendation{}, err
	}
	return r, nil
}

// Edit changes a recommendation; its author and whom it is about stay. One that changed since the form was drawn is
// fault.Conflict. Errors: as ForEdit; ErrOwn; fault.Conflict, fault.Fields.
func (s *Service) Edit(ctx context.Context, v viewer.Viewer, id string, d Draft) (_ Recommendation, err error) {
	defer fault.Wrap(&err, "recommendation.Edit(%.40q)", id)
	was, err := s.ForEdit(ctx, v, id)
	if err != nil {
		return was, err
	}
	err = s.admits(ctx, v, was.By.Page, was.Page)
	if err != nil && !errors.Is(err, ErrClosed) { // nobody answers for it any more: what was said can still be put right
		return was, err
	}
	ahead := was
	if err := s.fill(&ahead, d, was.Created); err != nil {
		return was, err
	}
	if err := s.look(ctx, v, &ahead); err != nil {
		return was, err
	}
	return s.store.Update(ctx, id, func(r *Recommendation) error {
		if err := r.Unseen(); err != nil {
			return err
		}
		if d.At != 0 && d.At != r.Version() {
			return fault.Conflict
		}
		r.Tie, r.Lived, r.Body, r.HTML, r.Reward, r.Down = ahead.Tie, ahead.Lived, ahead.Body, ahead.HTML, ahead.Reward, ahead.Down
		r.Edited = after(s.now(), r.Version())
		return nil
	})
}

// after is now, or a moment after the version that is there: two changes within a millisecond differ.
func after(now time.Time, version int64) time.Time {
	if now.UnixMilli() <= version {
		return time.UnixMilli(version + 1).UTC()
	}
	return now
}

// Delete takes a recommendation back for good. Errors: as ForEdit.
func (s *Service) Delete(ctx context.Context, v viewer.Viewer, id string) (err error) {
	defer fault.Wrap(&err, "recommendation.Delete(%.40q)", id)
	if _, err := s.ForEdit(ctx, v, id); err != nil {
		return err
	}
	return s.store.Remove(ctx, id)
}

// Get returns a recommendation that people see. fault.NotFound, fault.Gone.
func (s *Service) Get(ctx context.Context, id string) (Recommendation, error) {
	r, err := s.store.Get(ctx, id)
	if err == nil {
		err = r.Unseen()
	}
	if err != nil {
		return Recommendation{}, err
	}
	return r, nil
}

// standard is how many recommendations a page of them has.
const standard = 20

// Of lists those of a page, the last created first.
func (s *Service) Of(ctx context.Context, page string, req page.Req) (page.Of[Recommendation], error) {
	return s.store.OfPage(ctx, page, req.Clamp(standard))
}

// MostCounted is the number above which nobody counts.
const MostCounted = 1000

// Count counts them, up to MostCounted.
func (s *Service) Count(ctx context.Context, page string) (int, error) {
	return s.store.Count(ctx, page, MostCounted)
}

// From says where to begin to read the list of the page, limit at a time, to find r on the first of them.
func (s *Service) From(ctx context.Context, r *Recommendation, limit int) (page.Cursor, error) {
	first, err := s.Of(ctx, r.Page, page.Req{Limit: limit})
	for i := range first.Items {
		if first.Items[i].ID == r.ID {
			return page.Cursor{}, err
		}
	}
	return page.Cursor{Key: page.Instant(r.Created), ID: r.ID + "~"}, err // no id sorts behind a tilde
}
