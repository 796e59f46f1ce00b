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
