// Package intake takes in the archive of a member of another site of Partant, or of this one before they left: their pages,
// what these have published, their photos, and what they follow.
package intake

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"partant/internal/account"
	"partant/internal/export"
	"partant/internal/fault"
	"partant/internal/follow"
	"partant/internal/id"
	"partant/internal/media"
	"partant/internal/picture"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// Accounts gives an account its own page: see account.Service.
type Accounts interface {
	Embody(ctx context.Context, account, person, slug string) (account.Account, error)
}

// Pages makes pages: see profile.Service.
type Pages interface {
	Rights(ctx context.Context, v viewer.Viewer, pageID string) (profile.Rights, error)
	Create(ctx context.Context, v viewer.Viewer, d profile.Draft) (profile.Profile, error)
	Decorate(ctx context.Context, v viewer.Viewer, pageID string, edit func(*profile.Pictures) error) (profile.Profile, error)
}

// Posts makes publications: see post.Service.
type Posts interface {
	ByID(ctx context.Context, v viewer.Viewer, postID string) (post.Post, error)
	Bring(ctx context.Context, v viewer.Viewer, d post.Draft, at post.Dates) (_ post.Post, brought bool, err error)
}

// Photos keeps photos: see media.Service.
type Photos interface {
	Add(ctx context.Context, v viewer.Viewer, pageID string, of media.Thing, sent io.ReadSeeker) (picture.Picture, error)
}

// Follows has a member follow things: see follow.Service.
type Follows interface {
	Follow(ctx context.Context, v viewer.Viewer, t follow.Target, name string) error
}

// Service takes archives in.
type Service struct {
	accounts Accounts
	pages    Pages
	posts    Posts
	photos   Photos
	follows  Follows
}

// New returns a Service.
func New(accounts Accounts, pages Pages, posts Posts, photos Photos, follows Follows) *Service {
	return &Service{accounts: accounts, pages: pages, posts: posts, photos: photos, follows: follows}
}

// Taken is what came of an archive.
type Taken struct {
	Pages, Posts, Photos int
	Left                 []string // what could not be taken in, and why, a line each
}

// Take makes what an archive holds the account's, each thing under the id that it had: taken in twice it is there once, and
// what is there already stays as it is. What others said, letters, and what opens an account elsewhere stay behind. A thing
// that this site refuses is left out and named; an error is the store's.
func (s *Service) Take(ctx context.Context, a account.Account, from *export.Archive) (done Taken, err error) {
	defer fault.Wrap(&err, "intake.Take")
	t := &taking{Service: s, Taken: &done, archive: from, account: a, pages: map[string]string{}, files: map[string]string{}}
	if err := t.read(); err != nil {
		return done, err
	}
	for i := range from.Pages {
		if err := t.page(ctx, &from.Pages[i]); err != nil {
			return done, err
		}
	}
	for _, one := range t.posts {
		if err := t.post(ctx, &one); err != nil {
			return done, err
		}
	}
	for _, one := range t.follows {
		err := s.follows.Follow(ctx, t.account.Viewer(), follow.Target{Kind: one.Kind, ID: t.here(one.ID)}, one.Name)
		if err = t.leave(err, "abonnement « %s »", one.Name+one.ID); err != nil {
			return done, err
		}
	}
	return done, nil
}

// taking is one archive on its way in.
type taking struct {
	*Service
	*Taken
	archive *export.Archive
	account account.Account
	pages   map[string]string // id there → id here
	files   map[string]string // id of a photo → where it lies in the archive
	posts   []export.Post
	follows []export.Follow
}

// read decodes the sections that are taken in; one that is missing is empty.
func (t *taking) read() error {
	var photos []export.Photo
	err := errors.Join(decode(t.archive, "publications", &t.posts), decode(t.archive, "abonnements", &t.follows), decode(t.archive, "photos", &photos))
	for _, p := range photos {
		t.files[p.ID] = p.File
	}
	return err
}

func decode[T any](from *export.Archive, section string, into *[]T) error {
	for n, row := range from.Others[section] {
		var one T
		if err := json.Unmarshal(row, &one); err != nil {
			return fmt.Errorf("%s.json, thing %d: %w: %w", section, n+1, err, fault.Invalid)
		}
		*into = append(*into, one)
	}
	return nil
}

// here is the id that a page of the archive has on this site.
func (t *taking) here(page string) string {
	if known, ok := t.pages[page]; ok {
		return known
	}
	return page
}

// leave notes why a thing stays behind, when it is the thing's fault; other errors come back.
func (t *taking) leave(err error, what string, args ...any) error {
	var wrong fault.Fields
	why := ""
	switch {
	case err == nil:
		return nil
	case errors.As(err, &wrong):
		for _, field := range slices.Sorted(maps.Keys(wrong)) {
			why += " " + wrong[field]
		}
	case errors.As(err, new(fault.Taken)):
		why = " elle existe ici, et n'est pas à ce compte"
	case errors.Is(err, fault.NotFound), errors.Is(err, fault.Gone):
		why = " cela n'existe pas ici"
	case errors.Is(err, fault.Invalid), errors.Is(err, fault.Forbidden):
		why = " " + err.Error()
	default:
		return err
	}
	t.Left = append(t.Left, fmt.Sprintf(what, args...)+" :"+why)
	return nil
}

// page makes a page with its pictures. The account's own page, when it has one here, stays: the archive's is that one.
func (t *taking) page(ctx context.Context, p *profile.Profile) error {
	own := p.ID == t.archive.Account.Person
	if own && t.account.Person != "" {
		t.pages[p.ID] = t.account.Person
		return nil
	}
	if p.IsErased() {
		return nil
	}
	if _, err := t.Service.pages.Rights(ctx, t.account.Viewer(), p.ID); !errors.Is(err, fault.NotFound) {
		t.pages[p.ID] = p.ID // it is here
		return t.leave(err, "page « %s »", p.Name)
	}
	d := profile.Filled(*p)
	d.Key, d.At = p.ID, 0
	made, err := t.Service.pages.Create(ctx, t.account.Viewer(), d)
	if err != nil {
		return t.leave(err, "page « %s »", p.Name)
	}
	t.pages[p.ID] = made.ID
	if own {
		if t.account, err = t.accounts.Embody(ctx, t.account.ID, made.ID, made.Slug); err != nil {
			return err
		}
	}
	t.Taken.Pages++
	return t.decorate(ctx, made.ID, p.Pictures)
}

// decorate gives a page the pictures that it had.
func (t *taking) decorate(ctx context.Context, page string, had profile.Pictures) error {
	var new profile.Pictures
	for _, one := range had.All() {
		added, err := t.photo(ctx, page, media.Thing{Kind: media.OfPage, ID: page}, one.ID, one.Alt)
		if err != nil {
			return err
		}
		switch {
		case added.ID == "":
		case one.ID == had.Logo.ID:
			new.Logo = added
		case one.ID == had.Cover.ID:
			new.Cover = added
		default:
			new.Photos = append(new.Photos, added)
		}
	}
	if len(new.All()) == 0 {
		return nil
	}
	_, err := t.Service.pages.Decorate(ctx, t.account.Viewer(), page, func(p *profile.Pictures) error { *p = new; return nil })
	return t.leave(err, "photos de la page %s", page)
}

// photo keeps a photo of the archive; none when it is not there, or is refused.
func (t *taking) photo(ctx context.Context, page string, of media.Thing, photo, alt string) (picture.Picture, error) {
	file, ok := t.files[photo]
	if !ok {
		t.Left = append(t.Left, "photo "+photo+" : un autre l'a envoyée, l'archive ne l'a pas")
		return picture.Picture{}, nil
	}
	content, err := t.archive.File(file)
	var added picture.Picture
	if err == nil {
		added, err = t.photos.Add(ctx, t.account.Viewer(), page, of, bytes.NewReader(content))
	}
	if err != nil {
		return picture.Picture{}, t.leave(err, "photo %s", photo)
	}
	t.Photos++
	added.Alt = alt
	return added, nil
}

// post makes a publication in the name of the page that it was of.
func (t *taking) post(ctx context.Context, p *export.Post) error {
	page, ok := t.pages[p.Page]
	called := p.Title
	if called == "" {
		called = p.Slug
	}
	if !ok || !id.Valid(p.ID) {
		t.Left = append(t.Left, "publication « "+called+" » : sa page n'est pas dans l'archive")
		return nil
	}
	v := t.account.Viewer()
	if _, err := t.Service.posts.ByID(ctx, v, p.ID); !errors.Is(err, fault.NotFound) {
		return t.leave(err, "publication « %s »", called) // it is here
	}
	d := post.Draft{Key: p.ID, Voice: page, Title: p.Title, Body: p.Body, Tags: strings.Join(p.Tags, ", "), Later: p.Draft, NoPreview: p.NoPreview}
	for _, shown := range p.Photos {
		added, err := t.photo(ctx, page, media.Thing{Kind: media.OfPost, ID: p.ID}, shown.ID, shown.Alt)
		if err != nil {
			return err
		}
		if added.ID != "" {
			d.Photos = append(d.Photos, added)
		}
	}
	_, brought, err := t.Service.posts.Bring(ctx, v, d, post.Dates{Created: p.Created, Published: p.Published, Edited: p.Edited})
	if brought {
		t.Posts++
	}
	if brought && p.Version != "" {
		t.Left = append(t.Left, "publication « "+called+" » : elle est là, sans son numéro de version : ce que l'on en a dit est resté là-bas")
	}
	return t.leave(err, "publication « %s »", called)
}
