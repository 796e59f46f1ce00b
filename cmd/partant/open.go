package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"partant/internal/app"
	"partant/internal/config"
	"partant/internal/search/embedded"
)

// opener is app.Open or app.OpenStore.
type opener func(context.Context, config.Config, *slog.Logger) (*app.App, error)

// existing is an opener for who looks at what is there, or changes it: where there is nothing it makes nothing and says so.
func existing(open opener) opener {
	return func(ctx context.Context, cfg config.Config, log *slog.Logger) (*app.App, error) {
		if err := app.Exists(ctx, cfg); err != nil {
			return nil, err
		}
		return open(ctx, cfg, log)
	}
}

// with opens the program for one task and closes it again.
func with(ctx context.Context, open opener, cfg config.Config, log *slog.Logger, do func(*app.App) error) error {
	if err := cfg.Check(); err != nil {
		return err
	}
	a, err := open(ctx, cfg, log)
	if errors.Is(err, embedded.ErrInUse) {
		return fmt.Errorf("another partant is at work in %s: stop it first", cfg.Data)
	}
	if err != nil {
		return err
	}
	return errors.Join(do(a), a.Close())
}
