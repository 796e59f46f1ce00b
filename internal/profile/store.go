package profile

import (
	"context"
	"time"

	"partant/internal/page"
)

// Store keeps profiles. Tombstones of erased profiles keep their slugs and are seen only through Debts and Lists.Changed.
// A hidden profile is read as if it were erased; only Update, Debts, Lists.Changed and Lists.HiddenOf see it.
type Store interface {
	// Insert adds p with revision 1, reserving its slugs and its SIRET, or returns fault.Taken: "id", "slug" or "siret".
	Insert(ctx context.Context, p Profile) error
	// Get returns the profile; fault.NotFound when there is none, Profile.Unseen (a fault.Gone) when it was erased or is hidden.
	Get(ctx context.Context, id string) (Profile, error)
	// BySlug returns the profile that has or once had this slug. Errors as Get.
	BySlug(ctx context.Context, slug string) (Profile, error)
	// BySIRET returns the profile that has this SIRET. Errors as Get.
	BySIRET(ctx context.Context, siret string) (Profile, error)
	// Many returns those of the profiles that exist, in the order of ids.
	Many(ctx context.Context, ids []string) ([]Profile, error)
	// Update runs edit on the stored profile in one atomic step and returns what is stored then. Edit may run more than
	// once and must not keep its argument; when it fails nothing changes and its error comes back. Names that edit adds
	// (slugs, SIRET) are reserved, a SIRET it drops is free again, slugs stay reserved for ever; fault.Taken as Insert.
	// An erased profile is fault.Gone, a hidden one is not.
	Update(ctx context.Context, id string, edit func(*Profile) error) (Profile, error)
}

// Lists reads profiles in order, by key. Each verb costs the same at a thousand and at a million profiles.
// Erased and hidden profiles are left out but by Changed. Limits are clamped by the caller.
type Lists interface {
	// Newest lists all profiles, the last created first.
	Newest(ctx context.Context, req page.Req) (page.Of[Profile], error)
	// InCommune lists the profiles of a commune (INSEE code) by folded name.
	InCommune(ctx context.Context, commune string, req page.Req) (page.Of[Profile], error)
	// OfMember lists the profiles whose team has the account, the last created first.
	OfMember(ctx context.Context, account string, req page.Req) (page.Of[Profile], error)
	// HiddenOf lists the hidden profiles whose team has the account, by id.
	HiddenOf(ctx context.Context, account string, req page.Req) (page.Of[Profile], error)
	// Named lists the profiles whose folded name begins with q.Prefix, by folded name.
	Named(ctx context.Context, q Named, req page.Req) (page.Of[Profile], error)
	// Changed lists profiles and tombstones by the instant of their last change, from since on, oldest first.
	Changed(ctx context.Context, since time.Time, req page.Req) (page.Of[Profile], error)
	// OfSource lists the profiles whose Source.Key begins with prefix, by that key.
	OfSource(ctx context.Context, prefix string, req page.Req) (page.Of[Profile], error)
}

// Named is what the directory can ask of the store alone, when the index is away. Each filter left empty lets all pass.
type Named struct {
	Prefix  string // already folded
	Kind    Kind
	Commune string // INSEE code
	Sector  string
}

// Debts hands out the work that profiles owe. Any number of workers may ask at once.
type Debts interface {
	// Take returns up to limit profiles, tombstones too, with a debt due at now, first due first, and puts
	// these debts off by lease, so that no other worker takes them meanwhile. When kinds are named it looks at no others.
	Take(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]Profile, error)
	// Settle clears debts that were paid: those of each profile of the list, by debt id. Debts added since stay.
	// A tombstone marked Purge that owes nothing any more is removed with its slugs.
	Settle(ctx context.Context, paid []Profile) error
}
