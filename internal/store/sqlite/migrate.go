package sqlite

import (
	"fmt"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/fault"
)

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

// debtsApart moves what the documents of a table owe to the table of debts.
func debtsApart(table string) string {
	return `INSERT OR IGNORE INTO debt (noun, kind, due, id)
		SELECT '` + table + `', owed.value ->> 'kind', strftime('%Y-%m-%dT%H:%M:%fZ', owed.value ->> 'due'), thing.id
		FROM ` + table + ` AS thing JOIN json_each(CAST(thing.doc AS TEXT), '$.owes') AS owed WHERE thing.due IS NOT NULL;
	DROP INDEX ` + table + `_due;
	ALTER TABLE ` + table + ` DROP COLUMN due;` + debtsOf(table)
}

// debtsOf has what a document owes go with its row, when its table is made. Replacing a row is not its end.
func debtsOf(table string) string {
	return `CREATE TRIGGER ` + table + `_owes_no_more AFTER DELETE ON ` + table + ` BEGIN DELETE FROM debt WHERE noun = '` + table + `' AND id = OLD.id; END;`
}
