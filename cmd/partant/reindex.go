package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"partant/internal/app"
	"partant/internal/config"
	"partant/internal/search"
)

type reindexCmd struct{}

// Run makes the index anew. An embedded index belongs to the server that has it open: stop it first.
func (reindexCmd) Run(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	a, err := app.Open(ctx, cfg, log)
	if err != nil {
		return err
	}
	report, err := rebuild(ctx, a)
	if err == nil {
		fmt.Printf("%d pages indexed in %v\n", report.Documents, report.Took.Round(time.Millisecond))
	}
	return errors.Join(err, a.Close())
}

func rebuild(ctx context.Context, a *app.App) (search.Report, error) {
	if err := a.Catalog.AwaitReady(ctx); err != nil {
		return search.Report{}, err
	}
	return a.Catalog.Rebuild(ctx)
}
