package app_test

import (
	"bytes"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/config"
	"partant/internal/identification"
	"partant/internal/seal"
	"partant/internal/testrig"
)

// Once a member has left, who they were is nowhere but in what the key opens, and that goes in its time.
func TestWhoLeftIsKeptSealed(t *testing.T) {
	t.Parallel()
	public, private, err := seal.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	for name, store := range map[string]func(t *testing.T, cfg *config.Config) func() []byte{
		"sqlite": func(t *testing.T, cfg *config.Config) func() []byte {
			return func() []byte { return testrig.Files(t, cfg.Data) }
		},
		"mongo": func(t *testing.T, cfg *config.Config) func() []byte {
			cfg.Store = testrig.Mongo(t)
			return func() []byte { return slices.Concat(testrig.Collections(t, cfg.Store), testrig.Files(t, cfg.Data)) }
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := small(filepath.Join(t.TempDir(), "data"))
			cfg.IdentificationKey = public
			dump := store(t, &cfg)
			l := live(t, cfg)
			key, err := seal.ParsePrivate(private)
			l.ok(err)
			l.isIdentified(key)
			l.ok(l.Close())
			kept := dump()
			for _, word := range []string{"zebulon", "Zébulon", "Quartz", "quartz", l.me.ID, "proconnect sujet"} {
				if bytes.Contains(kept, []byte(word)) {
					t.Errorf("« %s » can be read", word)
				}
			}
		})
	}
}

// isIdentified asks of whoever leaves, before and after.
func (l *life) isIdentified(key seal.Private) {
	l.t.Helper()
	ctx := l.t.Context()
	asks := func(q identification.Question) (found identification.Found, open []account.Account) {
		l.t.Helper()
		found, open, err := l.Identify(ctx, key, q)
		l.ok(err)
		return found, open
	}
	l.ok(l.PayIdentities(ctx))
	l.ok(l.Accounts.Rename(ctx, l.me.ID, "Zébulon Q.", "Navigateur"))
	l.at = l.at.Add(time.Minute)
	l.ok(l.PayIdentities(ctx))
	l.ok(l.PayIdentities(ctx))
	for _, q := range []identification.Question{{Email: l.me.Email}, {Accounts: []string{l.me.ID}}} {
		if found, open := asks(q); len(found.Entries) != 2 || found.Entries[0].Name != "Zébulon Quartz" || found.Entries[1].Name != "Zébulon Q." || len(open) != 1 || open[0].ID != l.me.ID {
			l.t.Errorf("%+v: %+v, %d open", q, found, len(open))
		}
	}
	if found, open := asks(identification.Question{Page: l.shared.Slug}); len(open) != 2 || len(found.Entries) != 3 {
		l.t.Errorf("who speaks for a page: %+v, %d", found, len(open))
	}
	_, err := l.Leave.Ask(ctx, l.me.ID, l.me.Email, "Navigateur")
	l.ok(err)
	l.at = l.at.Add((account.LeaveDays + 1) * 24 * time.Hour)
	if n, err := l.Leave.Pay(ctx); n != 1 || err != nil {
		l.t.Fatalf("%d accounts erased, %v", n, err)
	}
	_, err = l.Catalog.Pay(ctx)
	l.ok(err)
	_, err = l.Thread.Pay(ctx)
	l.ok(err)
	for _, q := range []identification.Question{{Email: l.me.Email}, {Page: l.alone.Slug}} {
		found, open := asks(q)
		if len(found.Entries) != 4 || len(open) != 0 {
			l.t.Fatalf("%+v: %+v, %d open", q, found, len(open))
		}
		last := found.Entries[3]
		if last.Kind != identification.SignUp || !slices.Contains(last.Pages, l.alone.Slug) || last.By[0] != "proconnect sujet-zebulon" || last.Created.IsZero() || found.Entries[2].Emails[0] != l.me.Email {
			l.t.Errorf("%+v", found.Entries)
		}
	}
	l.at = l.at.AddDate(identification.IdentityYears, 0, 2)
	l.ok(l.Identification.Sweep(ctx))
	if found, _ := asks(identification.Question{Email: l.me.Email}); len(found.Entries) != 0 {
		l.t.Errorf("five years later: %+v", found)
	}
}
