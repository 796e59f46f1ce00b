package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"partant/internal/app"
	"partant/internal/config"
	"partant/internal/export"
	"partant/internal/fault"
	"partant/internal/search"
)

type importCmd struct {
	Archive string `arg:"" type:"existingfile" help:"The ZIP archive that a member took along from /compte/donnees."`
	Email   string `help:"E-mail of the account that gets it; else that of the archive."`
}

// Run takes the archive in. The account must be there: its member has read the conditions of this site.
func (cmd *importCmd) Run(ctx context.Context, cfg config.Config, log *slog.Logger, c console) error {
	archive, end, err := cmd.read()
	if err != nil {
		return err
	}
	defer end()
	return with(ctx, existing(openBeside), cfg, log, func(a *app.App) error {
		email := cmd.Email
		if email == "" {
			email = archive.Account.Email
		}
		who, err := a.Accounts.ByEmail(ctx, email)
		if errors.Is(err, fault.NotFound) {
			return fmt.Errorf("nobody has signed up as %s: they sign up on the site first", email)
		}
		if err != nil {
			return err
		}
		done, err := a.Intake.Take(ctx, who, &archive)
		fmt.Fprintf(c.out, "%d pages, %d publications and %d photos taken in for %s\n", done.Pages, done.Posts, done.Photos, who.Email)
		for _, left := range done.Left {
			fmt.Fprintln(c.err, "left out:", left)
		}
		if err != nil {
			return err
		}
		if _, err := a.Catalog.Pay(ctx); !search.Down(err) { // else whoever has the index pays
			return err
		}
		return nil
	})
}

func (cmd *importCmd) read() (archive export.Archive, end func(), err error) {
	f, err := os.Open(cmd.Archive)
	if err != nil {
		return archive, nil, err
	}
	var size int64
	if info, err := f.Stat(); err == nil {
		size = info.Size()
	}
	if archive, err = export.Read(f, size); err != nil {
		f.Close()
		return archive, nil, fmt.Errorf("%s: %w", cmd.Archive, err)
	}
	return archive, func() { f.Close() }, nil
}
