package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"partant/internal/app"
	"partant/internal/config"
)

// masterKey is the one variable that is no setting: the site itself must never have that key.
const masterKey = "PARTANT_SEARCH_MASTER_KEY"

type engineCmd struct {
	Setup setupCmd `cmd:"" help:"Get from a Meilisearch server the two keys that the site needs: one that searches, one that writes."`
}

type setupCmd struct {
	MasterKey string `env:"PARTANT_SEARCH_MASTER_KEY" required:"" help:"Master key of the server; the site itself never needs it."`
	Keys      string `placeholder:"FOLDER" help:"Write the keys into the files search-key and search-admin-key of this folder instead of printing them."`
}

// Run asks for the keys. Asked again, the server gives the same ones.
func (cmd *setupCmd) Run(ctx context.Context, cfg config.Config, c console) error {
	if err := cfg.Check(); err != nil {
		return err
	}
	search, admin, err := app.SearchKeys(ctx, cfg, cmd.MasterKey)
	if err != nil {
		return err
	}
	if cmd.Keys == "" {
		fmt.Fprintf(c.out, "PARTANT_SEARCH_KEY=%s\nPARTANT_SEARCH_ADMIN_KEY=%s\n", search, admin)
		return nil
	}
	return errors.Join(
		os.MkdirAll(cmd.Keys, 0o700),
		os.WriteFile(filepath.Join(cmd.Keys, "search-key"), []byte(search+"\n"), 0o600),
		os.WriteFile(filepath.Join(cmd.Keys, "search-admin-key"), []byte(admin+"\n"), 0o600))
}
