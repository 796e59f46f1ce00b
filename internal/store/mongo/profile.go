package mongo

import (
	"context"
	"errors"
	"time"

	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/profile"
	"partant/internal/text"
)

// Profiles is the profile.Store, profile.Lists and profile.Debts of the database.
type Profiles struct{ docs store[profile.Profile] }

// Profiles returns the store of profiles.
func (db *DB) Profiles() Profiles {
	return Profiles{store[profile.Profile]{db, db.base.Collection("profile"), profileTraits}}
}

var profileTraits = traits[profile.Profile]{
	root:  func(p *profile.Profile) (string, *int64) { return p.ID, &p.Rev },
	names: profileNames,
	alive: alive,
	owes:  func(p *profile.Profile) debt.Owes { return p.Owes },
	row:   func(p *profile.Profile) any { return profileRow(p) },
}

// profileDoc is a profile as it is stored.
type profileDoc struct {
	ID      string          `bson:"_id"`
	Doc     profile.Profile `bson:"doc"`
	Name    string          `bson:"name"` // folded
	Shelves []string        `bson:"shelves,omitempty"`
	Team    []string        `bson:"team,omitempty"`    // profile.MemberKeys
	Created time.Time       `bson:"created,omitempty"` // missing when erased or hidden: lists leave it out
	Updated time.Time       `bson:"updated,omitempty"`
	Source  string          `bson:"source,omitempty"` // Source.Key; missing when erased or hidden
	Due     time.Time       `bson:"due,omitempty"`    // of the first debt
}

func profileRow(p *profile.Profile) profileDoc {
	d := profileDoc{ID: p.ID, Doc: *p, Name: text.Fold(p.Name), Shelves: p.Shelves(), Updated: p.Updated, Due: p.Owes.First(), Team: p.MemberKeys()}
	if p.IsErased() || p.IsHidden() {
		return d
	}
	d.Created = p.Created
	if p.Source != nil {
		d.Source = p.Source.Key
	}
	return d
}

func slugKey(slug string) string { return "fiche:" + slug }

func siretKey(siret string) string { return "siret:" + siret }

func profileNames(p *profile.Profile) []name {
	var names []name
	for _, slug := range p.Slugs() {
		names = append(names, name{key: slugKey(slug), field: "slug", forever: true})
	}
	if p.SIRET != "" {
		names = append(names, name{key: siretKey(p.SIRET), field: "siret"})
	}
	return names
}

func alive(p *profile.Profile) error {
	if p.IsErased() {
		return fault.Gone
	}
	return nil
}

// Insert implements profile.Store.
func (s Profiles) Insert(ctx context.Context, p profile.Profile) error {
	return s.docs.db.notedProfile(ctx, s.docs.insert(ctx, p))
}

// Get implements profile.Store.
func (s Profiles) Get(ctx context.Context, id string) (profile.Profile, error) {
	return living(s.docs.get(ctx, id))
}

// BySlug implements profile.Store.
func (s Profiles) BySlug(ctx context.Context, slug string) (profile.Profile, error) {
	return living(s.docs.byName(ctx, slugKey(slug)))
}

// BySIRET implements profile.Store.
func (s Profiles) BySIRET(ctx context.Context, siret string) (profile.Profile, error) {
	return living(s.docs.byName(ctx, siretKey(siret)))
}

func living(p profile.Profile, err error) (profile.Profile, error) {
	if err == nil {
		err = p.Unseen()
	}
	if err != nil {
		return profile.Profile{}, err
	}
	return p, nil
}

// Many implements profile.Store.
func (s Profiles) Many(ctx context.Context, ids []string) ([]profile.Profile, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	all, err := s.docs.find(ctx, where(isAny("_id", ids)), options.Find())
	if err != nil {
		return nil, err
	}
	byID := make(map[string]profile.Profile, len(all))
	for _, p := range all {
		byID[p.ID] = p
	}
	var found []profile.Profile
	for _, id := range ids {
		if p, ok := byID[id]; ok && !p.IsErased() && !p.IsHidden() {
			found = append(found, p)
		}
	}
	return found, nil
}

// Update implements profile.Store.
func (s Profiles) Update(ctx context.Context, id string, edit func(*profile.Profile) error) (profile.Profile, error) {
	p, err := s.docs.update(ctx, id, edit)
	return p, s.docs.db.notedProfile(ctx, err)
}

// Take implements profile.Debts.
func (s Profiles) Take(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]profile.Profile, error) {
	return s.docs.take(ctx, now, lease, limit, kinds...)
}

// Settle implements profile.Debts.
func (s Profiles) Settle(ctx context.Context, paid []profile.Profile) error {
	for i := range paid {
		try := func() (bool, error) { return s.trySettle(ctx, &paid[i]) }
		if err := s.docs.db.lanes.again(ctx, paid[i].ID, try); err != nil {
			return err
		}
	}
	return s.docs.db.notedProfile(ctx, nil)
}

func (s Profiles) trySettle(ctx context.Context, paid *profile.Profile) (done bool, err error) {
	p, err := s.docs.get(ctx, paid.ID)
	if errors.Is(err, fault.NotFound) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	owed := len(p.Owes)
	p.Owes.Clear(paid.Owes...)
	if p.Purge && len(p.Owes) == 0 {
		return s.docs.purge(ctx, &p)
	}
	if len(p.Owes) == owed {
		return true, nil // settled before
	}
	return s.docs.replace(ctx, p.Rev, &p)
}
