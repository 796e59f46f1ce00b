package app

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"partant/internal/config"
	"partant/internal/fault"
	"partant/internal/region"
	"partant/internal/viewer"
)

// Finding is one thing the doctor looked at. Bad findings keep the site, or its search, from working; others are
// advice.
type Finding struct {
	OK, Bad bool
	Say     string // in plain words
}

func well(format string, args ...any) Finding {
	return Finding{OK: true, Say: fmt.Sprintf(format, args...)}
}

func advice(format string, args ...any) Finding { return Finding{Say: fmt.Sprintf(format, args...)} }

func bad(format string, args ...any) Finding {
	return Finding{Bad: true, Say: fmt.Sprintf(format, args...)}
}

// Examine looks at the configuration, the territory, the data folder, the ports, the store, the index, the post and the
// legal duties. It makes no folder and no database; one of an older version is brought up to date, as a start would.
func Examine(ctx context.Context, cfg config.Config, log *slog.Logger) []Finding {
	if err := cfg.Check(); err != nil {
		var findings []Finding
		for line := range strings.Lines(err.Error()) {
			findings = append(findings, bad("A setting is wrong: %s", strings.TrimSpace(line)))
		}
		return findings
	}
	findings := append([]Finding{examineBase(cfg), examineRegion(cfg)}, examineFolders(cfg)...)
	sound := !slices.ContainsFunc(findings, func(f Finding) bool { return f.Bad }) // else the store would say the same
	findings = append(findings, examinePorts(ctx, cfg)...)
	if sound {
		findings = append(findings, examineStore(ctx, cfg, log)...)
	}
	if _, inFolder := cfg.Embedded(); sound || !inFolder {
		findings = append(findings, examineSearch(ctx, cfg)...)
	}
	findings = append(findings, examineGeocoder(ctx, cfg)...)
	if cfg.Work == config.Off {
		findings = append(findings, examineWork(cfg))
	}
	return append(findings, examineMail(cfg), examineDuties(cfg), examineIdentification(cfg))
}

// examineWork says who must work when this process does not.
func examineWork(cfg config.Config) Finding {
	if _, alone := cfg.SQLite(); alone {
		return bad("PARTANT_WORK is off, and nobody else can work on a SQLite store: nothing is found, counted or sent. Leave it out.")
	}
	return advice("PARTANT_WORK is off here: another copy on the same store must have it on, or nothing is found, counted or sent.")
}

func examineBase(cfg config.Config) Finding {
	base, err := cfg.Base()
	switch {
	case err != nil:
		return bad("%v", err)
	case base.Scheme == "http":
		return advice("The site's address is %s: good on a laptop; for the public, set PARTANT_BASE_URL to https://...", base)
	case len(cfg.TrustedProxies) == 0:
		return advice("The site's address is %s, so a proxy stands before it: name its network in PARTANT_TRUSTED_PROXIES, "+
			"or all visitors count as one.", base)
	}
	return well("The site's address is %s.", base)
}

func examineRegion(cfg config.Config) Finding {
	r, err := region.Open(cfg.Region)
	if err != nil {
		return bad("The territory %q cannot be read: %v", cfg.Region, err)
	}
	return well("The territory is %s: %d communes.", r.Name, len(r.Communes))
}

func examineStore(ctx context.Context, cfg config.Config, log *slog.Logger) []Finding {
	if _, missing, err := nothingYet(ctx, cfg); err == nil && missing {
		return []Finding{advice("There is no database yet: the first start makes it.")}
	}
	a, err := OpenStore(ctx, cfg, log)
	if err != nil {
		return []Finding{bad("The store cannot be opened: %s", plain(err))}
	}
	defer a.Close()
	return []Finding{well("The store can be opened and its schema is current."), a.examineAdmins(ctx)}
}

// plain is what an error says, without the name of its kind.
func plain(err error) string {
	return strings.TrimSuffix(strings.TrimSuffix(err.Error(), ": "+fault.Unavailable.Error()), ": "+fault.Invalid.Error())
}

func (a *App) examineAdmins(ctx context.Context) Finding {
	admins, err := a.Accounts.Admins(ctx, viewer.Admin)
	switch {
	case err != nil:
		return bad("The accounts cannot be read: %s", plain(err))
	case len(admins) == 0:
		return advice("There is no administrator yet: sign up on the site, then run 'partant admin grant EMAIL'.")
	}
	return well("The site has %d administrator(s).", len(admins))
}

// examineDuties looks for what the law asks to publish.
func examineDuties(cfg config.Config) Finding {
	var missing []string
	for _, s := range []struct{ variable, value string }{
		{"PUBLISHER_NAME", cfg.Publisher.Name}, {"PUBLISHER_ADDRESS", cfg.Publisher.Address}, {"PUBLISHER_PHONE", cfg.Publisher.Phone},
		{"PUBLISHER_EMAIL", cfg.Publisher.Email}, {"PUBLISHER_DIRECTOR", cfg.Publisher.Director},
		{"HOST_NAME", cfg.Host.Name}, {"HOST_ADDRESS", cfg.Host.Address}, {"HOST_PHONE", cfg.Host.Phone},
	} {
		if s.value == "" {
			missing = append(missing, "PARTANT_"+s.variable)
		}
	}
	if len(missing) > 0 {
		return advice("The legal notice, which the law asks of a public site, lacks %s.", strings.Join(missing, ", "))
	}
	return well("The legal notice is filled.")
}

// examineIdentification says whether what a host must keep of who writes is kept.
func examineIdentification(cfg config.Config) Finding {
	if cfg.IdentificationKey == "" {
		return advice("Nothing is kept by which an authority could learn who wrote something, as the law asks of a host (décret 2021-1362): " +
			"'partant identification key' draws the key for it, and docs/operations.md says what to do with it.")
	}
	return well("Who writes is kept for an authority, sealed: the site itself cannot read it.")
}
