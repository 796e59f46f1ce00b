package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"partant/internal/app"
	"partant/internal/config"
)

type doctorCmd struct {
	Mail string `placeholder:"EMAIL" help:"Send one letter to this address, now, and say what became of it."`
}

// doctor is how it is called.
const doctor = "doctor"

var errUnwell = errors.New("the site does not work as it should: see what is WRONG above")

// Run prints what was found, and fails when anything is wrong, or when the letter that was asked for is not on its way.
// It opens the store as the server does: an older schema is brought up to date.
func (cmd *doctorCmd) Run(ctx context.Context, cfg config.Config, log *slog.Logger, c console, files unreadable) error {
	for _, name := range strangers() {
		fmt.Fprintf(c.out, "advice %s is set, but no setting has this name (partant config lists them).\n", name)
	}
	var findings []app.Finding
	for _, err := range files {
		findings = append(findings, app.Finding{Bad: true, Say: "A setting cannot be read: " + err.Error()})
	}
	works := true
	for _, f := range append(findings, app.Examine(ctx, cfg, log)...) {
		works = c.tell(f) && works
	}
	sent := cmd.Mail == "" || c.tell(app.TryMail(ctx, cfg, cmd.Mail))
	switch {
	case !works:
		return errUnwell
	case !sent:
		return errors.New("the letter was not sent")
	}
	return nil
}

// tell prints a finding and reports whether it is none that must be put right.
func (c console) tell(f app.Finding) bool {
	mark := "advice"
	switch {
	case f.OK:
		mark = "ok    "
	case f.Bad:
		mark = "WRONG "
	}
	fmt.Fprintln(c.out, mark, f.Say)
	return !f.Bad
}
