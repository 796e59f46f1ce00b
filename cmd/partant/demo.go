package main

import (
	"context"
	"fmt"
	"log/slog"

	"partant/internal/app"
	"partant/internal/config"
)

type demoCmd struct {
	Remove bool `help:"Take the demonstration away; pages that somebody owns stay."`
}

// Run loads or removes the demonstration. A server that runs on the same data shows the change within seconds; without
// one, the next start tells the search index.
func (cmd *demoCmd) Run(ctx context.Context, cfg config.Config, log *slog.Logger, c console) error {
	return with(ctx, app.OpenStore, cfg, log, func(a *app.App) error {
		if cmd.Remove {
			n, err := a.Demo.Remove(ctx)
			fmt.Fprintf(c.out, "%d pages removed\n", n)
			return err
		}
		step, end := progress(c.err)
		done, err := a.Demo.Load(ctx, step)
		end()
		fmt.Fprintf(c.out, "%d pages added, %d changed, %d as they were\n", done.Added, done.Changed, done.Same)
		return err
	})
}
