package mongo

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.mongodb.org/mongo-driver/v2/bson"

	"partant/internal/account"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/message"
	"partant/internal/moderation"
	"partant/internal/page"
	"partant/internal/testrig"
)

// setVersion writes the version of the schema; 0 removes it.
func TestIsNew(t *testing.T) {
	t.Parallel()
	uri := testrig.Mongo(t)
	for range 2 { // asking makes nothing
		fresh, err := IsNew(t.Context(), uri)
		ok(t, err)
		if !fresh {
			t.Fatal("a database that nobody made is not new")
		}
	}
	openAt(t, uri)
	fresh, err := IsNew(t.Context(), uri)
	ok(t, err)
	if fresh {
		t.Error("a database with a schema is new")
	}
	_, err = IsNew(t.Context(), "http://x")
	wantErr(t, err, fault.Invalid)
}

func setVersion(t *testing.T, db *DB, v int) {
	t.Helper()
	in := db.base.Collection("schema")
	_, err := in.DeleteMany(t.Context(), where(is("_id", schemaID)))
	ok(t, err)
	if v > 0 {
		_, err = in.InsertOne(t.Context(), schemaDoc{ID: schemaID, Version: v})
		ok(t, err)
	}
}

// indexNames lists the indexes of the database, but those of _id.
func indexNames(t *testing.T, db *DB) (names []string) {
	t.Helper()
	collections, err := db.base.ListCollectionNames(t.Context(), bson.D{})
	ok(t, err)
	for _, in := range collections {
		specs, err := db.base.Collection(in).Indexes().ListSpecifications(t.Context())
		ok(t, err)
		for _, spec := range specs {
			if spec.Name != "_id_" {
				names = append(names, spec.Name)
			}
		}
	}
	slices.Sort(names)
	return names
}

var allIndexes = []string{
	"account_due", "account_owes", "account_role", "account_suspended",
	"announcement_concerns", "announcement_due", "announcement_owes",
	"attempt_expires",
	"claim_concerns", "claim_due", "claim_page", "claim_waiting",
	"club_due", "club_owes", "club_shelves",
	"comment_alive", "comment_concerns", "comment_due", "comment_owes", "comment_place",
	"contact_concerns", "contact_due", "contact_expires", "contact_owes",
	"count_ends",
	"discussion_concerns", "discussion_due", "discussion_owes", "discussion_shelves",
	"distance_concerns", "distance_due",
	"event_arrival_concerns", "event_arrival_event", "event_concerns", "event_due", "event_owes", "event_roster_concerns", "event_roster_due", "event_shelves",
	"follow_account", "follow_due", "follow_owes", "follow_source", "follow_target",
	"history_page",
	"identification_mark", "identification_purge",
	"letter_lost", "letter_mailbox",
	"member_among", "member_concerns", "member_due", "member_expires", "member_listing", "member_owes", "member_renews",
	"message_concerns", "message_due", "message_expires",
	"minutes_concerns", "minutes_due",
	"moderation_case_concerns", "moderation_case_due", "moderation_case_expires", "moderation_case_waits",
	"moderation_entry_at", "moderation_entry_month",
	"name_asked",
	"notification_concerns", "notification_expires", "notification_touched", "notification_unread",
	"photo_concerns", "photo_due", "post_concerns", "post_due", "post_owes", "post_sources",
	"profile_created", "profile_due", "profile_owes", "profile_shelves", "profile_source", "profile_team", "profile_updated",
	"reaction_account", "reaction_due", "reaction_thing", "reading_concerns", "reading_expires", "recommendation_concerns", "recommendation_due", "recommendation_owes", "recommendation_page",
	"session_account", "session_expires",
	"subscriber_due", "subscriber_owes",
	"ticket_account", "ticket_due", "ticket_expires",
	"webhook_due", "webhook_owes",
}

func TestNewerSchemaIsRefused(t *testing.T) {
	t.Parallel()
	uri := testrig.Mongo(t)
	db := openAt(t, uri)
	setVersion(t, db, len(migrations)+1)
	_, err := Open(t.Context(), uri)
	wantErr(t, err, fault.Unavailable)
	if !strings.Contains(err.Error(), "written by a newer version of Partant") || !strings.Contains(err.Error(), "restore a backup") {
		t.Errorf("this tells an administrator too little: %v", err)
	}
}

// A migration that was cut off anywhere, or run already, ends in the same schema and loses nothing.
func TestMigrationsRunAgain(t *testing.T) {
	t.Parallel()
	uri := testrig.Mongo(t)
	db := openAt(t, uri)
	p := onePage("avant")
	ok(t, db.Profiles().Insert(t.Context(), p))
	for at := range len(migrations) + 1 {
		for _, drop := range []string{"profile_created", "account_role"} { // as if the step had only begun
			in, _, _ := strings.Cut(drop, "_")
			if at == 0 {
				ok(t, db.base.Collection(in).Indexes().DropOne(t.Context(), drop))
			}
		}
		setVersion(t, db, at)
		again, err := Open(t.Context(), uri)
		ok(t, err)
		ok(t, again.Close())
		if diff := cmp.Diff(allIndexes, indexNames(t, db)); diff != "" {
			t.Errorf("from version %d (-want +got):\n%s", at, diff)
		}
		v, err := version(t.Context(), db.base.Collection("schema"))
		if err != nil || v != len(migrations) {
			t.Errorf("from version %d to %d, %v", at, v, err)
		}
	}
	_, err := db.Profiles().BySlug(t.Context(), p.Slug)
	ok(t, err)
}

func TestMachinesMigrateAtOnce(t *testing.T) {
	t.Parallel()
	uri := testrig.Mongo(t)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			db, err := Open(t.Context(), uri)
			if err != nil {
				t.Error(err)
				return
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if diff := cmp.Diff(allIndexes, indexNames(t, openAt(t, uri))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// beforeConcerns is the schema before the step that notes whom things concern.
const beforeConcerns = 8

// What was kept before anybody could look for it by whom it concerns is found as if it were written today.
func TestOldThingsAreFoundByWhomTheyConcern(t *testing.T) {
	t.Parallel()
	uri := testrig.Mongo(t)
	db := openAt(t, uri)
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	m := message.Message{ID: "m", From: message.Party{Account: "a-1"}, Created: noon, Expires: noon.Add(time.Hour)}
	ok(t, db.Messages().InsertMessage(t.Context(), m))
	in := db.base.Collection("message")
	_, err := in.UpdateOne(t.Context(), where(is("_id", "m")), where(unset("concerns")))
	ok(t, err)
	_, err = in.UpdateOne(t.Context(), where(is("_id", "m")), where(unset("created")))
	ok(t, err)
	setVersion(t, db, beforeConcerns)
	again := openAt(t, uri)
	got, err := again.Messages().MessagesConcerning(t.Context(), "compte:a-1", page.Req{Limit: 5})
	if err != nil || len(got.Items) != 1 || got.Items[0].From.Account != "a-1" || got.Items[0].Rev != 2 {
		t.Errorf("%+v, %v", got.Items, err)
	}
}

// A report of before is a case afterwards; done twice, or cut off, it is done once.
func TestReportsBecomeCases(t *testing.T) {
	t.Parallel()
	db := openAt(t, testrig.Mongo(t))
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	by, author := moderation.Party{Account: "a-2"}, moderation.Party{Account: "a-1", Name: "Claude"}
	old := reportBefore{ID: "r", Kind: moderation.Letter, Thing: "l-1", Title: "Gagnez", Text: "Vite", Author: author, By: by, Why: "Une arnaque", Created: at,
		Decided: at.Add(time.Hour), DecidedBy: "a-3", Upheld: true, Decision: "Suspendu.", Expires: at.Add(2 * time.Hour), Owes: debt.Owes{{ID: "d-1", Kind: "decision", Due: at}}}
	for range 2 {
		_, err := db.base.Collection("report").InsertOne(t.Context(), bson.M{"_id": "r", "doc": old})
		ok(t, err)
		ok(t, casesOfReports(t.Context(), db.base))
	}
	want := moderation.Case{ID: "r", Rev: 1, Kind: moderation.Letter, Thing: "l-1", Title: "Gagnez", Text: "Vite", Created: at, Expires: at.Add(2 * time.Hour), Authors: []moderation.Party{author},
		Reports:   []moderation.Report{{ID: "r", By: by, Ground: "autre", Why: "Une arnaque", At: at, Decision: "r.1"}},
		Decisions: []moderation.Decision{{ID: "r.1", What: moderation.Upheld, At: at.Add(time.Hour), By: "a-3", Facts: "Suspendu."}},
		Told:      []moderation.Told{{ID: "d-1", What: moderation.Answered, Of: "r.1", Report: "r", To: by}},
		Owes:      debt.Owes{{ID: "d-1", Kind: moderation.OwesLetter, Due: at}}}
	got, err := db.Moderation().CasesConcerning(t.Context(), "compte:a-2", page.Req{Limit: 5})
	ok(t, err)
	if diff := cmp.Diff([]moderation.Case{want}, got.Items); diff != "" {
		t.Error(diff)
	}
}

// Accounts of before are as old as the last thing that is known of their use, and those that leave owe nothing new.
func TestAccountsOfBeforeWereUsed(t *testing.T) {
	t.Parallel()
	db := openAt(t, testrig.Mongo(t))
	made := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	entered, seen := made.Add(1000*time.Hour+500*time.Millisecond), made.Add(2000*time.Hour)
	log := []account.Line{{ID: "1", At: entered, What: account.Entered}, {ID: "2", At: entered.Add(time.Hour), What: account.RoleChanged}}
	notice := debt.Debt{ID: "n", Kind: account.OwesNotice, Due: made}
	for id, a := range map[string]account.Account{"made": {}, "entered": {Log: log, Owes: debt.Owes{notice}}, "seen": {Log: log}, "leaves": {Leaving: &account.Leaving{Until: seen}}} {
		a.ID, a.Created, a.Email = id, made, id
		ok(t, db.Accounts().Insert(t.Context(), a))
	}
	ok(t, db.Accounts().PutSession(t.Context(), account.Session{Digest: "d", Account: "seen", Seen: seen}))
	for range 2 { // cut off, and run again
		ok(t, lastUses(t.Context(), db.base))
	}
	for _, id := range []string{"made", "entered", "seen", "leaves"} { // the first due first
		want := map[string]time.Time{"made": made, "entered": entered, "seen": seen}[id]
		a, err := db.Accounts().Get(t.Context(), id)
		ok(t, err)
		a.Owes.Clear(notice)
		if !a.Used.Equal(want) || len(a.Owes) == 1 == want.IsZero() {
			t.Errorf("%s: used %v, owes %+v", id, a.Used, a.Owes)
		}
		if want.IsZero() {
			continue
		}
		due, err := db.Accounts().TakeDue(t.Context(), want.AddDate(0, 23, 0), time.Minute, 1, account.OwesLapse)
		ok(t, err)
		if len(due) != 1 || due[0].ID != id {
			t.Errorf("%s is not due 23 months later: %+v", id, due)
		}
		ok(t, db.Accounts().Remove(t.Context(), id))
	}
}
