// Package mongo keeps the documents of Partant in MongoDB: one document for each aggregate, changed by compare and
// replace, and one for each unique name.
package mongo

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readpref"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"

	"partant/internal/fault"
)

// DB is the open store. Safe for concurrent use.
type DB struct {
	client *driver.Client
	base   *driver.Database
	lanes  *lanes
	said   *gathering         // answers to events that wait to be written
	stop   context.CancelFunc // ends the sweeper
	swept  sync.WaitGroup
}

// How long a server may keep a call waiting (SAFETY.md 3.5). A context with a deadline of its own replaces opAtMost.
const (
	selectAtMost = 3 * time.Second // to find the primary, also while another is being elected
	opAtMost     = 5 * time.Second // for one command, the driver's own retries included
	closeAtMost  = 5 * time.Second

	// migrateAtMost is for the making of an index over many documents.
	migrateAtMost = 15 * time.Minute
)

// Open connects to the deployment that uri names (mongodb://… or mongodb+srv://…) and brings its schema up to date.
// The database is the one of the uri, "partant" when it has none. It must be a replica set, of one member at least:
// a lone server cannot retry writes. fault.Unavailable when nobody answers; a database written by a newer version
// is refused with a sentence for its administrator. No error shows the password of the uri.
func Open(ctx context.Context, uri string) (*DB, error) {
	db, hosts, err := connect(uri)
	if err != nil {
		return nil, fmt.Errorf("mongo.Open(%s): %w", hosts, err)
	}
	if err := db.prepare(ctx); err != nil {
		db.drop(ctx)
		return nil, explained(hosts, err)
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	db.stop = stop
	db.swept.Go(func() { db.sweepOften(background) })
	return db, nil
}

// IsNew reports whether nothing was ever kept in the database that uri names, and makes nothing there. It fails as Open does.
func IsNew(ctx context.Context, uri string) (bool, error) {
	db, hosts, err := connect(uri)
	if err != nil {
		return false, fmt.Errorf("mongo.IsNew(%s): %w", hosts, err)
	}
	defer db.drop(ctx)
	at, err := 0, db.Ping(ctx)
	if err == nil {
		at, err = version(ctx, db.base.Collection("schema"))
	}
	if err != nil {
		return false, explained(hosts, err)
	}
	return at == 0, nil
}

// connect returns a DB that has asked nobody anything yet, and the hosts of the uri.
func connect(uri string) (db *DB, hosts string, err error) {
	hosts, name, err := parse(uri)
	if err != nil {
		return nil, hosts, err
	}
	client, err := driver.Connect(settings(uri))
	if err != nil {
		return nil, hosts, fmt.Errorf("%w: %w", fault.Invalid, err)
	}
	return &DB{client: client, base: client.Database(name), lanes: newLanes(), said: newGathering()}, hosts, nil
}

// drop ends the connections of a DB that nobody uses: the error that led here, if any, says more than its own.
func (db *DB) drop(ctx context.Context) { _ = db.client.Disconnect(context.WithoutCancel(ctx)) }

// prepare sees that the deployment answers, and brings its schema up to date.
func (db *DB) prepare(ctx context.Context) error {
	if err := db.Ping(ctx); err != nil {
		return err
	}
	slowly, cancel := context.WithTimeout(ctx, migrateAtMost)
	defer cancel()
	return migrate(slowly, db.base)
}

// settings are those of every command, whatever the uri says.
//
// Reads go to the primary with read concern local, so that everybody reads what they wrote, without causal sessions:
// what a primary acknowledged by majority it also shows. Local reads may show a write that a failover then undoes;
// nothing durable follows from one, because each write that depends on a read compares the revision it read, and is
// acknowledged by a majority only together with all that it stands on.
func settings(uri string) *options.ClientOptions {
	journal := true
	return options.Client().ApplyURI(uri).
		SetAppName("partant").
		SetReadPreference(readpref.Primary()).
		SetWriteConcern(&writeconcern.WriteConcern{W: writeconcern.WCMajority, Journal: &journal}).
		SetServerSelectionTimeout(selectAtMost).
		SetTimeout(opAtMost).
		SetBSONOptions(&options.BSONOptions{UseJSONStructTags: true}).
		SetRegistry(registry())
}

// parse returns the hosts of a uri and the name of its database. net/url cannot read a uri of several hosts.
func parse(uri string) (hosts, name string, err error) {
	scheme, rest, found := strings.Cut(uri, "://")
	if !found || scheme != "mongodb" && scheme != "mongodb+srv" {
		return "", "", fmt.Errorf("the address of the database is not like mongodb://host:port/name: %w", fault.Invalid)
	}
	rest, _, _ = strings.Cut(rest, "?")
	hosts, name, _ = strings.Cut(rest, "/")
	hosts = hosts[strings.LastIndexByte(hosts, '@')+1:]
	if name, err = url.PathUnescape(name); err != nil {
		return hosts, "", fmt.Errorf("the name of the database: %w: %w", fault.Invalid, err)
	}
	if name == "" {
		name = "partant"
	}
	return hosts, name, nil
}

// Close waits for the sweeper and ends the connections. The DB is not used after it.
func (db *DB) Close() error {
	db.stop()
	db.swept.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), closeAtMost)
	defer cancel()
	return db.client.Disconnect(ctx)
}

// Ping reports whether the primary answers.
func (db *DB) Ping(ctx context.Context) error { return kind(db.client.Ping(ctx, readpref.Primary())) }

// Scrub does nothing: what the server's files still hold of what was deleted is the server's (docs/decisions/leaving.md).
func (db *DB) Scrub(context.Context) error { return nil }

// Base is the database itself, for what keeps something else than documents in it.
func (db *DB) Base() *driver.Database { return db.base }
