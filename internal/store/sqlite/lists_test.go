package sqlite

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/page"
	"partant/internal/profile"
)

// steps is how much the readers worked since it was asked last: instructions of SQLite's machine, the same on every
// computer.
func (db *DB) steps() (n int) {
	var all []*conn
	for range readerCount {
		<-db.readers.free
		c, err := db.readers.take()
		if err != nil {
			panic(err)
		}
		all = append(all, c)
	}
	for _, c := range all {
		for _, s := range c.stmts {
			n += s.Status(sqlite3.STMTSTATUS_VM_STEP, true)
		}
		db.readers.give(c)
	}
	return n
}

// The law of profile.Lists: a page costs the same wherever it lies, in a list of any length, also among equal names.
func TestAPageCostsTheSameAnywhere(t *testing.T) {
	t.Parallel()
	db := openFresh(t)
	const many = 300
	for i := range many {
		p := fresh(i)
		p.Name = fmt.Sprintf("Page %d", i/60) // sixty have each name
		p.Address.Commune, p.Sector, p.Kind = "45234", "commerce", profile.Company
		p.Team, p.Source = []profile.Mate{{Account: "a"}}, &profile.Source{Key: fmt.Sprintf("essai:%d", i)}
		if err := db.Profiles().Insert(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	lists := db.Profiles()
	for name, read := range map[string]func(context.Context, page.Req) (page.Of[profile.Profile], error){
		"Newest": lists.Newest,
		"InCommune": func(ctx context.Context, req page.Req) (page.Of[profile.Profile], error) {
			return lists.InCommune(ctx, "45234", req)
		},
		"OfMember": func(ctx context.Context, req page.Req) (page.Of[profile.Profile], error) {
			return lists.OfMember(ctx, "a", req)
		},
		"Named": func(ctx context.Context, req page.Req) (page.Of[profile.Profile], error) {
			return lists.Named(ctx, profile.Named{Prefix: "pa", Sector: "commerce"}, req)
		},
		"Changed": func(ctx context.Context, req page.Req) (page.Of[profile.Profile], error) {
			return lists.Changed(ctx, time.Unix(0, 0), req)
		},
		"OfSource": func(ctx context.Context, req page.Req) (page.Of[profile.Profile], error) {
			return lists.OfSource(ctx, "essai:", req)
		},
	} {
		first, req := 0, page.Req{Limit: 20}
		for n := 0; n < many; n += req.Limit {
			db.steps()
			list, err := read(t.Context(), req)
			if err != nil || len(list.Items) != req.Limit {
				t.Fatalf("%s: %d pages from %d on, %v", name, len(list.Items), n, err)
			}
			steps := db.steps()
			if n == 0 {
				first = steps
			}
			if steps > 2*first {
				t.Errorf("%s: the page from %d on costs %d steps, the first one %d", name, n, steps, first)
				break
			}
			req.Cursor = list.Next
		}
	}
}
