// Partant is the business network of a territory: one program that serves, fills, checks and repairs itself.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"partant/internal/config"
)

// version is set when a release is built.
var version = "development"

// commands are what the program can do; each has its file here.
type commands struct {
	config.Config

	Serve       serveCmd       `cmd:"" default:"withargs" help:"Serve the site."`
	Demo        demoCmd        `cmd:"" help:"Load the demonstration, or take it away."`
	Reindex     reindexCmd     `cmd:"" help:"Make the search index anew from the store."`
	Admin       adminCmd       `cmd:"" help:"Say who may administer the site."`
	Doctor      doctorCmd      `cmd:"" help:"Say in plain words what is wrong."`
	ShowConfig  configCmd      `cmd:"" name:"config" help:"Print the settings in force, secrets masked."`
	Healthcheck healthcheckCmd `cmd:"" help:"Ask the running site whether it is well (for containers)."`
	Version     versionCmd     `cmd:"" help:"Print the version."`
}

// The exit codes: it could not be done; it was asked wrongly.
const (
	exitFailed = 1
	exitUsage  = 2
)

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	if err := secretsFromFiles(); err != nil {
		fmt.Fprintln(os.Stderr, "partant:", err)
		return exitUsage
	}
	cli := &commands{}
	parser, err := kong.New(cli, kong.Name("partant"), kong.Description("The business network of a territory."),
		kong.UsageOnError(), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		panic(err) // the tags above are wrong: a test would have seen it
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(os.Stderr, "partant:", err)
		fmt.Fprintln(os.Stderr, "partant --help lists what can be asked.")
		return exitUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	parsed.BindTo(ctx, (*context.Context)(nil))
	if err := parsed.Run(cli.Config, logger(cli.LogFormat)); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "partant:", err)
		return exitFailed
	}
	return 0
}

func logger(format string) *slog.Logger {
	if format == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, nil))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, nil))
}
