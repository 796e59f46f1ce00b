package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"partant/internal/app"
	"partant/internal/config"
)

type reindexCmd struct{}

// Run makes the index anew. An embedded index belongs to the server that has it open: stop it first.
func (reindexCmd) Run(ctx context.Context, cfg config.Config, log *slog.Logger, c console) error {
	return with(ctx, existing(app.Open), cfg, log, func(a *app.App) error {
		if err := a.Catalog.AwaitReady(ctx); err != nil {
			return err
		}
		was, err := a.Index.Status(ctx)
		if err != nil {
			return err
		}
		step, end := progress(c.err)
		report, err := a.Catalog.Rebuild(ctx, func(done int) { step(done, was.Documents) })
		end()
		if err == nil {
			fmt.Fprintf(c.out, "%d pages indexed in %v\n", report.Documents, report.Took.Round(time.Millisecond))
		}
		return err
	})
}
