package profile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"partant/internal/fault"
	"partant/internal/viewer"
)

// Past is a version of a page that was replaced, or is about to be.
type Past struct {
	Page    string  `json:"page"`
	Version int64   `json:"version"`
	Profile Profile `json:"profile"` // what people could see of it: neither its team nor its debts
}

// Left stands for the account of somebody who has left the site, where it wrote a version.
const Left = "parti"

// MostPasts is how many versions of a page are kept.
const MostPasts = 50

// History keeps what pages were.
type History interface {
	// KeepPast keeps a version, and forgets all but the last most of its page. Kept twice it is there once.
	KeepPast(ctx context.Context, p Past, most int) error
	// Pasts lists up to limit versions of a page, the last one first.
	Pasts(ctx context.Context, pageID string, limit int) ([]Past, error)
	// Past returns one version, or fault.NotFound.
	Past(ctx context.Context, pageID string, version int64) (Past, error)
	// Unname makes Left of the versions of a page that an account wrote.
	Unname(ctx context.Context, pageID, account string) error
	// ForgetPasts removes all versions of a page.
	ForgetPasts(ctx context.Context, pageID string) error
}

// KeepIn makes the Service keep each version that an edit replaces. A Service without history forgets them.
func (s *Service) KeepIn(h History) *Service { s.history = h; return s }

// errMoved says that the page changed after its version was kept: the edit begins again.
var errMoved = errors.New("the page moved")

// remember keeps the present version of a page before it is replaced, for who may replace it. It comes before the edit,
// which goes on only if this is still the version: whenever the process dies, no version is lost, and one that is kept
// for nothing is the present one, which no list shows twice.
func (s *Service) remember(ctx context.Context, v viewer.Viewer, pageID string) (version int64, err error) {
	if s.history == nil {
		return 0, nil
	}
	p, err := s.store.Get(ctx, pageID)
	if err != nil {
		return 0, err
	}
	if !p.CanEdit(v) {
		return 0, fault.Forbidden
	}
	return p.Version(), s.history.KeepPast(ctx, past(p), MostPasts)
}

// past is what is kept of p.
func past(p Profile) Past {
	version := p.Version()
	p.Team, p.Entries, p.Verified, p.Hidden, p.Owes, p.Acts, p.Doubt = nil, nil, nil, nil, nil, nil, nil
	p.Given = nil
	p.Source, p.Owned, p.OldSlugs, p.About.HTML = nil, nil, nil, ""
	return Past{Page: p.ID, Version: version, Profile: p}
}

// still returns errMoved unless p is the version that was kept.
func (s *Service) still(p *Profile, version int64) error {
	if s.history != nil && p.Version() != version {
		return errMoved
	}
	return nil
}

// forget removes what a page was, since it is to leave no trace.
func (s *Service) forget(ctx context.Context, pageID string) error {
	if s.history == nil {
		return nil
	}
	return s.history.ForgetPasts(ctx, pageID)
}

// Change is one version of a page: who made it of the one before, when, and what changed.
type Change struct {
	Version int64
	At      time.Time
	By      string  // account; empty: open data
	Fields  []Field // none for the oldest version that is kept
	Was, Is Draft   // what the form said before and with it; empty without Fields
	Now     bool    // it is the present one
	First   bool    // the page was made with it
	Act     *Act    // no version but what was done to the page: it was taken down, it came back
}

// HistoryOf returns a page and its versions, the present one first, to who may change it. Errors: as ForEdit.
func (s *Service) HistoryOf(ctx context.Context, v viewer.Viewer, slug string) (_ Profile, _ []Change, err error) {
	defer fault.Wrap(&err, "profile.HistoryOf(%.80q)", slug)
	p, err := s.ForEdit(ctx, v, slug)
	if err != nil || s.history == nil {
		return p, nil, err
	}
	pasts, err := s.history.Pasts(ctx, p.ID, MostPasts)
	if err != nil {
		return Profile{}, nil, err
	}
	pasts = slices.DeleteFunc(pasts, func(was Past) bool { return was.Version >= p.Version() }) // the present one may be kept already
	versions := append([]Past{past(p)}, pasts...)
	changes := make([]Change, len(versions))
	for i, is := range versions {
		changes[i] = Change{Version: is.Version, At: is.Profile.Updated, By: is.Profile.By, Now: i == 0, First: is.Profile.Updated.Equal(is.Profile.Created)}
		if i+1 < len(versions) {
			changes[i].compare(versions[i+1].Profile, is.Profile)
		}
	}
	return p, withActs(changes, p.Acts), nil
}

// withActs puts between versions what was done to the page that changed none.
func withActs(changes []Change, acts []Act) []Change {
	var all []Change
	for _, a := range acts {
		if a.What == TookDown || a.What == Returned {
			all = append(all, Change{At: a.At, By: a.By, Act: &a})
		}
	}
	all = append(all, changes...) // what was done stands before the version that it made, of the same instant
	slices.SortStableFunc(all, func(a, b Change) int { return b.At.Compare(a.At) })
	return all
}

// compare notes the fields of the form in which two versions differ, in alphabetical order, and what the form said.
func (c *Change) compare(was, is Profile) {
	before, after := Filled(was), Filled(is)
	for f, slot := range slots {
		if !slot.same(&before, &after) {
			c.Fields = append(c.Fields, f)
		}
	}
	if slices.Sort(c.Fields); len(c.Fields) > 0 {
		c.Was, c.Is = before, after
	}
}

// Restore makes a page what it was, by an edit like any other: its rules hold, and it can be undone. When a moderator does
// it, those who own the page are told. Errors: as Edit;
// fault.NotFound when the version is not kept.
func (s *Service) Restore(ctx context.Context, v viewer.Viewer, slug string, version int64) (_ Profile, err error) {
	defer fault.Wrap(&err, "profile.Restore(%.80q)", slug)
	p, err := s.ForEdit(ctx, v, slug)
	if err != nil {
		return Profile{}, err
	}
	if s.history == nil {
		return Profile{}, fmt.Errorf("no history is kept: %w", fault.NotFound)
	}
	was, err := s.history.Past(ctx, p.ID, version)
	if err != nil {
		return Profile{}, err
	}
	d := Filled(was.Profile)
	d.At = p.Version()
	return s.revise(ctx, v, p.ID, d, true)
}

// OnTeam reports whether an account is of the team of p.
func (p *Profile) OnTeam(account string) bool { return p.onTeam(viewer.Viewer{Account: account}) }
