package sqlite

import (
	"fmt"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/fault"
)

// migrations bring the schema from version i to i+1. They are never edited once released, only added to;
// each runs in one transaction with its number, so that a kill leaves the one or the other.
var migrations = []string{
	`CREATE TABLE name (
		key   TEXT PRIMARY KEY, -- "fiche:slug", "siret:14 digits", "email:folded", "cle:id", "identite:digest"
		owner TEXT NOT NULL
	) WITHOUT ROWID;

	CREATE TABLE profile (
		id      TEXT PRIMARY KEY,
		rev     INTEGER NOT NULL,
		doc     BLOB NOT NULL,    -- the profile as JSON
		created TEXT,             -- NULL when erased: lists leave it out
		updated TEXT,
		source  TEXT,             -- Source.Key
		due     TEXT              -- of the first debt
	);
	CREATE INDEX profile_created ON profile (created, id) WHERE created IS NOT NULL;
	CREATE INDEX profile_updated ON profile (updated, id);
	CREATE INDEX profile_source ON profile (source, id) WHERE source IS NOT NULL;
	CREATE INDEX profile_due ON profile (due) WHERE due IS NOT NULL;

	CREATE TABLE profile_shelf ( -- a row for each combination of filters that holds the profile
		shelf   TEXT NOT NULL,
		name    TEXT NOT NULL,    -- folded
		profile TEXT NOT NULL REFERENCES profile (id) ON DELETE CASCADE,
		PRIMARY KEY (shelf, name, profile)
	) WITHOUT ROWID;
	CREATE INDEX profile_shelf_profile ON profile_shelf (profile);

	CREATE TABLE profile_team (
		account TEXT NOT NULL,
		created TEXT,
		profile TEXT NOT NULL REFERENCES profile (id) ON DELETE CASCADE,
		PRIMARY KEY (account, created, profile)
	) WITHOUT ROWID;
	CREATE INDEX profile_team_profile ON profile_team (profile);`,

	`CREATE TABLE account (
		id   TEXT PRIMARY KEY,
		rev  INTEGER NOT NULL,
		doc  BLOB NOT NULL,
		role TEXT NOT NULL
	);
	CREATE INDEX account_role ON account (role, id);

	CREATE TABLE session (
		digest  TEXT PRIMARY KEY,
		account TEXT NOT NULL,
		doc     BLOB NOT NULL,
		expires TEXT
	) WITHOUT ROWID;
	CREATE INDEX session_account ON session (account, digest);
	CREATE INDEX session_expires ON session (expires);

	CREATE TABLE ticket (
		digest  TEXT PRIMARY KEY,
		doc     BLOB NOT NULL,
		expires TEXT
	) WITHOUT ROWID;
	CREATE INDEX ticket_expires ON ticket (expires);`,

	// Tickets and accounts owe letters. Tickets live a day at most: those of before are made again.
	`ALTER TABLE account ADD COLUMN due TEXT;
	CREATE INDEX account_due ON account (due) WHERE due IS NOT NULL;

	DROP TABLE ticket;
	CREATE TABLE ticket (
		id      TEXT PRIMARY KEY, -- digest of its secret
		rev     INTEGER NOT NULL,
		doc     BLOB NOT NULL,
		due     TEXT,
		expires TEXT
	) WITHOUT ROWID;
	CREATE INDEX ticket_expires ON ticket (expires);
	CREATE INDEX ticket_due ON ticket (due) WHERE due IS NOT NULL;

	CREATE TABLE letter ( -- those that never left
		id   TEXT PRIMARY KEY,
		doc  BLOB NOT NULL,
		lost TEXT
	) WITHOUT ROWID;
	CREATE INDEX letter_lost ON letter (lost, id);`,
	`CREATE TABLE attempt ( -- to sign in through a provider
		digest  TEXT PRIMARY KEY,
		doc     BLOB NOT NULL,
		expires TEXT
	) WITHOUT ROWID;
	CREATE INDEX attempt_expires ON attempt (expires);`,

	// Whoever leaves takes along the tickets of their account, and the letters that never reached them.
	`ALTER TABLE ticket ADD COLUMN account TEXT;
	UPDATE ticket SET account = CAST(doc AS TEXT) ->> 'account';
	CREATE INDEX ticket_account ON ticket (account) WHERE account <> '';

	ALTER TABLE letter ADD COLUMN mailbox TEXT; -- folded
	UPDATE letter SET mailbox = lower(CAST(doc AS TEXT) ->> 'to');
	CREATE INDEX letter_mailbox ON letter (mailbox);`,
	`CREATE TABLE claim (
		id      TEXT PRIMARY KEY,
		rev     INTEGER NOT NULL,
		doc     BLOB NOT NULL,
		due     TEXT,
		created TEXT,
		page    TEXT, -- while it is open
		account TEXT,
		waiting TEXT  -- while moderators have it before them
	) WITHOUT ROWID;
	CREATE INDEX claim_page ON claim (page, created, id) WHERE page IS NOT NULL;
	CREATE INDEX claim_account ON claim (account, created, id) WHERE account IS NOT NULL;
	CREATE INDEX claim_waiting ON claim (waiting, id) WHERE waiting IS NOT NULL;
	CREATE INDEX claim_due ON claim (due) WHERE due IS NOT NULL;`,

	`CREATE TABLE change ( -- see changes.go
		id INTEGER PRIMARY KEY,
		n  INTEGER NOT NULL
	);`,
}

// migrate brings the file to the newest schema.
func migrate(c *conn) error {
	if err := c.Exec(`CREATE TABLE IF NOT EXISTS schema (version INTEGER NOT NULL)`); err != nil {
		return kind(err)
	}
	at, err := version(c)
	if err != nil {
		return err
	}
	if at > len(migrations) {
		return fmt.Errorf("this data folder was written by a newer version of Partant (schema %d, this program knows %d): "+
			"install that version again, or restore a backup: %w", at, len(migrations), fault.Unavailable)
	}
	for ; at < len(migrations); at++ {
		step := fmt.Sprintf("BEGIN IMMEDIATE; %s; DELETE FROM schema; INSERT INTO schema VALUES (%d); COMMIT", migrations[at], at+1)
		if err := c.Exec(step); err != nil {
			return fmt.Errorf("migration %d: %w", at+1, kind(err))
		}
	}
	return nil
}

func version(c *conn) (v int, err error) {
	err = c.each(func(s *sqlite3.Stmt) error { v = s.ColumnInt(0); return nil }, `SELECT version FROM schema`)
	return v, err
}
