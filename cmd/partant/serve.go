package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"

	"partant/internal/app"
	"partant/internal/config"
)

type serveCmd struct {
	Demo bool `help:"Fill a new data folder with the demonstration."`
}

// Run serves until the program is told to stop.
func (cmd *serveCmd) Run(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	a, err := app.Open(ctx, cfg, log)
	if err != nil {
		return err
	}
	if cmd.Demo && a.Fresh {
		if _, err := a.Demo.Load(ctx); err != nil {
			return errors.Join(err, a.Close())
		}
	}
	ln, err := net.Listen("tcp", cfg.Addr)
	if err != nil {
		return errors.Join(fmt.Errorf("cannot listen on %s: is the program running already? %w", cfg.Addr, err), a.Close())
	}
	if err := announce(ctx, a); err != nil {
		log.Warn("inviting the first administrator", "error", err)
	}
	return errors.Join(a.Serve(ctx, ln), a.Close())
}

// announce says where the site is and, as long as there is no administrator, how to become the first.
func announce(ctx context.Context, a *app.App) error {
	fmt.Fprintln(os.Stderr, "Partant is ready:", a.Base)
	secret, err := a.Accounts.Invite(ctx)
	if err == nil && secret != "" {
		fmt.Fprintf(os.Stderr, "No administrator yet. To become the first, open once, within a day: %s/premier-administrateur/%s\n", a.Base, secret)
	}
	return err
}
