package identification

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"

	"partant/internal/fault"
	"partant/internal/seal"
	"partant/internal/text"
)

// Question is whom an authority asks about. What is empty asks nothing.
type Question struct {
	Accounts []string // ids
	Email    string
	Page     string // slug
}

// meant reports whether an entry names who is asked about.
func (q Question) meant(e Entry) bool {
	named := func(email string) bool { return q.Email != "" && text.Fold(email) == text.Fold(text.Line(q.Email)) }
	return e.Account != "" && slices.Contains(q.Accounts, e.Account) || slices.ContainsFunc(e.Emails, named) ||
		q.Page != "" && slices.Contains(e.Pages, q.Page)
}

// Found is what Open found.
type Found struct {
	Entries []Entry // the oldest first
	Others  int     // records that the key does not open
}

// Open returns what is kept of whom a question means, for the private half of the key alone: all is opened, and what says nothing of
// them is let go at once.
func Open(ctx context.Context, store Store, key seal.Private, q Question) (f Found, err error) {
	defer fault.Wrap(&err, "identification.Open")
	q.Accounts = slices.Clone(q.Accounts)
	for e, err := range opened(ctx, store, key, &f.Others) {
		if err != nil {
			return f, err
		}
		if e.Account != "" && q.meant(e) && !slices.Contains(q.Accounts, e.Account) {
			q.Accounts = append(q.Accounts, e.Account)
		}
	}
	f.Others = 0
	for e, err := range opened(ctx, store, key, &f.Others) {
		if err != nil {
			return f, err
		}
		if q.meant(e) {
			f.Entries = append(f.Entries, e)
		}
	}
	slices.SortStableFunc(f.Entries, order)
	return f, nil
}

// order puts entries in the order of their making; those of one instant as their kinds stand, whatever their ids.
func order(a, b Entry) int {
	kinds := []Kind{Identity, SignUp, Connection}
	return cmp.Or(a.At.Compare(b.At), slices.Index(kinds, a.Kind)-slices.Index(kinds, b.Kind), strings.Compare(a.Account+a.Address, b.Account+b.Address))
}

// batch is how many records are read at once.
const batch = 500

// opened yields every entry that the key opens, and counts those that it does not.
func opened(ctx context.Context, store Store, key seal.Private, others *int) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for after := ""; ; {
			all, err := store.RecordsAfter(ctx, after, batch)
			if err != nil || len(all) == 0 {
				if err != nil {
					yield(Entry{}, err)
				}
				return
			}
			after = all[len(all)-1].ID
			for _, r := range all {
				e, err := r.open(key)
				if err != nil {
					*others++
				} else if !yield(e, nil) {
					return
				}
			}
		}
	}
}

func (r Record) open(key seal.Private) (e Entry, err error) {
	data, err := key.Open(r.Sealed)
	if err != nil {
		return e, err
	}
	if err := json.Unmarshal(data, &e); err != nil {
		return e, fmt.Errorf("record %s: %w", r.ID, err)
	}
	return e, nil
}
