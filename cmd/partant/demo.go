package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"partant/internal/app"
	"partant/internal/config"
	"partant/internal/search"
	"partant/internal/search/embedded"
)

type demoCmd struct {
	Remove bool `help:"Take the demonstration away; pages that somebody owns stay."`
}

// Run loads or removes the demonstration, and tells the search index unless a running server has it: that server then
// shows the change within seconds.
func (cmd *demoCmd) Run(ctx context.Context, cfg config.Config, log *slog.Logger, c console) error {
	open := opener(openBeside)
	if cmd.Remove {
		open = existing(openBeside)
	}
	return with(ctx, open, cfg, log, func(a *app.App) error {
		if err := cmd.change(ctx, a, c); err != nil {
			return err
		}
		_, err := a.Catalog.Pay(ctx)
		if search.Down(err) { // what is owed stays written: whoever has the index pays
			return nil
		}
		return err
	})
}

func (cmd *demoCmd) change(ctx context.Context, a *app.App, c console) error {
	if cmd.Remove {
		n, err := a.Demo.Remove(ctx)
		fmt.Fprintf(c.out, "%d pages removed\n", n)
		return err
	}
	step, end := progress(c.err)
	done, err := a.Demo.Load(ctx, step)
	end()
	fmt.Fprintf(c.out, "%d pages added, %d changed, %d as they were, %d erased before\n", done.Added, done.Changed, done.Same, done.Gone)
	return err
}

// openBeside opens the program, without its index when another has it.
func openBeside(ctx context.Context, cfg config.Config, log *slog.Logger) (*app.App, error) {
	a, err := app.Open(ctx, cfg, log)
	if errors.Is(err, embedded.ErrInUse) {
		return app.OpenStore(ctx, cfg, log)
	}
	return a, err
}
