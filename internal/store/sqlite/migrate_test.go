package sqlite

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/ncruces/go-sqlite3"

	"partant/internal/account"
	"partant/internal/claim"
	"partant/internal/debt"
	"partant/internal/message"
	"partant/internal/moderation"
	"partant/internal/page"
)

// reportBefore is a report as it was kept before there were cases.
type reportBefore struct {
	ID        string           `json:"id"`
	Kind      string           `json:"kind"`
	Thing     string           `json:"thing"`
	Title     string           `json:"title"`
	Text      string           `json:"text"`
	Why       string           `json:"why"`
	Author    moderation.Party `json:"author"`
	By        moderation.Party `json:"by"`
	Created   time.Time        `json:"created"`
	Decided   time.Time        `json:"decided"`
	DecidedBy string           `json:"decidedBy"`
	Upheld    bool             `json:"upheld"`
	Decision  string           `json:"decision"`
	Expires   time.Time        `json:"expires"`
	Owes      debt.Owes        `json:"owes"`
}

// What was kept before anybody could look for it by whom it concerns is found as if it were written today.
func TestOldThingsAreFoundByWhomTheyConcern(t *testing.T) {
	t.Parallel()
	at := slices.IndexFunc(migrations, func(step string) bool { return strings.Contains(step, "CREATE TABLE concern") })
	created := time.Date(2026, 11, 23, 12, 0, 0, 500_000_000, time.UTC)
	m := message.Message{ID: "m", From: message.Party{Account: "a-1"}, To: []message.Party{{Account: "a-2"}, {Email: "Y@exemple.invalid"}},
		Page: message.Page{ID: "p-1"}, Created: created, Expires: created.Add(time.Hour)}
	k := claim.Claim{ID: "c", Page: "p-1", Account: "a-1", Decider: "a-2", Mail: &claim.Mail{Email: "y@exemple.invalid"}, Notices: []claim.Notice{{ID: "n", To: "a-3"}}, Created: created}
	r := reportBefore{ID: "r", Kind: "lettre", Thing: "l-1", Title: "Gagnez", Text: "Vite", Why: "Une arnaque", Created: created,
		Author: moderation.Party{Account: "a-1", Email: "y@exemple.invalid"}, By: moderation.Party{Account: "a-2"},
		Decided: created.Add(time.Hour), DecidedBy: "a-3", Upheld: true, Decision: "Compte suspendu.", Expires: created.Add(1000 * time.Hour),
		Owes: debt.Owes{{ID: "d-1", Kind: "decision", Due: created, Tries: 1}}}
	ofReport := []string{"boite:y@exemple.invalid", "compte:a-1", "compte:a-2", "compte:a-3"}

	dir := t.TempDir()
	c, err := openConn(dir + "/" + FileName)
	if err != nil {
		t.Fatal(err)
	}
	step := "CREATE TABLE schema (version INTEGER NOT NULL);" + strings.Join(migrations[:at], ";") + fmt.Sprintf("; INSERT INTO schema VALUES (%d)", at)
	err = c.Exec(step)
	for table, thing := range map[string]any{"message": m, "claim": k, "report": r} {
		doc, lost := json.Marshal(thing)
		more, value := "", ""
		if table == "claim" {
			more, value = ", created", ", '"+stamp(created)+"'"
		}
		err = errors.Join(err, lost, c.exec(`INSERT INTO `+table+` (id, rev, doc`+more+`) VALUES (?, 1, ?`+value+`)`, table[:1], doc))
	}
	if err := errors.Join(err, c.close()); err != nil {
		t.Fatal(err)
	}
	db, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	one := page.Req{Limit: 5}
	for _, whom := range m.Concerns() {
		if got, err := db.Messages().MessagesConcerning(t.Context(), whom, one); err != nil || len(got.Items) != 1 || got.Items[0].ID != "m" {
			t.Errorf("letters of %s: %+v, %v", whom, got.Items, err)
		}
	}
	for _, whom := range k.Concerns() {
		if got, err := db.Claims().Concerning(t.Context(), whom, one); err != nil || len(got.Items) != 1 || got.Items[0].ID != "c" {
			t.Errorf("claims of %s: %+v, %v", whom, got.Items, err)
		}
	}
	for _, whom := range ofReport {
		if got, err := db.Moderation().CasesConcerning(t.Context(), whom, one); err != nil || len(got.Items) != 1 || got.Items[0].ID != "r" {
			t.Errorf("cases of %s: %+v, %v", whom, got.Items, err)
		}
	}
	wantCase := moderation.Case{ID: "r", Rev: 1, Kind: moderation.Letter, Thing: "l-1", Title: "Gagnez", Text: "Vite", Created: created, Expires: created.Add(1000 * time.Hour),
		Authors:   []moderation.Party{{Account: "a-1", Email: "y@exemple.invalid"}},
		Reports:   []moderation.Report{{ID: "r", By: moderation.Party{Account: "a-2"}, Ground: "autre", Why: "Une arnaque", At: created, Decision: "r.1"}},
		Decisions: []moderation.Decision{{ID: "r.1", What: moderation.Upheld, At: created.Add(time.Hour), By: "a-3", Facts: "Compte suspendu."}},
		Told:      []moderation.Told{{ID: "d-1", What: moderation.Answered, Of: "r.1", Report: "r", To: moderation.Party{Account: "a-2"}}},
		Owes:      debt.Owes{{ID: "d-1", Kind: moderation.OwesLetter, Due: created, Tries: 1}}}
	if got, err := db.Moderation().Case(t.Context(), "r"); err != nil || !cmp.Equal(got, wantCase) {
		t.Errorf("%v, %s", err, cmp.Diff(wantCase, got))
	}
	var noted, want []string
	for noun, whom := range map[string][]string{"message": m.Concerns(), "claim": k.Concerns(), "moderation_case": ofReport} {
		for _, w := range whom {
			want = append(want, noun+" "+w+" "+stamp(created))
		}
	}
	err = db.read(t.Context(), func(c *conn) error {
		return c.each(func(s *sqlite3.Stmt) error {
			noted = append(noted, s.ColumnText(0)+" "+s.ColumnText(1)+" "+s.ColumnText(2))
			return nil
		}, `SELECT noun, whom, created FROM concern`)
	})
	slices.Sort(noted)
	slices.Sort(want)
	if err != nil || !slices.Equal(noted, want) {
		t.Errorf("noted %q, want %q, %v", noted, want, err)
	}
}

// Accounts of before owe their first digest, beside what they owed.
func TestAccountsOfBeforeOweADigest(t *testing.T) {
	t.Parallel()
	at := slices.IndexFunc(migrations, func(step string) bool { return strings.Contains(step, "'kind', 'resume'") })
	owed := debt.Debt{ID: "l-1", Kind: account.OwesNotice, Due: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)}
	dir := t.TempDir()
	c, err := openConn(dir + "/" + FileName)
	if err != nil {
		t.Fatal(err)
	}
	err = c.Exec("CREATE TABLE schema (version INTEGER NOT NULL);" + strings.Join(migrations[:at], ";") + fmt.Sprintf("; INSERT INTO schema VALUES (%d)", at))
	for id, owes := range map[string]debt.Owes{"a-1": {owed}, "a-2": nil} {
		doc, lost := json.Marshal(account.Account{ID: id, Rev: 1, Owes: owes})
		due := any(nil)
		if len(owes) > 0 {
			due = stamp(owes.First())
		}
		err = errors.Join(err, lost, c.exec(`INSERT INTO account (id, rev, doc, role, due) VALUES (?, 1, ?, '', ?)`, id, doc, due))
	}
	if err := errors.Join(err, c.close()); err != nil {
		t.Fatal(err)
	}
	db, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	first := debt.Debt{ID: "resume", Kind: account.OwesDigest, Due: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)}
	for id, want := range map[string]debt.Owes{"a-1": {owed, first}, "a-2": {first}} {
		a, err := db.Accounts().Get(t.Context(), id)
		a.Owes.Drop(account.OwesLapse) // of a later migration
		if diff := cmp.Diff(want, a.Owes); err != nil || diff != "" || a.Rev != 3 {
			t.Errorf("%s, revision %d, %v:\n%s", id, a.Rev, err, diff)
		}
	}
	if due, err := db.Accounts().TakeDue(t.Context(), time.Now(), time.Minute, 5, account.OwesDigest); err != nil || len(due) != 2 {
		t.Errorf("%d are due, %v", len(due), err)
	}
}

// Accounts of before are as old as the last thing that is known of their use, and those that leave owe nothing new.
func TestAccountsOfBeforeWereUsed(t *testing.T) {
	t.Parallel()
	at := slices.IndexFunc(migrations, func(step string) bool { return strings.Contains(step, "'kind', 'sans-visite'") })
	made := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	entered, seen := made.Add(1000*time.Hour+500*time.Millisecond), made.Add(2000*time.Hour)
	dir := t.TempDir()
	c, err := openConn(dir + "/" + FileName)
	if err != nil {
		t.Fatal(err)
	}
	err = c.Exec("CREATE TABLE schema (version INTEGER NOT NULL);" + strings.Join(migrations[:at], ";") + fmt.Sprintf("; INSERT INTO schema VALUES (%d)", at))
	log := []account.Line{{ID: "1", At: entered, What: account.Entered}, {ID: "2", At: entered.Add(time.Hour), What: account.RoleChanged}}
	for id, a := range map[string]account.Account{"made": {}, "entered": {Log: log}, "seen": {Log: log}, "leaves": {Leaving: &account.Leaving{Until: seen}}} {
		a.ID, a.Rev, a.Created = id, 1, made
		doc, lost := json.Marshal(a)
		err = errors.Join(err, lost, c.exec(`INSERT INTO account (id, rev, doc, role) VALUES (?, 1, ?, '')`, id, doc))
	}
	doc, lost := json.Marshal(account.Session{Digest: "d", Account: "seen", Seen: seen})
	err = errors.Join(err, lost, c.exec(`INSERT INTO session (digest, account, doc, expires) VALUES ('d', 'seen', ?, '2027')`, doc))
	if err := errors.Join(err, c.close()); err != nil {
		t.Fatal(err)
	}
	db, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for _, id := range []string{"made", "entered", "seen", "leaves"} { // the first due first
		want := map[string]time.Time{"made": made, "entered": entered, "seen": seen}[id]
		a, err := db.Accounts().Get(t.Context(), id)
		if err != nil || !a.Used.Equal(want) || a.Owes.Has(account.OwesLapse) == want.IsZero() {
			t.Errorf("%s: used %v, owes %+v, %v", id, a.Used, a.Owes, err)
		}
		due, err := db.Accounts().TakeDue(t.Context(), want.AddDate(0, 23, 0), time.Minute, 1, account.OwesLapse)
		if err != nil || !want.IsZero() && (len(due) != 1 || due[0].ID != id) {
			t.Errorf("%s is not due 23 months later: %+v, %v", id, due, err)
		}
		if !want.IsZero() {
			if err := db.Accounts().Remove(t.Context(), id); err != nil {
				t.Fatal(err)
			}
		}
	}
}
