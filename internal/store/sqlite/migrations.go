package sqlite

import "slices"

// migrations bring the schema from version i to i+1. They are never edited once released, only added to;
// each runs in one transaction with its number, so that a kill leaves the one or the other.
var migrations = slices.Concat(founding, gathering)

// founding are those of accounts, pages, and what people say.
var founding = []string{
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

	// Letters between people, what was reported, what pages were, accounts that are suspended.
	`CREATE TABLE message (
		id      TEXT PRIMARY KEY,
		rev     INTEGER NOT NULL,
		doc     BLOB NOT NULL,
		due     TEXT,
		expires TEXT,
		writer  TEXT  -- account; empty: a visitor
	) WITHOUT ROWID;
	CREATE INDEX message_writer ON message (writer) WHERE writer <> '';
	CREATE INDEX message_due ON message (due) WHERE due IS NOT NULL;
	CREATE INDEX message_expires ON message (expires);

	CREATE TABLE block ( -- who wants no letters of whom, as a digest
		id  TEXT PRIMARY KEY,
		doc BLOB NOT NULL
	) WITHOUT ROWID;

	CREATE TABLE secret ( -- what all copies of the program share
		name  TEXT PRIMARY KEY,
		value TEXT NOT NULL
	) WITHOUT ROWID;

	CREATE TABLE report (
		id      TEXT PRIMARY KEY,
		rev     INTEGER NOT NULL,
		doc     BLOB NOT NULL,
		due     TEXT,
		open    TEXT, -- when it was made; NULL once it is decided
		expires TEXT  -- NULL until then
	) WITHOUT ROWID;
	CREATE INDEX report_open ON report (open, id) WHERE open IS NOT NULL;
	CREATE INDEX report_due ON report (due) WHERE due IS NOT NULL;
	CREATE INDEX report_expires ON report (expires) WHERE expires IS NOT NULL;

	CREATE TABLE history ( -- versions of pages that were replaced
		page    TEXT NOT NULL,
		version INTEGER NOT NULL,
		doc     BLOB NOT NULL,
		PRIMARY KEY (page, version)
	) WITHOUT ROWID;

	ALTER TABLE account ADD COLUMN suspended TEXT;
	CREATE INDEX account_suspended ON account (suspended, id) WHERE suspended IS NOT NULL;`,

	// Whom letters, claims and reports concern: what a member takes along, and what is erased with them.
	`CREATE TABLE concern (
		noun    TEXT NOT NULL, -- table of the thing
		whom    TEXT NOT NULL, -- an account, a mailbox or a page, as the noun names it
		created TEXT NOT NULL, -- of the thing
		id      TEXT NOT NULL, -- of the thing
		PRIMARY KEY (noun, whom, created, id)
	) WITHOUT ROWID;
	CREATE INDEX concern_thing ON concern (noun, id);

	WITH thing (noun, id, doc) AS (
		SELECT 'message', id, CAST(doc AS TEXT) FROM message UNION ALL
		SELECT 'claim', id, CAST(doc AS TEXT) FROM claim UNION ALL
		SELECT 'report', id, CAST(doc AS TEXT) FROM report
	), said (noun, id, doc, kind, value) AS (
		SELECT noun, id, doc, 'compte:', doc ->> '$.from.account' FROM thing WHERE noun = 'message' UNION ALL
		SELECT noun, id, doc, 'boite:', doc ->> '$.from.email' FROM thing WHERE noun = 'message' UNION ALL
		SELECT noun, id, doc, 'fiche:', doc ->> '$.page.id' FROM thing WHERE noun = 'message' UNION ALL
		SELECT noun, thing.id, doc, 'compte:', reader.value ->> '$.account' FROM thing, json_each(doc, '$.to') AS reader WHERE noun = 'message' UNION ALL
		SELECT noun, thing.id, doc, 'boite:', reader.value ->> '$.email' FROM thing, json_each(doc, '$.to') AS reader WHERE noun = 'message' UNION ALL
		SELECT noun, id, doc, 'compte:', doc ->> '$.account' FROM thing WHERE noun = 'claim' UNION ALL
		SELECT noun, id, doc, 'compte:', doc ->> '$.decider' FROM thing WHERE noun = 'claim' UNION ALL
		SELECT noun, id, doc, 'boite:', doc ->> '$.mail.email' FROM thing WHERE noun = 'claim' UNION ALL
		SELECT noun, id, doc, 'fiche:', doc ->> '$.page' FROM thing WHERE noun = 'claim' UNION ALL
		SELECT noun, thing.id, doc, 'compte:', notice.value ->> '$.to' FROM thing, json_each(doc, '$.notices') AS notice WHERE noun = 'claim' UNION ALL
		SELECT noun, id, doc, 'compte:', doc ->> '$.author.account' FROM thing WHERE noun = 'report' UNION ALL
		SELECT noun, id, doc, 'boite:', doc ->> '$.author.email' FROM thing WHERE noun = 'report' UNION ALL
		SELECT noun, id, doc, 'compte:', doc ->> '$.by.account' FROM thing WHERE noun = 'report' UNION ALL
		SELECT noun, id, doc, 'boite:', doc ->> '$.by.email' FROM thing WHERE noun = 'report' UNION ALL
		SELECT noun, id, doc, 'compte:', doc ->> '$.decidedBy' FROM thing WHERE noun = 'report'
	)
	INSERT OR IGNORE INTO concern SELECT noun, kind || lower(value), strftime('%Y-%m-%dT%H:%M:%fZ', doc ->> '$.created'), id
		FROM said WHERE value <> '';

	DROP INDEX message_writer;
	ALTER TABLE message DROP COLUMN writer;
	DROP INDEX claim_account;
	ALTER TABLE claim DROP COLUMN account;`,

	// Who follows what, how many follow it, and what members are told.
	`CREATE TABLE follow (
		id      TEXT PRIMARY KEY, -- of account and target
		rev     INTEGER NOT NULL,
		doc     BLOB NOT NULL,
		due     TEXT,
		account TEXT, -- NULL, and target too, once it has ended
		target  TEXT, -- "fiche:id", "sujet:key", "commune:INSEE code"
		at      TEXT NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX follow_account ON follow (account, at, id) WHERE account IS NOT NULL;
	CREATE INDEX follow_source ON follow (account, target) WHERE account IS NOT NULL;
	CREATE INDEX follow_target ON follow (target, at, id) WHERE target IS NOT NULL;
	CREATE INDEX follow_due ON follow (due) WHERE due IS NOT NULL;

	CREATE TABLE follower_count ( -- of the last time that they were counted
		target    TEXT PRIMARY KEY,
		followers INTEGER NOT NULL
	) WITHOUT ROWID;

	CREATE TABLE notification (
		id      TEXT PRIMARY KEY, -- of the debt and the recipient
		rev     INTEGER NOT NULL,
		doc     BLOB NOT NULL,
		due     TEXT,
		unread  TEXT, -- account; NULL once it was read
		at      TEXT NOT NULL,
		expires TEXT
	) WITHOUT ROWID;
	CREATE INDEX notification_unread ON notification (unread, at) WHERE unread IS NOT NULL;
	CREATE INDEX notification_expires ON notification (expires);`,

	// Publications, and the lists that each is found in.
	`CREATE TABLE post (
		id   TEXT PRIMARY KEY,
		rev  INTEGER NOT NULL,
		doc  BLOB NOT NULL,
		due  TEXT
	) WITHOUT ROWID;
	CREATE INDEX post_due ON post (due) WHERE due IS NOT NULL;

	CREATE TABLE post_source ( -- a row for each list: see post.Post.Sources
		source    TEXT NOT NULL,
		published TEXT NOT NULL,
		post      TEXT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
		PRIMARY KEY (source, published, post)
	) WITHOUT ROWID;
	CREATE INDEX post_source_post ON post_source (post);`,

	// Discussions and what is answered.
	`CREATE TABLE shelf ( -- where things are found by a combination of filters
		noun  TEXT NOT NULL, -- table of the thing
		shelf TEXT NOT NULL,
		rank  TEXT NOT NULL, -- the greatest is first
		id    TEXT NOT NULL, -- of the thing
		PRIMARY KEY (noun, shelf, rank, id)
	) WITHOUT ROWID;
	CREATE INDEX shelf_thing ON shelf (noun, id);

	CREATE TABLE discussion (
		id  TEXT PRIMARY KEY,
		rev INTEGER NOT NULL,
		doc BLOB NOT NULL,
		due TEXT
	) WITHOUT ROWID;
	CREATE INDEX discussion_due ON discussion (due) WHERE due IS NOT NULL;

	CREATE TABLE comment (
		id      TEXT PRIMARY KEY,
		rev     INTEGER NOT NULL,
		doc     BLOB NOT NULL,
		due     TEXT,
		target  TEXT NOT NULL, -- kind:id
		place   TEXT NOT NULL, -- in the tree of its target
		alive   TEXT,          -- target; NULL for a tombstone
		created TEXT
	) WITHOUT ROWID;
	CREATE INDEX comment_place ON comment (target, place, id);
	CREATE INDEX comment_alive ON comment (alive, created) WHERE alive IS NOT NULL;
	CREATE INDEX comment_due ON comment (due) WHERE due IS NOT NULL;`,

	// What changed the bells lately; and every account owes its first digest: see account.OwesDigest. It is due at once, and only
	// sets the day of the next.
	`ALTER TABLE notification ADD COLUMN touched TEXT;
	CREATE INDEX notification_touched ON notification (touched) WHERE touched IS NOT NULL;
	UPDATE account SET rev = rev + 1, due = min(coalesce(due, '2026-11-01T00:00:00.000Z'), '2026-11-01T00:00:00.000Z'),
		doc = CAST(json_set(CAST(doc AS TEXT), '$.rev', rev + 1, '$.owes',
			json_insert(coalesce(json_extract(CAST(doc AS TEXT), '$.owes'), json('[]')), '$[#]', json_object('id', 'resume', 'kind', 'resume', 'due', '2026-11-01T00:00:00Z'))) AS BLOB);`,

	// What is reported of anything and what is decided: a report of before becomes a case. The log, which nothing changes.
	`CREATE TABLE moderation_case (
		id      TEXT PRIMARY KEY,
		rev     INTEGER NOT NULL,
		doc     BLOB NOT NULL,
		due     TEXT,
		waits   TEXT, -- since when; NULL once it is decided
		expires TEXT
	) WITHOUT ROWID;
	CREATE INDEX moderation_case_waits ON moderation_case (waits, id) WHERE waits IS NOT NULL;
	CREATE INDEX moderation_case_due ON moderation_case (due) WHERE due IS NOT NULL;
	CREATE INDEX moderation_case_expires ON moderation_case (expires) WHERE expires IS NOT NULL;

	INSERT INTO moderation_case (id, rev, doc, due, waits, expires)
	SELECT id, 1, CAST(json_patch(json_object(
			'id', id, 'rev', 1, 'kind', old ->> 'kind', 'thing', old ->> 'thing', 'title', old ->> 'title', 'text', old ->> 'text', 'created', old ->> 'created',
			'authors', json_array(json(old -> 'author')),
			'reports', json_array(json_patch(
				json_object('id', id, 'by', json(old -> 'by'), 'ground', 'autre', 'why', old ->> 'why', 'at', old ->> 'created'),
				CASE WHEN open IS NULL THEN json_object('decision', id || '.1') ELSE '{}' END)),
			'told', json((SELECT json_group_array(json_object('id', owed.value ->> 'id', 'what', owed.value ->> 'kind', 'report', was.id, 'to', json(old -> 'by'),
				'of', CASE owed.value ->> 'kind' WHEN 'decision' THEN was.id || '.1' ELSE was.id END)) FROM json_each(old, '$.owes') AS owed)),
			'owes', json((SELECT json_group_array(json_patch(owed.value, '{"kind": "lettre"}')) FROM json_each(old, '$.owes') AS owed))),
		CASE WHEN open IS NULL
			THEN json_object('expires', old ->> 'expires', 'decisions', json_array(json_object('id', id || '.1', 'at', old ->> 'decided', 'by', old ->> 'decidedBy', 'facts', old ->> 'decision',
				'what', CASE WHEN old ->> 'upheld' THEN 'retenu' ELSE 'garde' END)))
			ELSE json_object('waits', old ->> 'created') END) AS BLOB), due, open, expires
	FROM (SELECT id, due, open, expires, CAST(doc AS TEXT) AS old FROM report) AS was;
	UPDATE concern SET noun = 'moderation_case' WHERE noun = 'report';
	DROP TABLE report;

	CREATE TABLE moderation_entry (
		id    TEXT PRIMARY KEY,
		at    TEXT NOT NULL,
		month TEXT NOT NULL,
		what  TEXT NOT NULL,
		doc   BLOB NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX moderation_entry_at ON moderation_entry (at, id);
	CREATE INDEX moderation_entry_month ON moderation_entry (month, what);
	CREATE TRIGGER moderation_entry_stays BEFORE UPDATE ON moderation_entry BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;
	CREATE TRIGGER moderation_entry_remains BEFORE DELETE ON moderation_entry BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;`,

	// Reactions, and how many there are.
	`CREATE TABLE reaction (
		id      TEXT PRIMARY KEY,
		rev     INTEGER NOT NULL,
		doc     BLOB NOT NULL,
		due     TEXT,
		account TEXT, -- NULL once it was taken back
		thing   TEXT, -- kind:id; NULL when it is not counted
		kind    TEXT NOT NULL,
		at      TEXT NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX reaction_account ON reaction (account, at, id) WHERE account IS NOT NULL;
	CREATE INDEX reaction_thing ON reaction (thing, kind) WHERE thing IS NOT NULL;
	CREATE INDEX reaction_due ON reaction (due) WHERE due IS NOT NULL;

	CREATE TABLE reaction_count ( -- of the last time that they were counted
		thing  TEXT PRIMARY KEY,
		counts TEXT NOT NULL -- by kind, as JSON
	) WITHOUT ROWID;`,

	// Photos; their bytes are elsewhere.
	`CREATE TABLE photo (
		id  TEXT PRIMARY KEY,
		rev INTEGER NOT NULL,
		doc BLOB NOT NULL,
		due TEXT
	) WITHOUT ROWID;
	CREATE INDEX photo_due ON photo (due) WHERE due IS NOT NULL;`,

	// Debts are found by their kind: the column of the first one, whatever its kind, goes.
	`CREATE TABLE debt (
		noun TEXT NOT NULL, -- table of the document
		kind TEXT NOT NULL,
		due  TEXT NOT NULL,
		id   TEXT NOT NULL, -- of the document
		PRIMARY KEY (noun, kind, due, id)
	) WITHOUT ROWID;
	CREATE INDEX debt_thing ON debt (noun, id);
	ALTER TABLE notification DROP COLUMN due;` +
		debtsApart("profile") + debtsApart("account") + debtsApart("ticket") + debtsApart("claim") + debtsApart("message") + debtsApart("follow") + debtsApart("post") +
		debtsApart("discussion") + debtsApart("comment") + debtsApart("moderation_case") + debtsApart("reaction") + debtsApart("photo"),

	// Whom members keep at a distance.
	`CREATE TABLE distance (
		id  TEXT PRIMARY KEY,
		rev INTEGER NOT NULL,
		doc BLOB NOT NULL
	) WITHOUT ROWID;` + debtsOf("distance"),

	// Who follows by letter, without an account.
	`CREATE TABLE subscriber (
		id  TEXT PRIMARY KEY,
		rev INTEGER NOT NULL,
		doc BLOB NOT NULL
	) WITHOUT ROWID;` + debtsOf("subscriber"),

	// What pages say of each other.
	`CREATE TABLE recommendation (
		id      TEXT PRIMARY KEY, -- of the page that speaks and the one that is spoken of
		rev     INTEGER NOT NULL,
		doc     BLOB NOT NULL,
		page    TEXT, -- whom it is about; NULL while nobody sees it
		created TEXT
	) WITHOUT ROWID;
	CREATE INDEX recommendation_page ON recommendation (page, created, id) WHERE page IS NOT NULL;` + debtsOf("recommendation"),

	// How far members have read in discussions.
	`CREATE TABLE reading (
		id      TEXT PRIMARY KEY,
		rev     INTEGER NOT NULL,
		doc     BLOB NOT NULL,
		expires TEXT NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX reading_expires ON reading (expires);`,

	// When accounts were last used, as far as is known: they were made, somebody signed in, a session was seen. Each owes a look
	// 23 months later, but for those that leave.
	`UPDATE account SET rev = rev + 1,
		doc = CAST(json_set(CAST(doc AS TEXT), '$.rev', rev + 1, '$.used', lived.at, '$.owes',
			json_insert(coalesce(json_extract(CAST(doc AS TEXT), '$.owes'), json('[]')), '$[#]',
				json_object('id', 'sans-visite', 'kind', 'sans-visite', 'due', strftime('%Y-%m-%dT%H:%M:%fZ', lived.at, '+23 months')))) AS BLOB)
		FROM (SELECT thing.id AS id, max(strftime('%Y-%m-%dT%H:%M:%fZ', CAST(thing.doc AS TEXT) ->> 'created'),
			coalesce((SELECT max(strftime('%Y-%m-%dT%H:%M:%fZ', line.value ->> 'at'))
				FROM json_each(CAST(thing.doc AS TEXT), '$.log') AS line WHERE line.value ->> 'what' = 'connexion'), ''),
			coalesce((SELECT max(strftime('%Y-%m-%dT%H:%M:%fZ', CAST(session.doc AS TEXT) ->> 'seen'))
				FROM session WHERE session.account = thing.id), '')) AS at FROM account AS thing) AS lived
		WHERE lived.id = account.id AND CAST(account.doc AS TEXT) ->> 'leaving' IS NULL;
	INSERT OR IGNORE INTO debt (noun, kind, due, id)
		SELECT 'account', 'sans-visite', owed.value ->> 'due', thing.id
		FROM account AS thing JOIN json_each(CAST(thing.doc AS TEXT), '$.owes') AS owed WHERE owed.value ->> 'kind' = 'sans-visite';`,

	// What is sealed for an authority: the file has no key to it.
	`CREATE TABLE identification (
		id     TEXT PRIMARY KEY,
		mark   TEXT NOT NULL,
		kind   TEXT NOT NULL,
		purge  TEXT, -- NULL while the account is open
		sealed BLOB NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX identification_mark ON identification (mark, kind) WHERE purge IS NULL;
	CREATE INDEX identification_purge ON identification (purge) WHERE purge IS NOT NULL;`,
}
