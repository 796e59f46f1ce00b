package mongo

import (
	"context"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	driver "go.mongodb.org/mongo-driver/v2/mongo"

	"partant/internal/debt"
	"partant/internal/moderation"
)

// reportBefore is a report of a letter as it was kept before there were cases.
type reportBefore struct {
	ID        string
	Kind      moderation.Kind
	Thing     string
	Title     string
	Text      string
	Author    moderation.Party
	By        moderation.Party
	Why       string
	Created   time.Time
	Decided   time.Time
	DecidedBy string `bson:"decidedBy"`
	Upheld    bool
	Decision  string
	Expires   time.Time
	Owes      debt.Owes
}

// asCase is the report as a case of its own: its id stays.
func (r reportBefore) asCase() moderation.Case {
	one := moderation.Report{ID: r.ID, By: r.By, Ground: "autre", Why: r.Why, At: r.Created}
	c := moderation.Case{ID: r.ID, Rev: 1, Kind: r.Kind, Thing: r.Thing, Title: r.Title, Text: r.Text, Authors: []moderation.Party{r.Author}, Created: r.Created, Waits: r.Created}
	if !r.Decided.IsZero() {
		d := moderation.Decision{ID: r.ID + ".1", What: moderation.Kept, At: r.Decided, By: r.DecidedBy, Facts: r.Decision}
		if r.Upheld {
			d.What = moderation.Upheld
		}
		one.Decision, c.Decisions, c.Waits, c.Expires = d.ID, []moderation.Decision{d}, time.Time{}, r.Expires
	}
	for _, d := range r.Owes {
		told := moderation.Told{ID: d.ID, What: moderation.Mail(d.Kind), Of: r.ID, Report: r.ID, To: r.By}
		if told.What == moderation.Answered {
			told.Of = one.Decision
		}
		c.Told, c.Owes = append(c.Told, told), append(c.Owes, debt.Debt{ID: d.ID, Kind: moderation.OwesLetter, Due: d.Due, Tries: d.Tries})
	}
	c.Reports = []moderation.Report{one}
	return c
}

// casesOfReports is the migration that makes cases of reports.
func casesOfReports(ctx context.Context, base *driver.Database) error {
	found, err := base.Collection("report").Find(ctx, bson.D{})
	if err != nil {
		return kind(err)
	}
	defer found.Close(ctx)
	for found.Next(ctx) {
		var k kept[reportBefore]
		if err := found.Decode(&k); err != nil {
			return err
		}
		c := k.Doc.asCase()
		if _, err := base.Collection("moderation_case").InsertOne(ctx, caseTraits.row(&c)); err != nil && !driver.IsDuplicateKeyError(err) {
			return kind(err)
		}
	}
	if err := found.Err(); err != nil {
		return kind(err)
	}
	return kind(base.Collection("report").Drop(ctx))
}
