package main

import (
	"fmt"

	"partant/internal/config"
)

type configCmd struct{}

// Run prints every setting as its variable, and fails when one cannot be right.
func (configCmd) Run(cfg config.Config, c console) error {
	for _, s := range cfg.Settings() {
		fmt.Fprintf(c.out, "%s=%s\n", s.Variable, s.Value)
	}
	return cfg.Check()
}

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(c console) error {
	fmt.Fprintln(c.out, "partant", version)
	return nil
}
