package main

import (
	"fmt"
	"os"

	"partant/internal/config"
)

type configCmd struct {
	Show  showCmd  `cmd:"" default:"withargs" help:"Print the settings in force, secrets masked."`
	Check checkCmd `cmd:"" help:"Say whether the settings can be right."`
}

type showCmd struct{}

type checkCmd struct{}

// Run prints every setting as its variable, and fails when one cannot be right.
func (showCmd) Run(cfg config.Config, c console) error {
	for _, s := range cfg.Settings() {
		fmt.Fprintf(c.out, "%s=%s\n", s.Variable, s.Value)
	}
	return cfg.Check()
}

// Run fails with every setting that cannot be right. Variables that look like settings and are none are told, no more:
// whoever starts containers may set such.
func (checkCmd) Run(cfg config.Config, c console) error {
	for _, name := range strangers() {
		fmt.Fprintf(c.err, "partant: %s is set, but no setting has this name\n", name)
	}
	err := cfg.Check()
	if err == nil {
		fmt.Fprintln(c.out, "The settings are right. Whether what they name exists and answers, partant doctor says.")
	}
	return err
}

// strangers are the variables that look like settings of the program but are none.
func strangers() []string { return config.Unknown(os.Environ(), masterKey) }

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(c console) error {
	fmt.Fprintln(c.out, "partant", version)
	return nil
}
