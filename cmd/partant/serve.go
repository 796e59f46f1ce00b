package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"

	"partant/internal/app"
	"partant/internal/config"
	"partant/internal/search"
)

type serveCmd struct {
	Demo bool `help:"Fill a new data folder with the demonstration."`
}

// Run serves until the program is told to stop.
func (cmd *serveCmd) Run(ctx context.Context, cfg config.Config, log *slog.Logger, c console) error {
	return with(ctx, app.Open, cfg, log, func(a *app.App) error {
		if cmd.Demo {
			if err := fill(ctx, cfg, a, c); err != nil {
				return err
			}
		}
		ln, err := net.Listen("tcp", cfg.Addr)
		if err != nil {
			return fmt.Errorf("cannot listen on %s: is the program running already? %w", cfg.Addr, err)
		}
		stopMetrics, err := a.ServeMetrics()
		if err != nil {
			return errors.Join(err, ln.Close())
		}
		defer stopMetrics()
		if err := announce(ctx, a, c); err != nil {
			log.Warn("inviting the first administrator", "error", err)
		}
		return a.Serve(ctx, ln)
	})
}

// unfinished is a file that stands in the data folder while the demonstration is being loaded.
const unfinished = "demonstration-unfinished"

// fill loads the demonstration into a new store. A load that was cut short is taken up at the next start; a
// demonstration that was removed does not come back.
func fill(ctx context.Context, cfg config.Config, a *app.App, c console) error {
	mark := filepath.Join(cfg.Data, unfinished)
	if _, err := os.Stat(mark); errors.Is(err, fs.ErrNotExist) && !a.Fresh {
		return nil
	}
	if err := errors.Join(os.MkdirAll(cfg.Data, 0o700), os.WriteFile(mark, nil, 0o600)); err != nil {
		return err
	}
	step, end := progress(c.err)
	_, err := a.Demo.Load(ctx, step)
	end()
	if err == nil {
		_, err = a.Catalog.Rebuild(ctx, func(int) {}) // the first visitor finds what was loaded
	}
	if err == nil {
		_, err = a.Said.Rebuild(ctx, func(int) {})
	}
	if err != nil && !search.Down(err) {
		return err
	}
	return os.Remove(mark)
}

// announce says where the site is and, as long as there is no administrator, how to become the first.
func announce(ctx context.Context, a *app.App, c console) error {
	fmt.Fprintln(c.err, "Partant is ready:", a.Base)
	secret, err := a.Accounts.Invite(ctx)
	if err == nil && secret != "" {
		fmt.Fprintf(c.err, "No administrator yet. To become the first, open once, within a day: %s/premier-administrateur/%s\n", a.Base, secret)
	}
	return err
}
