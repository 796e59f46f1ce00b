package mongo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/account"
	"partant/internal/debt"
	"partant/internal/fault"
)

// migration brings the schema one version on. It may be cut off, run again, and run on several machines at once.
type migration func(ctx context.Context, base *driver.Database) error

// migrations bring the schema from version i to i+1. They are never edited once released, only added to.
//
// Sparse indexes leave out documents without the field; no list reads those. None is unique: only _id is.
var migrations = []migration{
	indexes(
		index{in: "name", name: "name_asked", keys: by("asked"), sparse: true},
		index{in: "profile", name: "profile_created", keys: by("-created", "-_id")},
		index{in: "profile", name: "profile_updated", keys: by("updated", "_id")},
		index{in: "profile", name: "profile_source", keys: by("source", "_id")},
		index{in: "profile", name: "profile_due", keys: by("due"), sparse: true},
		index{in: "profile", name: "profile_shelves", keys: by("shelves", "name", "_id")},
		index{in: "profile", name: "profile_team", keys: by("team", "-created", "-_id")},
	),
	indexes(
		index{in: "account", name: "account_role", keys: by("role", "_id")},
		index{in: "session", name: "session_account", keys: by("account", "_id")},
		index{in: "session", name: "session_expires", keys: by("expires"), sparse: true},
		index{in: "ticket", name: "ticket_expires", keys: by("expires"), sparse: true},
	),
	indexes(index{in: "count", name: "count_ends", keys: by("ends")}),
	indexes(
		index{in: "account", name: "account_due", keys: by("due"), sparse: true},
		index{in: "ticket", name: "ticket_due", keys: by("due"), sparse: true},
		index{in: "letter", name: "letter_lost", keys: by("-created", "-_id")},
	),
	indexes(index{in: "attempt", name: "attempt_expires", keys: by("expires"), sparse: true}),
	indexes( // tickets of before live an hour, letters a month
		index{in: "ticket", name: "ticket_account", keys: by("account"), sparse: true},
		index{in: "letter", name: "letter_mailbox", keys: by("mailbox"), sparse: true},
	),
	indexes(
		index{in: "claim", name: "claim_page", keys: by("page", "-created", "-_id")},
		index{in: "claim", name: "claim_account", keys: by("account", "-created", "-_id")},
		index{in: "claim", name: "claim_waiting", keys: by("waiting", "_id"), sparse: true},
		index{in: "claim", name: "claim_due", keys: by("due"), sparse: true},
	),
	indexes(
		index{in: "message", name: "message_due", keys: by("due"), sparse: true},
		index{in: "message", name: "message_writer", keys: by("writer"), sparse: true},
		index{in: "message", name: "message_expires", keys: by("expires"), sparse: true},
		index{in: "report", name: "report_open", keys: by("open", "_id"), sparse: true},
		index{in: "report", name: "report_due", keys: by("due"), sparse: true},
		index{in: "report", name: "report_expires", keys: by("expires"), sparse: true},
		index{in: "history", name: "history_page", keys: by("page", "-version")},
		index{in: "account", name: "account_suspended", keys: by("-suspended", "-_id"), sparse: true},
	),
	all( // whom letters, claims and reports concern
		indexes(
			index{in: "message", name: "message_concerns", keys: by("concerns", "-created", "-_id"), sparse: true},
			index{in: "claim", name: "claim_concerns", keys: by("concerns", "-created", "-_id"), sparse: true},
			index{in: "report", name: "report_concerns", keys: by("concerns", "-created", "-_id"), sparse: true},
		),
		rewritten("message", messageTraits), rewritten("claim", claimTraits), // what was reported is written anew below
		unindexed("message", "message_writer"), unindexed("claim", "claim_account"),
	),
	indexes( // who follows what, and what members are told
		index{in: "follow", name: "follow_account", keys: by("account", "-created", "-_id"), sparse: true},
		index{in: "follow", name: "follow_source", keys: by("account", "target"), sparse: true},
		index{in: "follow", name: "follow_target", keys: by("target", "-created", "-_id"), sparse: true},
		index{in: "follow", name: "follow_due", keys: by("due"), sparse: true},
		index{in: "notification", name: "notification_concerns", keys: by("concerns", "-created", "-_id"), sparse: true},
		index{in: "notification", name: "notification_unread", keys: by("unread", "created"), sparse: true},
		index{in: "notification", name: "notification_expires", keys: by("expires")},
	),
	indexes( // publications, and the lists that each is found in
		index{in: "post", name: "post_sources", keys: by("sources", "-published", "-_id"), sparse: true},
		index{in: "post", name: "post_concerns", keys: by("concerns", "-created", "-_id"), sparse: true},
		index{in: "post", name: "post_due", keys: by("due"), sparse: true},
	),
	indexes( // discussions and what is answered
		index{in: "discussion", name: "discussion_shelves", keys: by("shelves", "-rank", "-_id"), sparse: true},
		index{in: "discussion", name: "discussion_concerns", keys: by("concerns", "-created", "-_id"), sparse: true},
		index{in: "discussion", name: "discussion_due", keys: by("due"), sparse: true},
		index{in: "comment", name: "comment_place", keys: by("target", "place", "_id")},
		index{in: "comment", name: "comment_alive", keys: by("alive", "-created"), sparse: true},
		index{in: "comment", name: "comment_concerns", keys: by("concerns", "-created", "-_id"), sparse: true},
		index{in: "comment", name: "comment_due", keys: by("due"), sparse: true},
	),
	all(indexes(index{in: "notification", name: "notification_touched", keys: by("-touched"), sparse: true}), firstDigest),
	all( // what is reported of anything, what is decided, and the log
		indexes(
			index{in: "moderation_case", name: "moderation_case_waits", keys: by("waits", "_id"), sparse: true},
			index{in: "moderation_case", name: "moderation_case_due", keys: by("due"), sparse: true},
			index{in: "moderation_case", name: "moderation_case_expires", keys: by("expires"), sparse: true},
			index{in: "moderation_case", name: "moderation_case_concerns", keys: by("concerns", "-created", "-_id"), sparse: true},
			index{in: "moderation_entry", name: "moderation_entry_at", keys: by("-at", "-_id")},
			index{in: "moderation_entry", name: "moderation_entry_month", keys: by("month", "what")},
		),
		casesOfReports,
	),
	indexes( // reactions
		index{in: "reaction", name: "reaction_account", keys: by("account", "-created", "-_id"), sparse: true},
		index{in: "reaction", name: "reaction_thing", keys: by("thing", "kind"), sparse: true},
		index{in: "reaction", name: "reaction_due", keys: by("due"), sparse: true},
	),
	indexes( // photos; their bytes are in collections of their own
		index{in: "photo", name: "photo_concerns", keys: by("concerns", "-created", "-_id"), sparse: true},
		index{in: "photo", name: "photo_due", keys: by("due"), sparse: true},
	),
	indexes( // debts by their kind: what waits of one kind costs nobody who looks for another
		index{in: "account", name: "account_owes", keys: by("doc.owes.kind", "due"), sparse: true},
		index{in: "comment", name: "comment_owes", keys: by("doc.owes.kind", "due"), sparse: true},
		index{in: "discussion", name: "discussion_owes", keys: by("doc.owes.kind", "due"), sparse: true},
		index{in: "follow", name: "follow_owes", keys: by("doc.owes.kind", "due"), sparse: true},
		index{in: "post", name: "post_owes", keys: by("doc.owes.kind", "due"), sparse: true},
		index{in: "profile", name: "profile_owes", keys: by("doc.owes.kind", "due"), sparse: true},
	),
	indexes( // whom members keep at a distance
		index{in: "distance", name: "distance_concerns", keys: by("concerns", "-created", "-_id"), sparse: true},
		index{in: "distance", name: "distance_due", keys: by("due"), sparse: true},
	),
	indexes( // who follows by letter
		index{in: "subscriber", name: "subscriber_due", keys: by("due"), sparse: true},
		index{in: "subscriber", name: "subscriber_owes", keys: by("doc.owes.kind", "due"), sparse: true},
	),
	indexes( // what pages say of each other
		index{in: "recommendation", name: "recommendation_page", keys: by("page", "-created", "-_id"), sparse: true},
		index{in: "recommendation", name: "recommendation_concerns", keys: by("concerns", "-created", "-_id"), sparse: true},
		index{in: "recommendation", name: "recommendation_due", keys: by("due"), sparse: true},
		index{in: "recommendation", name: "recommendation_owes", keys: by("doc.owes.kind", "due"), sparse: true},
	),
	indexes( // how far members have read
		index{in: "reading", name: "reading_concerns", keys: by("concerns", "-created", "-_id"), sparse: true},
		index{in: "reading", name: "reading_expires", keys: by("expires")},
	),
	lastUses,
	indexes( // what is sealed for an authority
		index{in: "identification", name: "identification_mark", keys: by("mark", "kind")},
		index{in: "identification", name: "identification_purge", keys: by("purge"), sparse: true},
	),
	indexes( // what people meet for, and who comes
		index{in: "event", name: "event_shelves", keys: by("shelves", "-rank", "-_id"), sparse: true},
		index{in: "event", name: "event_concerns", keys: by("concerns", "-created", "-_id"), sparse: true},
		index{in: "event", name: "event_due", keys: by("due"), sparse: true},
		index{in: "event", name: "event_owes", keys: by("doc.owes.kind", "due"), sparse: true},
		index{in: "event_roster", name: "event_roster_due", keys: by("due"), sparse: true},
		index{in: "event_roster", name: "event_roster_concerns", keys: by("concerns", "-_id"), sparse: true},
	),
	indexes( // rooms of clubs, their members, what their boards announce
		index{in: "member", name: "member_among", keys: by("among", "name", "_id")},
		index{in: "member", name: "member_listing", keys: by("listing", "name", "_id"), sparse: true},
		index{in: "member", name: "member_expires", keys: by("expires"), sparse: true},
		index{in: "member", name: "member_concerns", keys: by("concerns", "-created", "-_id"), sparse: true},
		index{in: "member", name: "member_due", keys: by("due"), sparse: true},
		index{in: "member", name: "member_owes", keys: by("doc.owes.kind", "due"), sparse: true},
		index{in: "announcement", name: "announcement_concerns", keys: by("concerns", "-created", "-_id"), sparse: true},
		index{in: "announcement", name: "announcement_due", keys: by("due"), sparse: true},
		index{in: "announcement", name: "announcement_owes", keys: by("doc.owes.kind", "due"), sparse: true},
	),
	indexes( // who came to events
		index{in: "event_arrival", name: "event_arrival_concerns", keys: by("concerns", "-created", "-_id")},
		index{in: "event_arrival", name: "event_arrival_event", keys: by("event", "people")},
	),
	indexes( // what is talked about at events
		index{in: "minutes", name: "minutes_concerns", keys: by("concerns", "-created", "-_id"), sparse: true},
		index{in: "minutes", name: "minutes_due", keys: by("due"), sparse: true},
	),
	all( // whose membership ends when
		indexes(index{in: "member", name: "member_renews", keys: by("renews", "ends", "_id"), sparse: true}),
		rewritten("member", memberTraits),
	),
	indexes( // programs that pages tell
		index{in: "webhook", name: "webhook_due", keys: by("due"), sparse: true},
		index{in: "webhook", name: "webhook_owes", keys: by("doc.owes.kind", "due"), sparse: true},
	),
	rewritten("event", eventTraits), // those of a page by commune and subject, and those that are held on more than one day
	indexes( // bonds of clubs with networks
		index{in: "club", name: "club_shelves", keys: by("shelves", "name", "_id"), sparse: true},
		index{in: "club", name: "club_due", keys: by("due"), sparse: true},
		index{in: "club", name: "club_owes", keys: by("doc.owes.kind", "due"), sparse: true},
	),
	indexes( // what members exchanged by their codes
		index{in: "contact", name: "contact_concerns", keys: by("concerns", "-created", "-_id"), sparse: true},
		index{in: "contact", name: "contact_expires", keys: by("expires"), sparse: true},
		index{in: "contact", name: "contact_due", keys: by("due"), sparse: true},
		index{in: "contact", name: "contact_owes", keys: by("doc.owes.kind", "due"), sparse: true},
	),
	rewritten("event", eventTraits), // those of who organises them
}

// firstDigest has every account owe its first digest: see account.OwesDigest. It is due at once, and only sets the day of the next.
func firstDigest(ctx context.Context, base *driver.Database) error {
	due := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	owed := debt.Debt{ID: "resume", Kind: "resume", Due: due}
	_, err := base.Collection("account").UpdateMany(ctx, where(bson.E{Key: "$nor", Value: bson.A{where(isAny("doc.owes.kind", []string{"resume"}))}}),
		where(bson.E{Key: "$push", Value: where(bson.E{Key: "doc.owes", Value: owed})}, set(at("due", due)), bson.E{Key: "$inc", Value: where(is("doc.rev", int64(1)))}))
	return kind(err)
}

// lastUses notes when each account was last used, as far as is known: it was made, somebody signed in, a session was seen. It
// owes a look 23 months later, but for those that leave.
func lastUses(ctx context.Context, base *driver.Database) error {
	type known struct {
		ID  string          `bson:"_id"`
		Doc account.Account `bson:"doc"`
	}
	in, without := base.Collection("account"), bson.E{Key: "$nor", Value: bson.A{where(isAny("doc.owes.kind", []string{"sans-visite"})), where(present("doc.leaving"))}}
	found, err := in.Find(ctx, where(without))
	if err != nil {
		return kind(err)
	}
	defer found.Close(ctx)
	for found.Next(ctx) {
		var k known
		if err := found.Decode(&k); err != nil {
			return err
		}
		used, err := lastUse(ctx, base, k.Doc)
		if err != nil {
			return err
		}
		due := used.AddDate(0, 23, 0)
		owed := debt.Debt{ID: "sans-visite", Kind: "sans-visite", Due: due}
		_, err = in.UpdateOne(ctx, where(is("_id", k.ID), without), where(set(at("doc.used", used)),
			bson.E{Key: "$push", Value: where(bson.E{Key: "doc.owes", Value: owed})}, bson.E{Key: "$min", Value: where(at("due", due))}, bson.E{Key: "$inc", Value: where(is("doc.rev", int64(1)))}))
		if err != nil {
			return kind(err)
		}
	}
	return kind(found.Err())
}

func lastUse(ctx context.Context, base *driver.Database, a account.Account) (time.Time, error) {
	used := a.Created
	for _, l := range a.Log {
		if l.What == "connexion" && l.At.After(used) {
			used = l.At
		}
	}
	found, err := base.Collection("session").Find(ctx, where(is("account", a.ID)), options.Find().SetHint("session_account"))
	if err != nil {
		return used, kind(err)
	}
	var sessions []sessionDoc
	err = found.All(ctx, &sessions)
	for _, s := range sessions {
		if s.Doc.Seen.After(used) {
			used = s.Doc.Seen
		}
	}
	return used, kind(err)
}

// all is several steps as one migration.
func all(steps ...migration) migration {
	return func(ctx context.Context, base *driver.Database) error {
		for _, step := range steps {
			if err := step(ctx, base); err != nil {
				return err
			}
		}
		return nil
	}
}

// rewritten is the migration that writes every document anew, with what it is found by today. What somebody changes
// meanwhile they write anew themselves.
func rewritten[T any](in string, t traits[T]) migration {
	return func(ctx context.Context, base *driver.Database) error {
		found, err := base.Collection(in).Find(ctx, bson.D{}, options.Find().SetProjection(onlyDoc))
		if err != nil {
			return kind(err)
		}
		defer found.Close(ctx)
		s := store[T]{in: base.Collection(in), traits: t}
		for found.Next(ctx) {
			var k kept[T]
			if err := found.Decode(&k); err != nil {
				return err
			}
			_, rev := t.root(&k.Doc)
			if _, err := s.replace(ctx, *rev, &k.Doc); err != nil {
				return err
			}
		}
		return kind(found.Err())
	}
}

// unindexed is the migration that drops an index. One that is gone is no error.
func unindexed(in, name string) migration {
	return func(ctx context.Context, base *driver.Database) error {
		err := base.Collection(in).Indexes().DropOne(ctx, name)
		if said, is := errors.AsType[driver.CommandError](err); is && (said.Name == "IndexNotFound" || said.Name == "NamespaceNotFound") {
			return nil
		}
		return kind(err)
	}
}

type index struct {
	in, name string
	keys     bson.D
	sparse   bool
}

// indexes is the migration that adds indexes. Adding one that is there changes nothing.
func indexes(all ...index) migration {
	return func(ctx context.Context, base *driver.Database) error {
		for _, i := range all {
			how := options.Index().SetName(i.name)
			if i.sparse {
				how.SetSparse(true)
			}
			if _, err := base.Collection(i.in).Indexes().CreateOne(ctx, driver.IndexModel{Keys: i.keys, Options: how}); err != nil {
				return fmt.Errorf("index %s: %w", i.name, kind(err))
			}
		}
		return nil
	}
}

// schemaDoc is the one document of the collection "schema".
type schemaDoc struct {
	ID      string `bson:"_id"`
	Version int    `bson:"version"`
}

const schemaID = "schema"

// migrate brings the database to the newest schema.
func migrate(ctx context.Context, base *driver.Database) error {
	in := base.Collection("schema")
	for {
		at, err := version(ctx, in)
		if err != nil {
			return err
		}
		if at > len(migrations) {
			return fmt.Errorf("this database was written by a newer version of Partant (schema %d, this program knows %d): "+
				"install that version again, or restore a backup: %w", at, len(migrations), fault.Unavailable)
		}
		if at == len(migrations) {
			return nil
		}
		if err := migrations[at](ctx, base); err != nil {
			return fmt.Errorf("migration %d: %w", at+1, err)
		}
		if err := advance(ctx, in, at); err != nil {
			return err
		}
	}
}

func version(ctx context.Context, in *driver.Collection) (int, error) {
	var d schemaDoc
	err := kind(in.FindOne(ctx, where(is("_id", schemaID))).Decode(&d))
	if errors.Is(err, fault.NotFound) {
		return 0, nil
	}
	return d.Version, err
}

// advance notes that the schema is at version at+1, unless another machine did.
func advance(ctx context.Context, in *driver.Collection, at int) error {
	if at == 0 {
		_, err := in.InsertOne(ctx, schemaDoc{ID: schemaID, Version: 1})
		if driver.IsDuplicateKeyError(err) {
			err = nil
		}
		return kind(err)
	}
	_, err := in.UpdateOne(ctx, where(is("_id", schemaID), is("version", int64(at))), where(set(is("version", int64(at+1)))))
	return kind(err)
}
