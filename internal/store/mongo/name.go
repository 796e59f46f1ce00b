package mongo

import (
	"context"
	"errors"
	"slices"
	"time"

	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/fault"
	"partant/internal/id"
)

// A unique name is a document of its own: its key is the name, so that the server lets it be inserted once. To write
// a document that takes names: claim them, write it, then settle. The document is what counts: a name that is still
// Asked holds others off, and leads to its owner only when the owner's document has it. A process that dies on the
// way, or never hears how its write ended, leaves names Asked; sweepNames then looks at the owner, and keeps or
// frees them.
//
// Token is of the last claim. Only that claim may settle or free the name, so a late or lost step of one call never
// undoes the step of another: who wants to hold a name must claim it first, and so changes the token.
type nameDoc struct {
	Key   string    `bson:"_id"`             // "fiche:slug", "siret:14 digits", "email:folded", "cle:id", "identite:digest"
	Owner string    `bson:"owner"`           // id of the profile or account
	Token string    `bson:"token"`           // of the last claim
	Asked time.Time `bson:"asked,omitempty"` // when; none once it is settled
}

// name is a unique name and the field it comes from.
type name struct {
	key, field string
	forever    bool // stays with its owner when the document drops it
}

func (db *DB) names() *driver.Collection { return db.base.Collection("name") }

// claim is one attempt of one owner to hold names.
type claim struct {
	names        *driver.Collection
	owner, token string
	fresh, known []string // keys that were free, and those that were the owner's already
}

func (db *DB) claim(owner string) *claim {
	return &claim{names: db.names(), owner: owner, token: id.New()}
}

// take claims names, or returns fault.Taken.
func (c *claim) take(ctx context.Context, names []name) error {
	for _, n := range names {
		if err := c.takeOne(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

func (c *claim) takeOne(ctx context.Context, n name) error {
	now := time.Now()
	_, err := c.names.InsertOne(ctx, nameDoc{Key: n.key, Owner: c.owner, Token: c.token, Asked: now})
	if err == nil {
		c.fresh = append(c.fresh, n.key)
		return nil
	}
	if !driver.IsDuplicateKeyError(err) {
		return kind(err)
	}
	found, err := c.names.UpdateOne(ctx, where(is("_id", n.key), is("owner", c.owner)),
		where(set(is("token", c.token), at("asked", now))))
	if err != nil {
		return kind(err)
	}
	if found.MatchedCount == 0 {
		return fault.Taken{Field: n.field}
	}
	c.known = append(c.known, n.key)
	return nil
}

// settle ends a claim whose document was written: names that it has are held, the others free. What fails here is
// left to the sweeper; the write itself is done and its caller must hear so.
func (c *claim) settle(ctx context.Context, has []name) {
	ctx = context.WithoutCancel(ctx)
	var held, dropped []string
	for _, key := range slices.Concat(c.fresh, c.known) {
		if slices.ContainsFunc(has, func(n name) bool { return n.key == key }) {
			held = append(held, key)
		} else {
			dropped = append(dropped, key)
		}
	}
	if len(held) > 0 {
		_, _ = c.names.UpdateMany(ctx, where(isAny("_id", held), is("token", c.token)), where(unset("asked")))
	}
	c.free(ctx, dropped)
}

// giveUp ends a claim whose document was not written because of err, and returns err. When nobody knows whether it was
// written nothing is freed: the sweeper will see.
func (c *claim) giveUp(ctx context.Context, err error) error {
	if !errors.Is(err, fault.Unavailable) {
		c.free(context.WithoutCancel(ctx), c.fresh)
	}
	return err
}

func (c *claim) free(ctx context.Context, keys []string) {
	if len(keys) > 0 {
		_, _ = c.names.DeleteMany(ctx, where(isAny("_id", keys), is("token", c.token)))
	}
}

// owner returns who has a name, and whether that is settled.
func (db *DB) owner(ctx context.Context, key string) (owner string, settled bool, err error) {
	var n nameDoc
	err = db.names().FindOne(ctx, where(is("_id", key))).Decode(&n)
	return n.Owner, n.Asked.IsZero(), kind(err)
}

// abandoned is how long a name stays Asked before the sweeper looks: far longer than any call lasts, and than the
// clocks of two machines differ.
const abandoned = time.Minute

// sweepNames settles or frees the names that calls left Asked.
func (db *DB) sweepNames(ctx context.Context, now time.Time) error {
	found, err := db.names().Find(ctx, where(compare("asked", below(now.Add(-abandoned)))),
		options.Find().SetLimit(1000).SetHint("name_asked"))
	if err != nil {
		return kind(err)
	}
	var asked []nameDoc
	if err := found.All(ctx, &asked); err != nil {
		return kind(err)
	}
	for _, n := range asked {
		if err := db.sweepName(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

func (db *DB) sweepName(ctx context.Context, n nameDoc) error {
	has, err := db.holds(ctx, n)
	if err != nil {
		return err
	}
	same := where(is("_id", n.Key), is("token", n.Token))
	if has {
		_, err = db.names().UpdateOne(ctx, same, where(unset("asked")))
	} else {
		_, err = db.names().DeleteOne(ctx, same)
	}
	return kind(err)
}

// holds reports whether the owner of a name exists and its document has the name: one of any noun that has names.
func (db *DB) holds(ctx context.Context, n nameDoc) (bool, error) {
	for _, noun := range []func(context.Context, nameDoc) (bool, error){db.Profiles().docs.has, db.Accounts().docs.has, db.Posts().docs.has, db.Discussions().docs.has,
		db.Events().docs.has, db.Contacts().codes.has} {
		if has, err := noun(ctx, n); has || err != nil {
			return has, err
		}
	}
	return false, nil
}
