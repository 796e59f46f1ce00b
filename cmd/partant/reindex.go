package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"partant/internal/app"
	"partant/internal/config"
)

type reindexCmd struct{}

// Run makes both indexes anew: of the pages, and of what people write. An embedded index belongs to the server that has it open: stop it first.
func (reindexCmd) Run(ctx context.Context, cfg config.Config, log *slog.Logger, c console) error {
	return with(ctx, existing(app.Open), cfg, log, func(a *app.App) error {
		if err := errors.Join(a.Catalog.AwaitReady(ctx), a.Said.AwaitReady(ctx)); err != nil {
			return err
		}
		was, err := a.Index.Status(ctx)
		if err != nil {
			return err
		}
		step, end := progress(c.err)
		report, err := a.Catalog.Rebuild(ctx, func(done int) { step(done, was.Documents) })
		end()
		if err != nil {
			return err
		}
		said, err := a.Said.Rebuild(ctx, func(int) {})
		if err == nil {
			fmt.Fprintf(c.out, "%d pages indexed in %v\n%d discussions and publications in %v\n", report.Documents, report.Took.Round(time.Millisecond),
				said.Documents, said.Took.Round(time.Millisecond))
		}
		return err
	})
}
