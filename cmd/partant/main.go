// Partant is the business network of a territory: one program that serves, fills, checks and repairs itself.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"partant/internal/config"
	"partant/internal/fault"
)

// version is set when a release is built.
var version = "development"

// commands are what the program can do; each has its file here.
type commands struct {
	config.Config `group:"Settings"`

	Serve   serveCmd   `cmd:"" help:"Serve the site."`
	Demo    demoCmd    `cmd:"" help:"Load the demonstration, or take it away."`
	Import  importCmd  `cmd:"" help:"Take in the archive of a member who comes from another site."`
	Reindex reindexCmd `cmd:"" help:"Make the search index anew from the store."`
	Engine  engineCmd  `cmd:"" name:"search" help:"Prepare a Meilisearch server."`
	Admin   adminCmd   `cmd:"" help:"Say who may administer the site."`

	Identification identificationCmd `cmd:"" help:"What a host must be able to tell an authority of who wrote something."`

	Doctor      doctorCmd      `cmd:"" help:"Say in plain words what is wrong."`
	ShowConfig  configCmd      `cmd:"" name:"config" help:"Print or check the settings."`
	Healthcheck healthcheckCmd `cmd:"" help:"Ask the running site whether it is well (for containers)."`
	Version     versionCmd     `cmd:"" help:"Print the version."`
}

// The exit codes: it could not be done; it was asked wrongly.
const (
	exitFailed = 1
	exitUsage  = 2
)

// console is where the program speaks: what was asked for goes to out, all else to err. In is read for a key alone.
type console struct {
	in       io.Reader // nil: nothing
	out, err io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // whoever asks twice means it
	os.Exit(run(ctx, os.Args[1:], console{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}

// run does what args ask and returns the exit code. Nothing asked is a wrong use, answered by the help; 'help COMMAND' is
// 'COMMAND --help'.
func run(ctx context.Context, args []string, c console) int {
	switch {
	case len(args) == 0:
		do(ctx, []string{"--help"}, console{out: c.err, err: c.err})
		return exitUsage
	case args[0] == "help":
		args = append(slices.Clone(args[1:]), "--help")
	}
	return do(ctx, args, c)
}

func do(ctx context.Context, args []string, c console) int {
	cli, helped, files := &commands{}, false, &files{}
	parser, err := kong.New(cli, kong.Name("partant"), kong.Description("The business network of a territory."),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.ExplicitGroups(groups),
		kong.Resolvers(kong.ResolverFunc(files.resolve)), kong.Writers(c.out, c.err), kong.Exit(func(int) { helped = true }))
	if err != nil {
		panic(err) // the tags above are wrong: a test would have seen it
	}
	parsed, err := parser.Parse(args)
	if helped {
		return 0
	}
	if err != nil {
		return refuse(err, c)
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	parsed.Bind(files.wrong)
	return exit(parsed.Run(cli.Config, logger(c.err, cli.LogFormat), c), c)
}

// groups are the headings of --help.
var groups = []kong.Group{
	{Key: "Settings", Title: "Settings:", Description: "Each is also a variable, and may stand in a file that the variable with _FILE behind it names."},
	{Key: "SignIn", Title: "Settings of the providers through which people may sign in:"},
	{Key: "Notice", Title: "Settings of the legal notice:"},
}

// refuse says what was asked wrongly and returns the exit code. What an environment holds is a finding of the doctor,
// not a wrong use of it.
func refuse(err error, c console) int {
	var parse *kong.ParseError
	if errors.As(err, &parse) && parse.Context.Error == nil && parse.Context.Command() == doctor {
		fmt.Fprintln(c.out, "WRONG ", "A setting is wrong:", err)
		return exit(errUnwell, c)
	}
	fmt.Fprintf(c.err, "partant: %v\npartant --help lists what can be asked.\n", err)
	return exitUsage
}

// files reads settings whose value stands in a file.
type files struct{ wrong unreadable }

// unreadable are the errors of files that the doctor tells; every other command stops at the first.
type unreadable []error

// resolve is a kong.ResolverFunc.
func (f *files) resolve(asked *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, variable := range flag.Envs {
		value, found, err := config.FromFile(variable)
		if err != nil && asked.Command() == doctor {
			f.wrong = append(f.wrong, err)
			return nil, nil
		}
		if err != nil || found {
			return value, err
		}
	}
	return nil, nil
}

// exit says what went wrong and returns the exit code.
func exit(err error, c console) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(c.err, "partant: stopped before the end; asked again it goes on")
		return exitFailed
	}
	for line := range strings.Lines(err.Error()) {
		fmt.Fprintln(c.err, "partant:", strings.TrimSuffix(line, "\n"))
	}
	if errors.Is(err, fault.Invalid) {
		return exitUsage
	}
	return exitFailed
}

func logger(to io.Writer, format string) *slog.Logger {
	if format == "json" {
		return slog.New(slog.NewJSONHandler(to, nil))
	}
	return slog.New(slog.NewTextHandler(to, nil))
}
