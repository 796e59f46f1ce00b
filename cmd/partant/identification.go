package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"partant/internal/app"
	"partant/internal/config"
	"partant/internal/identification"
	"partant/internal/seal"
)

type identificationCmd struct {
	Key  identificationKeyCmd  `cmd:"" help:"Draw the key for which is sealed who writes on the site."`
	Open identificationOpenCmd `cmd:"" help:"Open what is kept of somebody, for an authority that asks by law."`
}

type identificationKeyCmd struct{}

// Run draws a key and prints its halves: the one that the site has, and the one that it must not have.
func (identificationKeyCmd) Run(c console) error {
	public, private, err := seal.NewKey()
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "PARTANT_IDENTIFICATION_KEY=%s\n", public)
	fmt.Fprintf(c.out, "%s\n", private)
	fmt.Fprintln(c.err, "The first line is a setting of the site. The second opens what is sealed: keep it away from the machine, in two places; it is not printed again.")
	return nil
}

type identificationOpenCmd struct {
	Email   string `placeholder:"EMAIL" xor:"whom" required:"" help:"An address that the person gave."`
	Page    string `placeholder:"SLUG" xor:"whom" required:"" help:"The last part of the address of a page, one that is gone too."`
	Account string `placeholder:"ID" xor:"whom" required:"" help:"The id of an account."`
}

// keyMost is how many bytes of standard input are read for a key.
const keyMost = 4096

// Run opens what is kept of somebody, with the private half of the key on standard input. It prints it and keeps nothing.
func (cmd *identificationOpenCmd) Run(ctx context.Context, cfg config.Config, log *slog.Logger, c console) error {
	said, err := io.ReadAll(io.LimitReader(c.in, keyMost))
	if err != nil {
		return err
	}
	key, err := seal.ParsePrivate(string(said))
	if err != nil {
		return errors.New("standard input is not the private half of a key: partant identification open ... < FILE")
	}
	q := identification.Question{Email: cmd.Email, Page: cmd.Page}
	if cmd.Account != "" {
		q.Accounts = []string{cmd.Account}
	}
	return with(ctx, existing(app.OpenStore), cfg, log, func(a *app.App) error {
		found, open, err := a.Identify(ctx, key, q)
		if err != nil {
			return err
		}
		if len(found.Entries) == 0 && found.Others > 0 {
			return fmt.Errorf("nothing is kept of them that this key opens; %d records are sealed for another one", found.Others)
		}
		if len(found.Entries) == 0 && len(open) == 0 {
			return errors.New("nothing is kept of them")
		}
		for _, who := range open {
			fmt.Fprintf(c.out, "open account %s: %s <%s>, since %s\n", who.ID, who.Name, who.Email, who.Created.Format(time.RFC3339))
		}
		for _, e := range found.Entries {
			fmt.Fprintln(c.out, line(e))
		}
		return nil
	})
}

// line is an entry in one line.
func line(e identification.Entry) string {
	parts := []string{e.At.Format(time.RFC3339), string(e.Event)}
	add := func(name string, values ...string) {
		if s := strings.Join(values, ", "); s != "" {
			parts = append(parts, name+": "+s)
		}
	}
	when := func(name string, at time.Time) {
		if !at.IsZero() {
			add(name, at.Format(time.RFC3339))
		}
	}
	add("account", e.Account)
	add("name", e.Name)
	add("e-mail", e.Emails...)
	when("created", e.Created)
	when("terms accepted", e.Terms)
	add("known elsewhere as", e.By...)
	add("pages", e.Pages...)
	add("address", e.Address)
	add("browser", e.Agent)
	return strings.Join(parts, " · ")
}
