package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"partant/internal/app"
	"partant/internal/config"
)

type demoCmd struct {
	Remove bool `help:"Take the demonstration away; pages that somebody owns stay."`
}

// Run loads or removes the demonstration. A server that runs on the same data shows the change within seconds.
func (cmd *demoCmd) Run(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	a, err := app.OpenStore(ctx, cfg, log)
	if err != nil {
		return err
	}
	if cmd.Remove {
		n, err := a.Demo.Remove(ctx)
		fmt.Printf("%d pages removed\n", n)
		return errors.Join(err, a.Close())
	}
	done, err := a.Demo.Load(ctx)
	fmt.Printf("%d pages added, %d changed, %d as they were\n", done.Added, done.Changed, done.Same)
	return errors.Join(err, a.Close())
}
