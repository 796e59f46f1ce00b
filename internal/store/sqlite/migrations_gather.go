package sqlite

// gathering are those of what brings people together. The next migration stands at its end.
var gathering = []string{
	// What people meet for, and who comes.
	`CREATE TABLE event (
		id  TEXT PRIMARY KEY,
		rev INTEGER NOT NULL,
		doc BLOB NOT NULL
	) WITHOUT ROWID;` + debtsOf("event") + `
	CREATE TABLE event_roster ( -- a row for each event that was answered: what its next answer depends on
		event TEXT PRIMARY KEY,
		doc   BLOB NOT NULL
	) WITHOUT ROWID;
	CREATE TABLE event_answer (
		id     TEXT PRIMARY KEY,
		rev    INTEGER NOT NULL,
		doc    BLOB NOT NULL,
		event  TEXT NOT NULL,
		list   TEXT NOT NULL,
		number INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX event_answer_list ON event_answer (event, list, number, id);` + debtsOf("event_answer") + `
	CREATE TABLE event_answerer (
		whom   TEXT NOT NULL,
		event  TEXT NOT NULL,
		answer TEXT NOT NULL REFERENCES event_answer ON DELETE CASCADE,
		PRIMARY KEY (whom, event, answer)
	) WITHOUT ROWID;
	CREATE INDEX event_answerer_answer ON event_answerer (answer);`,

	// Rooms of clubs, their members, what their boards announce.
	`CREATE TABLE club (
		id  TEXT PRIMARY KEY, -- of the page
		rev INTEGER NOT NULL,
		doc BLOB NOT NULL
	) WITHOUT ROWID;
	CREATE TABLE member (
		id      TEXT PRIMARY KEY,
		rev     INTEGER NOT NULL,
		doc     BLOB NOT NULL,
		among   TEXT NOT NULL, -- the club and how far the membership has come
		listing TEXT, -- the club, when everybody may see it
		name    TEXT NOT NULL, -- folded
		expires TEXT
	) WITHOUT ROWID;
	CREATE INDEX member_among ON member (among, name, id);
	CREATE INDEX member_listing ON member (listing, name, id) WHERE listing IS NOT NULL;
	CREATE INDEX member_expires ON member (expires) WHERE expires IS NOT NULL;
	CREATE TABLE announcement (
		id  TEXT PRIMARY KEY,
		rev INTEGER NOT NULL,
		doc BLOB NOT NULL
	) WITHOUT ROWID;` + debtsOf("member") + debtsOf("announcement"),

	// Who came.
	`CREATE TABLE event_arrival (
		id     TEXT PRIMARY KEY, -- of the answer, for those who gave one
		rev    INTEGER NOT NULL,
		doc    BLOB NOT NULL,
		event  TEXT NOT NULL,
		people INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX event_arrival_event ON event_arrival (event, people);`,

	// What is talked about at events.
	`CREATE TABLE minutes (
		id  TEXT PRIMARY KEY, -- of the event
		rev INTEGER NOT NULL,
		doc BLOB NOT NULL
	) WITHOUT ROWID;` + debtsOf("minutes"),

	// Whose membership ends when.
	`ALTER TABLE member ADD COLUMN renews TEXT; -- the club, when there is a last day
	ALTER TABLE member ADD COLUMN ends TEXT;
	UPDATE member SET renews = doc ->> '$.club', ends = strftime('%Y-%m-%dT%H:%M:%fZ', doc ->> '$.paid')
		WHERE doc ->> '$.state' = 'membre' AND doc ->> '$.paid' IS NOT NULL;
	CREATE INDEX member_renews ON member (renews, ends, id) WHERE renews IS NOT NULL;`,
	// Programs that pages tell.
	`CREATE TABLE webhook (
		id  TEXT PRIMARY KEY, -- of the page
		rev INTEGER NOT NULL,
		doc BLOB NOT NULL
	) WITHOUT ROWID;` + debtsOf("webhook"),

	eventsFurther,

	// What rooms owe: those who answer for the sides of their bonds are told.
	debtsOf("club"),

	// Codes that members show, and what they exchanged by them.
	`CREATE TABLE contact_code (
		id  TEXT PRIMARY KEY, -- of the account
		rev INTEGER NOT NULL,
		doc BLOB NOT NULL
	) WITHOUT ROWID;
	CREATE TABLE contact (
		id      TEXT PRIMARY KEY,
		rev     INTEGER NOT NULL,
		doc     BLOB NOT NULL,
		expires TEXT
	) WITHOUT ROWID;
	CREATE INDEX contact_expires ON contact (expires) WHERE expires IS NOT NULL;` + debtsOf("contact_code") + debtsOf("contact"),

	eventsOrganised,
}

// eventsOrganised puts events on the shelves of who announced them or accepted to host them: see event.Filter.
const eventsOrganised = `WITH one AS (SELECT id, CAST(doc AS TEXT) AS doc FROM event),
	whose AS (
		SELECT id, doc, doc ->> '$.by.account' AS account FROM one
		UNION SELECT one.id, doc, host.value ->> '$.account' FROM one, json_each(doc, '$.hosts') AS host WHERE host.value ->> '$.accepted' IS NOT NULL),
	placed AS (
		SELECT id, account, coalesce(doc ->> '$.draft', 0) AS draft, coalesce(doc ->> '$.over', 0) AS over, unixepoch(doc ->> '$.start.at') * 1000 AS at
		FROM whose WHERE coalesce(account, '') <> '' AND doc ->> '$.deleted' IS NULL)
INSERT OR IGNORE INTO shelf (noun, shelf, rank, id)
	SELECT 'event', CASE WHEN draft THEN 'brouillons|' WHEN over THEN 'passes|' ELSE 'a-venir|' END || 'compte:' || account,
		printf('%015d', CASE WHEN over AND NOT draft THEN at ELSE 253402300800000 - at END), id
	FROM placed`

// eventsFurther finds events of a page by commune and subject, and those that are held on more than one day: see event.Filter.
const eventsFurther = `INSERT OR IGNORE INTO shelf (noun, shelf, rank, id)
	SELECT noun, substr(shelf, 1, instr(shelf, '|')) || 'fiche:' || (CAST(doc AS TEXT) ->> '$.by.page') || '|' || substr(shelf, instr(shelf, '|') + 1), rank, event.id
	FROM shelf JOIN event ON event.id = shelf.id
	WHERE noun = 'event' AND (substr(shelf, instr(shelf, '|') + 1) LIKE 'sujet:%' OR substr(shelf, instr(shelf, '|') + 1) LIKE 'commune:%');
INSERT OR IGNORE INTO shelf (noun, shelf, rank, id)
	SELECT noun, 'longs|' || shelf, rank, event.id FROM shelf JOIN event ON event.id = shelf.id
	WHERE noun = 'event' AND date(CAST(doc AS TEXT) ->> '$.end.wall', '-6 hours') > date(CAST(doc AS TEXT) ->> '$.start.wall')`
