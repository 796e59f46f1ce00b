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

type doctorCmd struct {
	Mail string `placeholder:"EMAIL" help:"Send one letter to this address, now, and say what became of it."`
}

// Run prints what was found, and fails when the site cannot work, or when the letter that was asked for is not on its way.
// It opens the store as the server does: an older schema is brought up to date.
func (cmd *doctorCmd) Run(ctx context.Context, cfg config.Config, log *slog.Logger, c console) error {
	for _, name := range config.Unknown(os.Environ(), masterKey) {
		fmt.Fprintf(c.out, "advice %s is set, but no setting has this name (partant config lists them).\n", name)
	}
	findings, bad := app.Examine(ctx, cfg, log), 0
	if cmd.Mail != "" {
		findings = append(findings, app.TryMail(ctx, cfg, cmd.Mail))
	}
	for _, f := range findings {
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
