package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"partant/internal/app"
	"partant/internal/config"
)

type doctorCmd struct{}

// Run prints what was found, and fails when the site cannot work. It opens the store as the server does: an older schema
// is brought up to date.
func (doctorCmd) Run(ctx context.Context, cfg config.Config, log *slog.Logger, c console) error {
	for _, name := range config.Unknown(os.Environ(), masterKey) {
		fmt.Fprintf(c.out, "advice %s is set, but no setting has this name (partant config lists them).\n", name)
	}
	bad := 0
	for _, f := range app.Examine(ctx, cfg, log) {
		mark := "advice"
		switch {
		case f.OK:
			mark = "ok    "
		case f.Bad:
			mark, bad = "WRONG ", bad+1
		}
		fmt.Fprintln(c.out, mark, f.Say)
	}
	if bad > 0 {
		return errors.New("the site cannot work like this")
	}
	return nil
}
