package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"partant/internal/account"
	"partant/internal/claim"
	"partant/internal/club"
	"partant/internal/comment"
	"partant/internal/config"
	"partant/internal/contact"
	"partant/internal/discussion"
	"partant/internal/distance"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/follow"
	"partant/internal/identification"
	"partant/internal/limit"
	"partant/internal/limit/memory"
	"partant/internal/mailroom"
	"partant/internal/media"
	"partant/internal/media/gridfs"
	"partant/internal/message"
	"partant/internal/minutes"
	"partant/internal/moderation"
	"partant/internal/notify"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/reaction"
	"partant/internal/reading"
	"partant/internal/recommendation"
	"partant/internal/signin"
	"partant/internal/store/kept"
	"partant/internal/store/mongo"
	"partant/internal/store/sqlite"
	"partant/internal/subscriber"
	"partant/internal/trap"
	"partant/internal/webhook"
)

// stores are the ports of the store, filled by one driver.
type stores struct {
	profiles interface {
		profile.Store
		profile.Lists
		profile.Debts
	}
	history    profile.History
	accounts   account.Stores
	letters    mailroom.Lost
	claims     claim.Store
	attempts   signin.Attempts
	messages   message.Stores
	moderation moderation.Stores
	posts      post.Stores
	photos     media.Store
	files      media.Files // the bytes of photos
	talk       discussion.Stores
	answers    comment.Stores
	secrets    trap.Secrets
	follows    follow.Stores
	praise     reaction.Stores
	readings   reading.Store
	notices    notify.Store

	recommendations recommendation.Stores
	events          event.Stores
	clubs           club.Stores
	contacts        contact.Stores
	minutes         minutes.Store
	webhooks        webhook.Store

	distances distance.Store
	byLetter  subscriber.Store     // who follows without an account
	sealed    identification.Store // what is sealed for an authority
	counter   limit.Counter
	db        interface {
		// Ping returns why the store cannot answer, or nil.
		Ping(ctx context.Context) error
		// Changes grows when anything that pages show has been written, by any process.
		Changes(ctx context.Context) (uint64, error)
		// ProfileChanges is the same for profiles alone.
		ProfileChanges(ctx context.Context) (uint64, error)
		// SubjectChanges is the same for what is answered, and not for answers.
		SubjectChanges(ctx context.Context) (uint64, error)
		// Scrub overwrites what the files may still hold of what was deleted.
		Scrub(ctx context.Context) error
		// Close waits for the writes under way.
		Close() error
	}
	own   []kept.Changes // of all that a member's own reading comes from; none where not all of it is counted
	fresh bool           // nothing has ever been kept there
}

// countsKept bounds the memory of rate limits: some 200 bytes each.
const countsKept = 100_000

// Exists returns why nothing can be looked up in the store that the configuration names: most of all because nothing was ever
// kept there, as when its name is mistyped. It makes nothing.
func Exists(ctx context.Context, cfg config.Config) error {
	where, missing, err := nothingYet(ctx, cfg)
	if err == nil && missing {
		return fmt.Errorf("there is no database of Partant %s: is the name right (--data, --store)? The first 'partant serve' makes it", where)
	}
	return err
}

// nothingYet reports whether the store is still to be made, and where.
func nothingYet(ctx context.Context, cfg config.Config) (where string, missing bool, err error) {
	if dir, yes := cfg.SQLite(); yes {
		return "in the folder " + dir, isMissing(filepath.Join(dir, sqlite.FileName)), nil
	}
	uri, _ := cfg.Mongo()
	missing, err = mongo.IsNew(ctx, uri)
	return "at the address of --store", missing, err
}

// openStore opens the store that the configuration names, and has what is said in public remembered.
func openStore(ctx context.Context, cfg config.Config, steady func() time.Time) (stores, error) {
	s, err := openDriver(ctx, cfg, steady)
	if err != nil {
		return s, err
	}
	s.posts, s.talk, s.answers = kept.NewPosts(s.posts, s.db.SubjectChanges), kept.NewDiscussions(s.talk, s.db.SubjectChanges), kept.NewComments(s.answers, s.db.Changes)
	s.events = kept.NewEvents(s.events, s.db.SubjectChanges, s.db.Changes)
	s.praise = kept.NewReactions(s.praise, s.db.Changes)
	return s, nil
}

func openDriver(ctx context.Context, cfg config.Config, steady func() time.Time) (stores, error) {
	if uri, yes := cfg.Mongo(); yes {
		return openMongo(ctx, uri, steady)
	}
	dir, yes := cfg.SQLite()
	if !yes {
		return stores{}, fmt.Errorf("--store %q: want sqlite:FOLDER or a mongodb:// address", cfg.Store)
	}
	_, missing := os.Stat(filepath.Join(dir, sqlite.FileName))
	db, err := sqlite.Open(dir)
	if err != nil {
		return stores{}, inPlainWords(dir, err)
	}
	files, err := diskFiles(dir)
	if err != nil {
		return stores{}, errors.Join(inPlainWords(dir, err), db.Close())
	}
	return stores{photos: db.Photos(), files: files, profiles: db.Profiles(), accounts: kept.NewAccounts(db.Accounts(), db.AccountChanges), letters: db.Letters(), claims: db.Claims(), attempts: db.Attempts(),
		history: db.History(), messages: db.Messages(), moderation: db.Moderation(), posts: db.Posts(), talk: db.Discussions(), answers: db.Comments(), secrets: db.Secrets(), follows: kept.NewFollows(db.Follows(), db.AccountChanges, db.Changes), praise: db.Reactions(), readings: kept.NewReadings(db.Readings(), db.ReaderChanges), notices: kept.NewNotifications(db.Notifications(), db.ReaderChanges), distances: kept.NewDistances(db.Distances(), db.AccountChanges), byLetter: db.Subscribers(), recommendations: db.Recommendations(), events: db.Events(), clubs: db.Clubs(), contacts: db.Contacts(), minutes: db.Minutes(), webhooks: db.Webhooks(),
		sealed: db.Identification(), counter: memory.New(countsKept, steady), db: db, own: []kept.Changes{db.Changes, db.AccountChanges}, fresh: os.IsNotExist(missing)}, nil
}

// inPlainWords says of a folder that cannot be opened what the doctor would say of it, when that is the reason.
func inPlainWords(dir string, err error) error {
	if f := examineFolder(dir); f.Bad {
		return fmt.Errorf("%s (%w)", f.Say, fault.Unavailable)
	}
	return err
}

func openMongo(ctx context.Context, uri string, steady func() time.Time) (stores, error) {
	db, err := mongo.Open(ctx, uri)
	if err != nil {
		return stores{}, err
	}
	return stores{photos: db.Photos(), files: gridfs.New(db.Base(), mongo.Kind), profiles: db.Profiles(), accounts: db.Accounts(), letters: db.Letters(), claims: db.Claims(), attempts: db.Attempts(),
		history: db.History(), messages: db.Messages(), moderation: db.Moderation(), posts: db.Posts(), talk: db.Discussions(), answers: db.Comments(), secrets: db.Secrets(), follows: db.Follows(), praise: db.Reactions(), readings: db.Readings(), notices: db.Notifications(), distances: db.Distances(), byLetter: db.Subscribers(), recommendations: db.Recommendations(), events: db.Events(), clubs: db.Clubs(), contacts: db.Contacts(), minutes: db.Minutes(), webhooks: db.Webhooks(), sealed: db.Identification(), counter: db.Counts(steady), db: db}, nil
}
