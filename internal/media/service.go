package media

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/picture"
	"partant/internal/viewer"
)

// Service applies the rules of photos.
type Service struct {
	store  Store
	files  Files
	maker  Maker
	pages  Pages
	things Things
	nose   Nose
	now    clock.Clock
	payer  *debt.Payer
}

// New returns a Service.
func New(store Store, files Files, maker Maker, pages Pages, now clock.Clock) *Service {
	return &Service{store: store, files: files, maker: maker, pages: pages, now: now, payer: debt.NewPayer("taking away photos that nothing shows", glance, 1)}
}

// StandIn tells the Service what photos stand in; nothing shows one until then.
func (s *Service) StandIn(things Things) { s.things = things }

const (
	// Grace is how long a photo may wait for something that shows it.
	Grace = 24 * time.Hour
	// again is how often there is a look at a photo that is shown: should the process die between the write that takes it
	// out and Dropped, it goes so much later.
	again = 7 * 24 * time.Hour
)

// Add keeps a photo that v sends in the name of a page, to stand in a thing: until something shows it, who may speak for the
// page sees it, for a day. Errors: fault.SignedOut, fault.Forbidden, Refusal, fault.Unavailable, fault.Full.
func (s *Service) Add(ctx context.Context, v viewer.Viewer, pageID string, of Thing, sent io.ReadSeeker) (_ picture.Picture, err error) {
	defer fault.Wrap(&err, "media.Add")
	by, err := s.pages.Author(ctx, v, pageID)
	if err != nil {
		return picture.Picture{}, err
	}
	return s.keep(ctx, by, of, sent)
}

// Frame keeps a photo that nobody sent, for a thing that is to show it in the name of a page. Errors: as Add.
func (s *Service) Frame(ctx context.Context, by viewer.Author, of Thing, content io.ReadSeeker) (_ picture.Picture, err error) {
	defer fault.Wrap(&err, "media.Frame")
	return s.keep(ctx, by, of, content)
}

// keep makes the sizes of a photo and keeps them.
func (s *Service) keep(ctx context.Context, by viewer.Author, of Thing, sent io.ReadSeeker) (picture.Picture, error) {
	made, err := s.maker.Make(ctx, sent)
	if err != nil {
		return picture.Picture{}, err
	}
	p, err := s.keepMade(ctx, by, of, made)
	if err != nil {
		return picture.Picture{}, err
	}
	return p.Picture(), nil
}

// Claim returns those of the photos, in the order of ids, that were sent for a thing by who now says it: those of their page,
// and their own, which become the page's. Others are left out.
func (s *Service) Claim(ctx context.Context, by viewer.Author, of Thing, ids []string) (all []picture.Picture, err error) {
	defer fault.Wrap(&err, "media.Claim")
	for _, one := range ids {
		p, err := s.store.Photo(ctx, one)
		if err == nil && p.Of == of {
			p, err = s.hold(ctx, by, p)
		}
		switch {
		case errors.Is(err, fault.NotFound):
		case err != nil:
			return nil, err
		case p.Of == of && p.By.Page == by.Page:
			all = append(all, p.Picture())
		}
	}
	return all, nil
}

// soon is how far the next look must be for a photo to be safe while the thing that will hold it is written.
const soon = time.Hour

// hold makes a photo of the same account the page's, and sees that it does not go meanwhile.
func (s *Service) hold(ctx context.Context, by viewer.Author, p Photo) (Photo, error) {
	moves := p.By.Page != by.Page && p.By.Account == by.Account
	safe := !p.Going && p.Owes.First().After(s.now().Add(soon))
	if safe && !moves || p.By.Page != by.Page && !moves {
		return p, nil
	}
	return s.store.UpdatePhoto(ctx, p.ID, func(p *Photo) error {
		if p.Going {
			return fault.Gone
		}
		p.By.Page = by.Page
		p.look(s.now().Add(Grace))
		return nil
	})
}

// Opened is a file of a photo.
type Opened struct {
	Type    string
	Tag     string // of its content: two that differ have two
	Content []byte
	Public  bool // anybody sees it
}

// Open returns one size of a photo to who sees what it stands in and, while nothing shows it, to who may speak for its page.
// Errors: fault.NotFound, also for all others.
func (s *Service) Open(ctx context.Context, v viewer.Viewer, photo, size string) (_ Opened, err error) {
	defer fault.Wrap(&err, "media.Open(%.40q, %.10q)", photo, size)
	p, err := s.store.Photo(ctx, photo)
	if err != nil {
		return Opened{}, err
	}
	file, ok := p.size(size)
	if !ok || p.IsDocument() {
		return Opened{}, fault.NotFound
	}
	public, err := s.shows(ctx, viewer.Viewer{}, &p)
	seen := public
	if err == nil && !seen && v.SignedIn() {
		seen, err = s.seenBy(ctx, v, &p)
	}
	if err == nil && !seen {
		err = fault.NotFound
	}
	if err != nil {
		return Opened{}, err
	}
	content, err := s.files.Get(ctx, fileName(p.ID, size))
	return Opened{Type: file.Type, Tag: file.Hash[:min(len(file.Hash), 32)], Content: content, Public: public}, err
}

func (s *Service) shows(ctx context.Context, v viewer.Viewer, p *Photo) (bool, error) {
	if s.things == nil {
		return false, nil
	}
	return s.things.Shows(ctx, v, p.Of, p.ID)
}

// seenBy reports whether a member sees a photo that not everybody sees.
func (s *Service) seenBy(ctx context.Context, v viewer.Viewer, p *Photo) (bool, error) {
	if seen, err := s.shows(ctx, v, p); seen || err != nil {
		return seen, err
	}
	_, err := s.pages.Author(ctx, v, p.By.Page)
	if errors.Is(err, fault.Forbidden) {
		return false, nil
	}
	return err == nil, err
}

// Dropped says that photos were taken out of what they stood in: they go soon, unless something shows them. What fails here
// does no harm: there is a look at every photo once a week.
func (s *Service) Dropped(ctx context.Context, ids []string) {
	now := s.now()
	for _, one := range ids {
		_, _ = s.store.UpdatePhoto(ctx, one, func(p *Photo) error {
			p.Dropped = now
			p.look(now)
			return nil
		})
	}
	if len(ids) > 0 {
		s.payer.Wake()
	}
}

// look owes the next look at p at an instant.
func (p *Photo) look(at time.Time) { p.Owes = debt.Owes{{ID: id.New(), Kind: OwesLook, Due: at}} }

const (
	// lease is how long taken debts are out of the reach of other workers, and so how soon they are tried again.
	lease = 5 * time.Minute
	// together is how many photos are taken at once.
	together = 20
	// glance is how often the store is asked what is due.
	glance = time.Minute
)

// Run pays debts until ctx ends.
func (s *Service) Run(ctx context.Context, log *slog.Logger) {
	s.payer.Run(ctx, log, func(ctx context.Context) error {
		_, err := s.Pay(ctx)
		return err
	})
}

// Pay looks at all photos that are due and returns how many it took away: those that were dropped, or have waited for a day,
// and that nothing holds. Any number of workers may pay at once; done twice it is done once.
func (s *Service) Pay(ctx context.Context) (gone int, err error) {
	defer fault.Wrap(&err, "media.Pay")
	for {
		due, err := s.store.DuePhotos(ctx, s.now(), lease, together)
		if err != nil || len(due) == 0 {
			return gone, err
		}
		for i := range due {
			took, err := s.lookAt(ctx, &due[i])
			if err != nil {
				return gone, err
			}
			if took {
				gone++
			}
		}
	}
}

func (s *Service) lookAt(ctx context.Context, p *Photo) (gone bool, err error) {
	kept, err := s.things.Keeps(ctx, p.Of, p.ID)
	if err != nil {
		return false, err
	}
	ripe := p.Created.Add(Grace)
	if !kept && (p.Going || !p.Dropped.IsZero() || !s.now().Before(ripe)) {
		return s.end(ctx, p)
	}
	next := ripe
	if kept {
		next = s.now().Add(again)
	}
	_, err = s.store.UpdatePhoto(ctx, p.ID, func(p *Photo) error {
		if kept {
			p.Dropped = time.Time{}
		}
		p.look(next)
		return nil
	})
	if errors.Is(err, fault.NotFound) {
		err = nil
	}
	return false, err
}

// errHeld ends the end of a photo that was touched since it was looked at.
var errHeld = errors.New("touched meanwhile")

// end takes p away unless somebody touched it since it was taken from the store: see hold.
func (s *Service) end(ctx context.Context, p *Photo) (gone bool, err error) {
	_, err = s.store.UpdatePhoto(ctx, p.ID, func(now *Photo) error {
		if now.Rev != p.Rev {
			return errHeld
		}
		now.Going = true
		return nil
	})
	switch {
	case errors.Is(err, errHeld), errors.Is(err, fault.NotFound):
		return false, nil
	case err != nil:
		return false, err
	}
	return true, s.purge(ctx, p)
}

// purge takes the bytes of a photo away, then what is known of it: killed between, it is done again.
func (s *Service) purge(ctx context.Context, p *Photo) error {
	if err := s.files.Delete(ctx, p.files()...); err != nil {
		return err
	}
	return s.store.RemovePhoto(ctx, p.ID)
}
