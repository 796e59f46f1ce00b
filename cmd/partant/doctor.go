package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"partant/internal/app"
	"partant/internal/config"
)

type doctorCmd struct{}

// Run prints what was found, the worst last, and fails when the site cannot work.
func (doctorCmd) Run(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	bad := 0
	for _, f := range app.Examine(ctx, cfg, log) {
		mark := "advice"
		switch {
		case f.OK:
			mark = "ok    "
		case f.Bad:
			mark, bad = "WRONG ", bad+1
		}
		fmt.Println(mark, f.Say)
	}
	if bad > 0 {
		return errors.New("the site cannot work like this")
	}
	return nil
}
