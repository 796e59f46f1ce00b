package sqlite

import (
	"context"
	"time"

	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/text"
)

// last sorts after every text that lists are ordered by.
const last = "\U0010FFFF"

// Newest implements profile.Lists.
func (s Profiles) Newest(ctx context.Context, req page.Req) (page.Of[profile.Profile], error) {
	from := from(req, last)
	return pageOf(ctx, s.db, req, byCreated,
		`SELECT doc FROM profile WHERE created IS NOT NULL AND (created, id) < (?, ?) ORDER BY created DESC, id DESC LIMIT ?`,
		from.Key, from.ID)
}

// InCommune implements profile.Lists.
func (s Profiles) InCommune(ctx context.Context, commune string, req page.Req) (page.Of[profile.Profile], error) {
	return s.Named(ctx, profile.Named{Commune: commune}, req)
}

// Named implements profile.Lists. Its query has one lower bound: of two, SQLite seeks the one and walks to the other.
func (s Profiles) Named(ctx context.Context, q profile.Named, req page.Req) (page.Of[profile.Profile], error) {
	from := from(req, q.Prefix)
	if from.Key < q.Prefix { // a cursor of another list
		from = page.Cursor{Key: q.Prefix}
	}
	return pageOf(ctx, s.db, req, byName,
		`SELECT doc FROM profile_shelf JOIN profile ON profile.id = profile_shelf.profile
		WHERE shelf = ? AND (name, profile) > (?, ?) AND name < ? ORDER BY name, profile LIMIT ?`,
		q.Shelf(), from.Key, from.ID, q.Prefix+last)
}

// OfMember implements profile.Lists.
func (s Profiles) OfMember(ctx context.Context, account string, req page.Req) (page.Of[profile.Profile], error) {
	from := from(req, last)
	return pageOf(ctx, s.db, req, byCreated,
		`SELECT doc FROM profile_team AS team JOIN profile ON profile.id = team.profile
		WHERE account = ? AND (team.created, team.profile) < (?, ?) ORDER BY team.created DESC, team.profile DESC LIMIT ?`,
		account, from.Key, from.ID)
}

// HiddenOf implements profile.Lists.
func (s Profiles) HiddenOf(ctx context.Context, account string, req page.Req) (page.Of[profile.Profile], error) {
	return pageOf(ctx, s.db, req, byID,
		`SELECT doc FROM profile_team AS team JOIN profile ON profile.id = team.profile
		WHERE account = ? AND team.profile > ? ORDER BY team.profile LIMIT ?`, profile.HiddenMember(account), req.Cursor.ID)
}

// Changed implements profile.Lists.
func (s Profiles) Changed(ctx context.Context, since time.Time, req page.Req) (page.Of[profile.Profile], error) {
	from := from(req, stamp(since))
	return pageOf(ctx, s.db, req, byUpdated,
		`SELECT doc FROM profile WHERE (updated, id) > (?, ?) ORDER BY updated, id LIMIT ?`, from.Key, from.ID)
}

// OfSource implements profile.Lists.
func (s Profiles) OfSource(ctx context.Context, prefix string, req page.Req) (page.Of[profile.Profile], error) {
	from := from(req, prefix)
	return pageOf(ctx, s.db, req, bySource,
		`SELECT doc FROM profile WHERE source IS NOT NULL AND source < ? AND (source, id) > (?, ?) AND created IS NOT NULL
		ORDER BY source, id LIMIT ?`, prefix+last, from.Key, from.ID)
}

// from is the cursor of a request, or the key that begins the list.
func from(req page.Req, begin string) page.Cursor {
	if req.Cursor.IsZero() {
		return page.Cursor{Key: begin}
	}
	return req.Cursor
}

func byID(p profile.Profile) page.Cursor      { return page.Cursor{ID: p.ID} }
func byCreated(p profile.Profile) page.Cursor { return page.Cursor{Key: stamp(p.Created), ID: p.ID} }
func byUpdated(p profile.Profile) page.Cursor { return page.Cursor{Key: stamp(p.Updated), ID: p.ID} }
func byName(p profile.Profile) page.Cursor    { return page.Cursor{Key: text.Fold(p.Name), ID: p.ID} }
func bySource(p profile.Profile) page.Cursor  { return page.Cursor{Key: p.Source.Key, ID: p.ID} }
