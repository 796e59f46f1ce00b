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
	"partant/internal/text"
	"partant/internal/unseen"
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
	// Follow returns what Render made with links that search engines may follow.
	Follow(html string) string
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
	store    Stores
	gates    Gates
	authors  Authors
	renderer Renderer
	now      clock.Clock
	wake     func()
	screen   unseen.Screen
	names    Namer    // nil: words name nobody
	print    Printer  // nil: nobody answers without account
	projects Projects // nil: nothing below a target is a review
	index    bool     // somebody pays debts of kind OwesIndex
	meets    Meets    // nil: everybody meets everybody
	shuts    Shuts    // nil: every target is read by everybody
}

// Meets returns the fault.Forbidden of who may not answer something: nobody else, the author of its target or of the answer that is
// answered wants nothing of them. Voice is the page that speaks.
type Meets func(ctx context.Context, v viewer.Viewer, voice string, t Target, above viewer.Author) error

// Apart has answers refused between those who want nothing of each other.
func (s *Service) Apart(meets Meets) *Service {
	s.meets = meets
	return s
}

// NotYours is what somebody reads who may not answer something, while others do.
const NotYours = "Vous ne pouvez pas répondre ici : l'un de vous deux a bloqué l'autre. Votre texte est là, si vous voulez le garder."

// meet refuses an answer between those who want nothing of each other.
func (s *Service) meet(ctx context.Context, v viewer.Viewer, d Draft, wrong fault.Fields) error {
	if s.meets == nil {
		return nil
	}
	var above viewer.Author
	if d.Parent != "" {
		c, err := s.store.Get(ctx, d.Parent)
		if err != nil && !errors.Is(err, fault.NotFound) {
			return err
		}
		above = c.By
	}
	err := s.meets(ctx, v, d.Voice, d.Target, above)
	if errors.Is(err, fault.Forbidden) {
		wrong.Add(FieldBody, NotYours)
		return nil
	}
	return err
}

// Namer knows the pages that words name.
type Namer interface {
	// Link returns HTML in which « @ » and the slug of a page leads to it, and the ids of these pages, each once.
	// fault.Invalid when too many are named.
	Link(ctx context.Context, html string) (linked string, pages []string, err error)
}

// Naming has answers name pages.
func (s *Service) Naming(n Namer) *Service {
	s.names = n
	return s
}

// New returns a Service. wake is called after each write that owes something.
func New(store Stores, gates Gates, authors Authors, renderer Renderer, now clock.Clock, wake func()) *Service {
	return &Service{store: store, gates: gates, authors: authors, renderer: renderer, now: now, wake: wake}
}

// Screen has somebody look at words before they are published.
func (s *Service) Screen(look unseen.Screen) *Service {
	s.screen = look
	return s
}

// look asks what comes of the words of an answer, and writes it down.
func (s *Service) look(ctx context.Context, v viewer.Viewer, c *Comment) error {
	seen, err := s.screen.Look(ctx, v, unseen.Words{Kind: "reponse", ID: c.ID, Text: c.Body, HTML: c.HTML, By: viewer.Author{Page: c.By.Page, Account: v.Account}})
	if seen.Mark != nil {
		c.Down = seen.Mark
	}
	if seen.Follow {
		c.HTML = s.renderer.Follow(c.HTML)
	}
	return err
}

// Mark hides an answer because a moderator decided so, or shows it again with nil; what answers it stays. Done twice it is done once, and one that
// is gone is no error.
func (s *Service) Mark(ctx context.Context, id string, m *unseen.Mark) error {
	_, err := s.store.Update(ctx, id, func(c *Comment) error {
		if c.IsDeleted() {
			return fault.Gone
		}
		held := c.Down != nil && c.Down.Held
		c.Down = m
		c.owe(OwesCount, s.now())
		if m == nil && held {
			c.owe(OwesNotice, s.now())
			c.oweNaming(nil, s.now())
		}
		s.oweIndex(c)
		return nil
	})
	if err == nil {
		s.wake()
	}
	return orGone(err)
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
	if err := s.writeDraft(ctx, &c, d, wrong); err != nil {
		return c, err
	}
	if err := s.put(ctx, &c, d.Parent, wrong); err != nil {
		return c, err
	}
	if err := s.review(ctx, &c, d.Aspect, wrong); err != nil {
		return c, err
	}
	if err := s.meet(ctx, v, d, wrong); err != nil {
		return c, err
	}
	if err := wrong.Err(); err != nil {
		return c, err
	}
	if err := s.look(ctx, v, &c); err != nil {
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
func (s *Service) write(ctx context.Context, c *Comment, body string, wrong fault.Fields) error {
	c.Body = checkBody(body, wrong)
	if len(wrong) > 0 {
		return nil
	}
	html, err := s.renderer.Render(c.Body)
	if errors.Is(err, fault.Invalid) {
		wrong.Add(FieldBody, "Ce texte est trop chargé en mises en forme : simplifiez-le.")
		return nil
	}
	if err == nil && !text.Shows(html) {
		wrong.Add(FieldBody, text.NothingShown)
		return nil
	}
	c.HTML = html
	if err != nil || s.names == nil {
		return err
	}
	c.HTML, c.Named, err = s.names.Link(ctx, html)
	if errors.Is(err, fault.Invalid) {
		wrong.Add(FieldBody, TooManyNames)
		return nil
	}
	return err
}

// Words is what a text looks like: it need not be rendered again to be published.
type Words struct {
	HTML string
	of   string // the text, as it was typed
	said Comment
}

// writeDraft is write, but for words that were rendered already.
func (s *Service) writeDraft(ctx context.Context, c *Comment, d Draft, wrong fault.Fields) error {
	if w := d.Words; w.of != "" && w.of == d.Body {
		c.Body, c.HTML, c.Named = w.said.Body, w.said.HTML, w.said.Named
		return nil
	}
	return s.write(ctx, c, d.Body, wrong)
}

// TooManyNames is what is said of a text that names too many pages.
const TooManyNames = "Vous nommez trop de pages avec « @ » : dix au plus dans un même texte."

// Preview returns what a text would look like, or fault.Fields, and writes nothing.
func (s *Service) Preview(ctx context.Context, body string) (Words, error) {
	w, wrong := Words{of: body}, fault.Fields{}
	if err := s.write(ctx, &w.said, body, wrong); err != nil {
		return Words{}, err
	}
	if err := wrong.Err(); err != nil {
		return Words{}, err
	}
	w.HTML = w.said.HTML
	return w, nil
}

// put gives an answer its place in the tree.
func (s *Service) put(ctx context.Context, c *Comment, parent string, wrong fault.Fields) error {
	c.Thread, c.Place = c.ID, Under("")
	if parent == "" {
		return nil
	}
	above, err := s.store.Get(ctx, parent)
	if errors.Is(err, fault.NotFound) || err == nil && (above.Target != c.Target || above.Unseen() != nil) {
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
	if c.Down == nil {
		c.owe(OwesNotice, c.Created)
	}
	c.oweNaming(nil, c.Created)
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
	return v.SignedIn() && c.Unseen() == nil && c.By.Account == v.Account && c.By.Page != "" && now.Sub(c.Created) < EditWindow
}

// RightsOf returns what v may do with an answer. Voices are the pages that v may speak for.
func (s *Service) RightsOf(v viewer.Viewer, c *Comment, voices []string) Rights {
	mine := v.SignedIn() && c.Unseen() == nil && (c.By.Account == v.Account || slices.Contains(voices, c.By.Page))
	return Rights{Edit: mine && c.CanEdit(v, s.now()), Delete: mine}
}

// ForEdit returns an answer to who may change its words. Errors: fault.SignedOut, fault.Forbidden, ErrTooLate,
// fault.NotFound, fault.Gone.
func (s *Service) ForEdit(ctx context.Context, v viewer.Viewer, id string) (Comment, error) {
	c, err := s.Get(ctx, id)
	if err == nil {
		err = s.untold(ctx, &c, v, s.mayEdit(&c, v))
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
	case c.Unseen() != nil:
		return c.Unseen()
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
	if err := s.write(ctx, &was, body, wrong); err != nil {
		return was, err
	}
	if err := wrong.Err(); err != nil {
		return was, err
	}
	if err := s.look(ctx, v, &was); err != nil {
		return was, err
	}
	edited, err := s.store.Update(ctx, id, func(c *Comment) error {
		if err := s.mayEdit(c, v); err != nil {
			return err
		}
		if c.Body != was.Body {
			before := c.Named
			c.Body, c.HTML, c.Named, c.Edited, c.Down = was.Body, was.HTML, was.Named, s.now(), was.Down
			c.owe(OwesCount, c.Edited)
			c.oweNaming(before, c.Edited)
			s.oweIndex(c)
		}
		return nil
	})
	if err == nil && len(edited.Owes) > 0 {
		s.wake()
	}
	return edited, err
}

// ForDelete returns an answer to who may take it back: whoever wrote it, whoever may speak for its page. A moderator takes it down instead.
// Errors: fault.SignedOut, fault.Forbidden, fault.NotFound, fault.Gone.
func (s *Service) ForDelete(ctx context.Context, v viewer.Viewer, id string) (Comment, error) {
	c, err := s.Get(ctx, id)
	switch {
	case err != nil:
	case !v.SignedIn():
		err = fault.SignedOut
	case c.Unseen() != nil:
		err = c.Unseen()
	case c.By.Account != v.Account:
		_, err = s.authors.Author(ctx, v, c.By.Page)
	}
	if err != nil {
		return Comment{}, fmt.Errorf("comment.ForDelete(%.40q): %w", id, s.untold(ctx, &c, v, err))
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
