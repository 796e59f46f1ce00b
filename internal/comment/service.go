package comment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/viewer"
)

// Authors says who may speak for a page.
type Authors interface {
	// Author lets v speak in the name of a page, as things stand at this instant. fault.SignedOut, fault.Forbidden.
	Author(ctx context.Context, v viewer.Viewer, page string) (viewer.Author, error)
}

// Renderer turns Markdown into safe HTML.
type Renderer interface {
	// Render returns sanitised HTML, or fault.Invalid when the text is too heavy to render.
	Render(markdown string) (string, error)
}

// Gate says whether a target takes answers: nil, ErrClosed, fault.NotFound or fault.Gone.
type Gate func(ctx context.Context, id string) error

// Gates has one for each kind of target; a kind without one takes none.
type Gates map[Kind]Gate

// What somebody hears who comes too late. Both are fault.Forbidden.
var (
	ErrClosed  = fmt.Errorf("no answers are taken any more: %w", fault.Forbidden)
	ErrTooLate = fmt.Errorf("the time to change it is over: %w", fault.Forbidden)
)

// Service applies the rules of answers.
type Service struct {
	store    Store
	gates    Gates
	authors  Authors
	renderer Renderer
	now      clock.Clock
	wake     func()
	index    bool // somebody pays debts of kind OwesIndex
}

// New returns a Service. wake is called after each write that owes something.
func New(store Store, gates Gates, authors Authors, renderer Renderer, now clock.Clock, wake func()) *Service {
	return &Service{store: store, gates: gates, authors: authors, renderer: renderer, now: now, wake: wake}
}

// Answer publishes an answer below a target or another answer. Sent twice with the same Key it makes one and returns it.
// Errors: fault.SignedOut; fault.Forbidden for a page that v may not speak for; ErrClosed, fault.NotFound and fault.Gone
// of the target; fault.Fields.
func (s *Service) Answer(ctx context.Context, v viewer.Viewer, d Draft) (_ Comment, err error) {
	defer fault.Wrap(&err, "comment.Answer")
	by, err := s.authors.Author(ctx, v, d.Voice)
	if err == nil {
		err = s.admits(ctx, d.Target)
	}
	if err != nil {
		return Comment{}, err
	}
	c := Comment{ID: d.Key, Target: d.Target, By: by, Level: 1, Created: s.now()}
	if !id.Valid(c.ID) {
		c.ID = id.New()
	}
	wrong := fault.Fields{}
	if err := s.write(&c, d.Body, wrong); err != nil {
		return c, err
	}
	if err := s.put(ctx, &c, d.Parent, wrong); err != nil {
		return c, err
	}
	if err := wrong.Err(); err != nil {
		return c, err
	}
	return s.insert(ctx, c)
}

func (s *Service) admits(ctx context.Context, t Target) error {
	gate, ok := s.gates[t.Kind]
	if !ok {
		return fault.NotFound
	}
	return gate(ctx, t.ID)
}

// write fills in the words of an answer.
func (s *Service) write(c *Comment, body string, wrong fault.Fields) error {
	c.Body = checkBody(body, wrong)
	if len(wrong) > 0 {
		return nil
	}
	html, err := s.renderer.Render(c.Body)
	if errors.Is(err, fault.Invalid) {
		wrong.Add(FieldBody, "Ce texte est trop chargé en mises en forme : simplifiez-le.")
		return nil
	}
	c.HTML = html
	return err
}

// Preview returns what a text would look like, or fault.Fields, and writes nothing.
func (s *Service) Preview(body string) (html string, err error) {
	var c Comment
	wrong := fault.Fields{}
	if err := s.write(&c, body, wrong); err != nil {
		return "", err
	}
	return c.HTML, wrong.Err()
}

// put gives an answer its place in the tree.
func (s *Service) put(ctx context.Context, c *Comment, parent string, wrong fault.Fields) error {
	c.Thread, c.Place = c.ID, Under("")
	if parent == "" {
		return nil
	}
	above, err := s.store.Get(ctx, parent)
	if errors.Is(err, fault.NotFound) || err == nil && (above.Target != c.Target || above.IsDeleted()) {
		wrong.Add(FieldBody, "La réponse à laquelle vous répondez vient d'être retirée.")
		return nil
	}
	if err != nil {
		return err
	}
	c.Thread, c.Parent, c.Place, c.Level = above.Thread, above.ID, Under(above.Place), above.Level+1
	return nil
}

// insert writes an answer that owes its count and the word of it. A taken id means that the same form came twice.
func (s *Service) insert(ctx context.Context, c Comment) (Comment, error) {
	c.owe(OwesCount, c.Created)
	c.owe(OwesNotice, c.Created)
	s.oweIndex(&c)
	err := s.store.Insert(ctx, c)
	var taken fault.Taken
	if errors.As(err, &taken) {
		was, err := s.store.Get(ctx, c.ID)
		if err == nil && (was.By.Account != c.By.Account || was.Target != c.Target) {
			err = taken
		}
		return was, err
	}
	if err != nil {
		return c, err
	}
	s.wake()
	c.Rev = 1
	return c, nil
}

// Indexed has each answer owe OwesIndex whenever its words change.
func (s *Service) Indexed() *Service { s.index = true; return s }

// oweIndex records that the index is to be told of c.
func (s *Service) oweIndex(c *Comment) {
	if s.index {
		c.owe(OwesIndex, s.now())
	}
}

// Rights is what somebody may do with an answer.
type Rights struct{ Edit, Delete bool }

// CanEdit reports whether the words of c may still be changed by who wrote them.
func (c *Comment) CanEdit(v viewer.Viewer, now time.Time) bool {
	return v.SignedIn() && !c.IsDeleted() && c.By.Account == v.Account && now.Sub(c.Created) < EditWindow
}

// RightsOf returns what v may do with an answer. Voices are the pages that v may speak for.
func (s *Service) RightsOf(v viewer.Viewer, c *Comment, voices []string) Rights {
	mine := v.SignedIn() && !c.IsDeleted() && (c.By.Account == v.Account || slices.Contains(voices, c.By.Page))
	return Rights{Edit: mine && c.CanEdit(v, s.now()), Delete: !c.IsDeleted() && (mine || v.Moderates())}
}

// ForEdit returns an answer to who may change its words. Errors: fault.SignedOut, fault.Forbidden, ErrTooLate,
// fault.NotFound, fault.Gone.
func (s *Service) ForEdit(ctx context.Context, v viewer.Viewer, id string) (Comment, error) {
	c, err := s.Get(ctx, id)
	if err == nil {
		err = s.mayEdit(&c, v)
	}
	if err != nil {
		return Comment{}, fmt.Errorf("comment.ForEdit(%.40q): %w", id, err)
	}
	return c, nil
}

func (s *Service) mayEdit(c *Comment, v viewer.Viewer) error {
	switch {
	case !v.SignedIn():
		return fault.SignedOut
	case c.IsDeleted():
		return fault.Gone
	case c.By.Account != v.Account:
		return fault.Forbidden
	case !c.CanEdit(v, s.now()):
		return ErrTooLate
	}
	return nil
}

// Edit changes the words of an answer, within EditWindow of its publication. Errors: as ForEdit; ErrClosed; fault.Fields.
func (s *Service) Edit(ctx context.Context, v viewer.Viewer, id, body string) (_ Comment, err error) {
	defer fault.Wrap(&err, "comment.Edit(%.40q)", id)
	was, err := s.ForEdit(ctx, v, id)
	if err == nil {
		err = s.admits(ctx, was.Target)
	}
	if err == nil {
		_, err = s.authors.Author(ctx, v, was.By.Page)
	}
	if err != nil {
		return Comment{}, err
	}
	wrong := fault.Fields{}
	if err := s.write(&was, body, wrong); err != nil {
		return was, err
	}
	if err := wrong.Err(); err != nil {
		return was, err
	}
	now, err := s.store.Update(ctx, id, func(c *Comment) error {
		if err := s.mayEdit(c, v); err != nil {
			return err
		}
		if c.Body != was.Body {
			c.Body, c.HTML, c.Edited = was.Body, was.HTML, s.now()
			s.oweIndex(c)
		}
		return nil
	})
	if err == nil && len(now.Owes) > 0 {
		s.wake()
	}
	return now, err
}

// ForDelete returns an answer to who may take it back: whoever wrote it, whoever may speak for its page, a moderator.
// Errors: fault.SignedOut, fault.Forbidden, fault.NotFound, fault.Gone.
func (s *Service) ForDelete(ctx context.Context, v viewer.Viewer, id string) (Comment, error) {
	c, err := s.Get(ctx, id)
	switch {
	case err != nil:
	case !v.SignedIn():
		err = fault.SignedOut
	case c.IsDeleted():
		err = fault.Gone
	case !v.Moderates() && c.By.Account != v.Account:
		_, err = s.authors.Author(ctx, v, c.By.Page)
	}
	if err != nil {
		return Comment{}, fmt.Errorf("comment.ForDelete(%.40q): %w", id, err)
	}
	return c, nil
}

// Delete leaves a tombstone of an answer; what answers it stays. Errors: as ForDelete.
func (s *Service) Delete(ctx context.Context, v viewer.Viewer, id string) (_ Comment, err error) {
	defer fault.Wrap(&err, "comment.Delete(%.40q)", id)
	if _, err := s.ForDelete(ctx, v, id); err != nil {
		return Comment{}, err
	}
	return s.bury(ctx, id)
}

func (s *Service) bury(ctx context.Context, id string) (Comment, error) {
	c, err := s.store.Update(ctx, id, func(c *Comment) error {
		if !c.IsDeleted() {
			c.bury(s.now())
			s.oweIndex(c)
		}
		return nil
	})
	if err == nil {
		s.wake()
	}
	return c, err
}

// Get returns an answer, a tombstone too, or fault.NotFound.
func (s *Service) Get(ctx context.Context, id string) (Comment, error) { return s.store.Get(ctx, id) }

// standard is how many answers a page of them has.
const standard = 50

// Of lists the answers below a target as they are read: see Store.OfTarget.
func (s *Service) Of(ctx context.Context, t Target, req page.Req) (page.Of[Comment], error) {
	return s.store.OfTarget(ctx, t, req.Clamp(standard))
}

// Latest returns the last answers below a target that are still there, the last created first.
func (s *Service) Latest(ctx context.Context, t Target, limit int) ([]Comment, error) {
	return s.store.Latest(ctx, t, limit)
}
