package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"partant/internal/config"
	"partant/internal/fault"
	"partant/internal/viewer"
)

// Finding is one thing the doctor looked at. Bad findings keep the site from working; others are advice.
type Finding struct {
	OK, Bad bool
	Say     string // in plain words
}

// Examine looks at the configuration, the data folder, the store, the index and the legal duties.
func Examine(ctx context.Context, cfg config.Config, log *slog.Logger) []Finding {
	findings := []Finding{examineBase(cfg), examineFolder(cfg)}
	a, err := OpenStore(ctx, cfg, log)
	if err != nil {
		return append(findings, Finding{Bad: true, Say: fmt.Sprintf("The store cannot be opened: %v", err)})
	}
	defer a.Close()
	findings = append(findings, Finding{OK: true, Say: "The store can be opened and its schema is current."})
	findings = append(findings, a.examineAdmins(ctx), examineSearch(ctx, cfg))
	return append(findings, examineDuties(cfg)...)
}

func examineBase(cfg config.Config) Finding {
	base, err := cfg.Base()
	switch {
	case err != nil:
		return Finding{Bad: true, Say: err.Error()}
	case base.Scheme == "http":
		return Finding{Say: fmt.Sprintf("The site's address is %s: good on a laptop; for the public, set PARTANT_BASE_URL to https://...", base)}
	}
	return Finding{OK: true, Say: fmt.Sprintf("The site's address is %s.", base)}
}

// examineFolder tries to write where data goes.
func examineFolder(cfg config.Config) Finding {
	if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
		return Finding{Bad: true, Say: fmt.Sprintf("The data folder cannot be made: %v", err)}
	}
	probe := filepath.Join(cfg.Data, ".doctor")
	err := os.WriteFile(probe, make([]byte, 1<<20), 0o600)
	if err = errors.Join(err, os.Remove(probe)); err != nil {
		return Finding{Bad: true, Say: fmt.Sprintf("The data folder cannot be written (is the disk full?): %v", err)}
	}
	return Finding{OK: true, Say: fmt.Sprintf("The data folder %s can be written.", cfg.Data)}
}

func (a *App) examineAdmins(ctx context.Context) Finding {
	admins, err := a.Accounts.Admins(ctx, viewer.Admin)
	switch {
	case err != nil:
		return Finding{Bad: true, Say: fmt.Sprintf("The accounts cannot be read: %v", err)}
	case len(admins) == 0:
		return Finding{Say: "There is no administrator yet: sign up on the site, then run 'partant admin grant EMAIL'."}
	}
	return Finding{OK: true, Say: fmt.Sprintf("%d administrator(s).", len(admins))}
}

// examineSearch asks the search engine; an embedded one that a running server holds is well.
func examineSearch(ctx context.Context, cfg config.Config) Finding {
	index, err := openIndex(ctx, cfg)
	if errors.Is(err, fault.Conflict) {
		return Finding{OK: true, Say: "The index is open in a running server."}
	}
	if err != nil {
		return Finding{Bad: true, Say: fmt.Sprintf("The search engine cannot be opened: %v", err)}
	}
	defer index.Close()
	status, err := index.Status(ctx)
	switch {
	case err != nil:
		return Finding{Say: fmt.Sprintf("The search engine does not answer; the directory works by name alone meanwhile: %v", err)}
	case status.Stale:
		return Finding{Say: "The index is of another version: it is rebuilt at the next start."}
	}
	return Finding{OK: true, Say: fmt.Sprintf("The search engine answers (%d pages).", status.Documents)}
}

// examineDuties looks for what the law asks to publish.
func examineDuties(cfg config.Config) []Finding {
	missing := []string{}
	for name, value := range map[string]string{"PUBLISHER_NAME": cfg.Publisher.Name, "PUBLISHER_ADDRESS": cfg.Publisher.Address,
		"PUBLISHER_EMAIL": cfg.Publisher.Email, "PUBLISHER_DIRECTOR": cfg.Publisher.Director, "HOST_NAME": cfg.Host.Name} {
		if value == "" {
			missing = append(missing, "PARTANT_"+name)
		}
	}
	if len(missing) == 0 {
		return []Finding{{OK: true, Say: "The legal notice is filled."}}
	}
	return []Finding{{Say: fmt.Sprintf("The legal notice is not complete: %d settings are empty (partant config lists them).", len(missing))}}
}
