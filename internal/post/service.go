package post

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/picture"
	"partant/internal/text"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// Pages is what publications need to know of those who speak.
type Pages interface {
	// Author lets v speak in the name of a page: see profile.Service.
	Author(ctx context.Context, v viewer.Viewer, page string) (viewer.Author, error)
	// Commune returns the INSEE code of the commune of a page, empty when it is not known.
	Commune(ctx context.Context, page string) (string, error)
}

// Renderer turns Markdown into safe HTML.
type Renderer interface {
	// Render returns sanitised HTML, or fault.Invalid when the text is too heavy to render.
	Render(markdown string) (string, error)
	// Words returns the text of what Render made, without its marks.
	Words(html string) string
	// Follow returns what Render made with links that search engines may follow.
	Follow(html string) string
}

// Service applies the rules of publications.
type Service struct {
	store    Store
	pages    Pages
	renderer Renderer
	now      clock.Clock
	screen   unseen.Screen
	below    *Thread // nil: nothing is answered
	names    Namer   // nil: words name nobody
	tell     func()  // told that a publication names somebody
	index    func()  // nil: nobody pays debts of kind OwesIndex
	album    Album   // nil: publications have no photos
	debts    Debts   // nil: nothing is planned
	payer    *debt.Payer
	stands   Standing // nil: every account does
	peeker   Peeker   // nil: nothing is shown of links
	framer   Framer   // nil: previews have no pictures
	peeks    *debt.Payer
	history  History // nil: former texts are forgotten
}

// Namer knows the pages that words name.
type Namer interface {
	// Link returns HTML in which « @ » and the slug of a page leads to it, and the ids of these pages, each once.
	// fault.Invalid when too many are named.
	Link(ctx context.Context, html string) (linked string, pages []string, err error)
}

// Naming has publications name pages. tell is called after a write that owes OwesNaming.
func (s *Service) Naming(n Namer, tell func()) *Service {
	s.names, s.tell = n, tell
	return s
}

// link makes links of the pages that the words of p name.
func (s *Service) link(ctx context.Context, p *Post) (err error) {
	if s.names == nil {
		return nil
	}
	p.HTML, p.Named, err = s.names.Link(ctx, p.HTML)
	if errors.Is(err, fault.Invalid) {
		err = fault.Fields{FieldBody: "Vous nommez trop de pages avec « @ » : dix au plus dans un même texte."}
	}
	return err
}

// Thread is what publications need to know of what is answered to them.
type Thread struct {
	Wake  func()                                         // there is a debt of kind OwesClear
	Clear func(ctx context.Context, postID string) error // takes away all answers; done twice it is done once
}

// New returns a Service.
func New(store Store, pages Pages, renderer Renderer, now clock.Clock) *Service {
	return &Service{store: store, pages: pages, renderer: renderer, now: now}
}

// Screen has somebody look at words before they are published.
func (s *Service) Screen(look unseen.Screen) *Service {
	s.screen = look
	return s
}

// Answered has publications be answered.
func (s *Service) Answered(t Thread) *Service {
	s.below = &t
	return s
}

// Indexed has each publication owe OwesIndex whenever what a visitor reads of it changes. wake is called after such a write.
func (s *Service) Indexed(wake func()) *Service {
	s.index = wake
	return s
}

// oweIndex records that the index is to be told of p. A draft is nothing to it.
func (s *Service) oweIndex(p *Post) {
	if s.index != nil && !p.Draft {
		p.Owes.Owe(id.New(), OwesIndex, s.now())
	}
}

// reserved are the slugs that the site's own URLs use.
var reserved = []string{"nouvelle", "modifier", "supprimer"}

// Publish makes a publication, or keeps a draft, in the name of the page d.Voice. Sent twice with the same Key it makes one
// and returns it. Errors: fault.SignedOut, fault.Fields (of the voice too), fault.Conflict.
func (s *Service) Publish(ctx context.Context, v viewer.Viewer, d Draft) (_ Post, err error) {
	defer fault.Wrap(&err, "post.Publish")
	p := Post{ID: d.Key, Created: s.now(), Draft: d.Later}
	if !id.Valid(p.ID) {
		p.ID = id.New()
	}
	if err := s.speak(ctx, v, d.Voice, &p); err != nil {
		return p, err
	}
	if err := s.follow(ctx, d, &p); err != nil {
		return p, err
	}
	if err := s.begin(ctx, d, &p); err != nil {
		return p, err
	}
	if err := s.plan(&p, d, p.By); err != nil {
		return p, err
	}
	if was, err := s.again(ctx, p); !errors.Is(err, fault.NotFound) || errors.Is(err, fault.Gone) {
		return was, err
	}
	if err := s.screened(ctx, v, &p); err != nil {
		return p, err
	}
	s.publish(&p, p.Created)
	p.oweNaming(nil, p.Created)
	p.oweSettled(nil, p.Created)
	s.owePreview(&p)
	return s.insert(ctx, p)
}

// begin fills in what a draft says, with photos that are its author's.
func (s *Service) begin(ctx context.Context, d Draft, p *Post) error {
	d, err := s.claimed(ctx, p.By, p.ID, d)
	if err != nil {
		return err
	}
	return d.fill(p, s.renderer)
}

// screened has somebody look at new words, then has them lead to the pages they name.
func (s *Service) screened(ctx context.Context, v viewer.Viewer, p *Post) error {
	seen, err := s.look(ctx, v, p)
	if err != nil {
		return err
	}
	s.judged(p, seen)
	return s.link(ctx, p)
}

// speak notes who says p.
func (s *Service) speak(ctx context.Context, v viewer.Viewer, voice string, p *Post) (err error) {
	p.By, err = s.pages.Author(ctx, v, voice)
	if errors.Is(err, fault.Forbidden) {
		return fault.Fields{viewer.FieldVoice: "Vous ne pouvez pas parler au nom de cette page : choisissez-en une autre."}
	}
	if err == nil {
		p.Commune, err = s.pages.Commune(ctx, voice)
	}
	return err
}

// publish dates p when it is published for the first time.
func (s *Service) publish(p *Post, at time.Time) {
	if p.Draft || !p.Published.IsZero() {
		return
	}
	p.Published = at
}

// insert tries slugs until one is free. A taken id means that the same form came twice.
func (s *Service) insert(ctx context.Context, p Post) (Post, error) {
	for try := range tries {
		p.Slug = slug(&p, try)
		s.oweIndex(&p)
		err := s.store.InsertPost(ctx, p)
		var taken fault.Taken
		switch {
		case err == nil:
			s.ring(&p)
			return s.store.Post(ctx, p.ID)
		case errors.As(err, &taken) && taken.Field == "id":
			return s.again(ctx, p)
		case taken.Field == FieldVersion:
			return p, versionTaken()
		case !errors.As(err, &taken):
			return p, err
		}
	}
	return p, fmt.Errorf("no free slug for %q: %w", p.Heading(), fault.Conflict)
}

func (s *Service) ring(p *Post) {
	if s.peeks != nil {
		s.peeks.Wake()
	}
	for _, wake := range []func(){s.tell, s.index} {
		if wake != nil && len(p.Owes) > 0 {
			wake()
		}
	}
}

// again answers a form that was sent twice: the publication it made, if it is the same author's.
func (s *Service) again(ctx context.Context, p Post) (Post, error) {
	was, err := s.store.Post(ctx, p.ID)
	switch {
	case err != nil:
		return Post{}, err
	case was.By.Account != p.By.Account:
		return Post{}, fault.Taken{Field: "id"}
	case was.IsDeleted():
		return Post{}, fault.Gone
	}
	return was, nil
}

// How often a free slug is looked for, and how many publications of one heading get a number; later ones get a part of
// their id, which is free.
const (
	tries    = 50
	numbered = 10
)

// slug proposes the heading, then numbers, then a part of the id.
func slug(p *Post, try int) string {
	base := text.Slug(p.Heading())
	if base == "" {
		base = "publication"
	}
	switch {
	case try == 0 && !slices.Contains(reserved, base):
		return base
	case try >= numbered:
		return base + "-" + p.ID[max(0, len(p.ID)-8):]
	}
	return base + "-" + strconv.Itoa(max(try, 1)+1)
}

// Preview returns how the text of d would look. Errors: fault.Fields.
func (s *Service) Preview(ctx context.Context, d Draft) (html string, err error) {
	p := Post{}
	if err = d.fill(&p, s.renderer); err == nil {
		err = s.link(ctx, &p)
	}
	if err == nil {
		err = s.numbered(ctx, d)
	}
	if err == nil && d.Planned {
		_, err = d.instant(s.now())
	}
	return p.HTML, err
}

// BySlug returns a publication as v may see it. Errors: fault.NotFound, also of a draft of others; fault.Gone once it is deleted.
func (s *Service) BySlug(ctx context.Context, v viewer.Viewer, slug string) (_ Post, err error) {
	defer fault.Wrap(&err, "post.BySlug(%s)", slug)
	p, err := s.store.PostBySlug(ctx, slug)
	if err != nil {
		return Post{}, err
	}
	if err := s.seen(ctx, v, &p); err != nil {
		return Post{}, err
	}
	return p, nil
}

// seen returns why v does not see p.
func (s *Service) seen(ctx context.Context, v viewer.Viewer, p *Post) error {
	if p.Draft {
		switch can, err := s.Can(ctx, v, p); {
		case err != nil:
			return err
		case !can:
			return fault.NotFound
		}
	}
	return p.Unseen()
}

// Can reports whether v may change and delete p: whoever may speak for its page may.
func (s *Service) Can(ctx context.Context, v viewer.Viewer, p *Post) (bool, error) {
	_, err := s.pages.Author(ctx, v, p.By.Page)
	if errors.Is(err, fault.Forbidden) || errors.Is(err, fault.SignedOut) {
		return false, nil
	}
	return err == nil, err
}

// ForEdit is BySlug for who may change it. Errors: fault.SignedOut, fault.Forbidden besides.
func (s *Service) ForEdit(ctx context.Context, v viewer.Viewer, slug string) (Post, error) {
	p, err := s.BySlug(ctx, v, slug)
	if err == nil {
		_, err = s.pages.Author(ctx, v, p.By.Page)
	}
	return p, err
}

// Edit changes a publication; what is published stays so. One that changed since the form was drawn is fault.Conflict, and
// nothing is lost: the draft is still the caller's. Errors: fault.SignedOut, fault.Forbidden, fault.Fields, fault.NotFound,
// fault.Gone.
func (s *Service) Edit(ctx context.Context, v viewer.Viewer, postID string, d Draft) (_ Post, err error) {
	defer fault.Wrap(&err, "post.Edit(%s)", postID)
	was, err := s.store.Post(ctx, postID)
	if err != nil {
		return Post{}, err
	}
	by, err := s.pages.Author(ctx, v, was.By.Page)
	if err != nil {
		return Post{}, err
	}
	if d, err = s.claimed(ctx, by, postID, d); err != nil {
		return Post{}, err
	}
	commune, err := s.pages.Commune(ctx, was.By.Page)
	if err != nil {
		return Post{}, err
	}
	seen, err := s.foresee(ctx, v, was, d)
	if err != nil {
		return Post{}, err
	}
	for try := range tries {
		version, err := s.remember(ctx, postID)
		if err != nil {
			return Post{}, err
		}
		var had []picture.Picture
		p, err := s.store.UpdatePost(ctx, postID, func(p *Post) error {
			had = p.pictures()
			if err := s.still(p, version); err != nil {
				return err
			}
			return s.edit(ctx, p, d, by, commune, try, seen)
		})
		var taken fault.Taken
		if errors.Is(err, errReplaced) {
			continue
		}
		if errors.Is(err, fault.NotFound) { // it was taken away meanwhile
			err = errors.Join(err, s.forgetPasts(ctx, postID))
		}
		if errors.As(err, &taken) && taken.Field == "slug" {
			continue
		}
		if taken.Field == FieldVersion {
			err = versionTaken()
		}
		if err == nil {
			s.ring(&p)
			s.dropped(ctx, had, p.pictures())
		}
		return p, err
	}
	return Post{}, fmt.Errorf("no free slug: %w", fault.Conflict)
}

// foresee asks what comes of the words that d would make of a publication.
func (s *Service) foresee(ctx context.Context, v viewer.Viewer, was Post, d Draft) (unseen.Verdict, error) {
	if err := was.Unseen(); err != nil {
		return unseen.Verdict{}, err
	}
	if err := d.fill(&was, s.renderer); err != nil {
		return unseen.Verdict{}, err
	}
	was.Draft = was.Draft && d.Later
	return s.look(ctx, v, &was)
}

func (s *Service) edit(ctx context.Context, p *Post, d Draft, by viewer.Author, commune string, try int, seen unseen.Verdict) error {
	if err := p.Unseen(); err != nil {
		return err
	}
	if d.At != 0 && d.At != p.Version() {
		return fault.Conflict
	}
	heading := text.Slug(p.Heading())
	before, answered := p.Named, p.settled()
	if p.Draft {
		before, answered = nil, nil
	}
	if err := d.fill(p, s.renderer); err != nil {
		return err
	}
	if err := s.link(ctx, p); err != nil {
		return err
	}
	if p.Draft && text.Slug(p.Heading()) != heading {
		p.Slug = slug(p, try)
	}
	p.Commune = commune
	p.Draft = p.Draft && d.Later
	if err := s.plan(p, d, by); err != nil {
		return err
	}
	p.Edited = s.later(p)
	s.judged(p, seen)
	s.publish(p, p.Edited)
	p.oweNaming(before, p.Edited)
	p.oweSettled(answered, p.Edited)
	s.owePreview(p)
	s.oweIndex(p)
	return nil
}

// later is an instant after the last change of p: two changes in one millisecond must differ.
func (s *Service) later(p *Post) time.Time {
	after := time.UnixMilli(p.Version()).UTC().Add(time.Millisecond)
	if now := s.now(); now.After(after) {
		return now
	}
	return after
}

// shown is how many publications a page of a list has when nobody says.
const shown = 20

// OfPage lists what a page has published, the last first.
func (s *Service) OfPage(ctx context.Context, pageID string, req page.Req) (page.Of[Post], error) {
	return s.store.From(ctx, []string{OfPage(pageID)}, req.Clamp(shown))
}

// DraftsOf lists the drafts of a page for who may speak for it, the last begun first. Errors: fault.SignedOut, fault.Forbidden.
func (s *Service) DraftsOf(ctx context.Context, v viewer.Viewer, pageID string, req page.Req) (page.Of[Post], error) {
	if _, err := s.pages.Author(ctx, v, pageID); err != nil {
		return page.Of[Post]{}, err
	}
	return s.store.PostsConcerning(ctx, draftsOf(pageID), req.Clamp(shown))
}
