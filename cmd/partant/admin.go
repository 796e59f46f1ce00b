package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"partant/internal/app"
	"partant/internal/config"
	"partant/internal/fault"
	"partant/internal/viewer"
)

type adminCmd struct {
	Grant  grantCmd  `cmd:"" help:"Make the account of an e-mail an administrator, or a moderator."`
	Revoke revokeCmd `cmd:"" help:"Make it a member again."`
	List   listCmd   `cmd:"" help:"List the administrators and the moderators."`

	Factors factorsCmd `cmd:"" help:"Help a member who has lost all second factors."`
}

type factorsCmd struct {
	Reset resetCmd `cmd:"" help:"Take application, passkeys and printed codes from the account of an e-mail, and sign it out everywhere."`
}

type resetCmd struct {
	Email string `arg:"" help:"E-mail of the account."`
}

type grantCmd struct {
	Email     string `arg:"" help:"E-mail of the account."`
	Moderator bool   `help:"A moderator: judges reports, claims and accounts, and changes no setting."`
}

type revokeCmd struct {
	Email string `arg:"" help:"E-mail of the account."`
}

type listCmd struct{}

// Run gives the role.
func (cmd *grantCmd) Run(ctx context.Context, cfg config.Config, log *slog.Logger, c console) error {
	return with(ctx, existing(app.OpenStore), cfg, log, func(a *app.App) error {
		if cmd.Moderator {
			return setRole(ctx, a, c, cmd.Email, viewer.Moderator, "a moderator")
		}
		return setRole(ctx, a, c, cmd.Email, viewer.Admin, "an administrator")
	})
}

// Run takes the role back.
func (cmd *revokeCmd) Run(ctx context.Context, cfg config.Config, log *slog.Logger, c console) error {
	return with(ctx, existing(app.OpenStore), cfg, log, func(a *app.App) error {
		if err := setRole(ctx, a, c, cmd.Email, viewer.Member, "a member"); err != nil {
			return err
		}
		admins, err := a.Accounts.Admins(ctx, viewer.Admin)
		if err == nil && len(admins) == 0 {
			fmt.Fprintln(c.err, nobodyAdministers)
		}
		return err
	})
}

func setRole(ctx context.Context, a *app.App, c console, email string, role viewer.Role, called string) error {
	account, err := a.Accounts.Grant(ctx, email, role)
	if errors.Is(err, fault.NotFound) {
		return fmt.Errorf("nobody has signed up as %s: sign up on the site first", email)
	}
	if err == nil {
		fmt.Fprintf(c.out, "%s is now %s\n", account.Email, called)
		if role != viewer.Member && !account.Factored() {
			fmt.Fprintf(c.out, "This gives no right before they set up a second factor: %s/compte/verification\n", a.Base)
		}
	}
	return err
}

// Run takes every second factor away. The letter about it leaves with the next one of the running site.
func (cmd *resetCmd) Run(ctx context.Context, cfg config.Config, log *slog.Logger, c console) error {
	return with(ctx, existing(app.OpenStore), cfg, log, func(a *app.App) error {
		account, err := a.Accounts.ResetFactors(ctx, cmd.Email)
		switch {
		case errors.Is(err, fault.NotFound):
			return fmt.Errorf("nobody has signed up as %s: is the address right?", cmd.Email)
		case errors.Is(err, fault.Conflict):
			return fmt.Errorf("%s has no second factor: there is nothing to take away, a code by e-mail lets them in", cmd.Email)
		case err != nil:
			return err
		}
		fmt.Fprintf(c.out, "%s has no second factor any more and is signed out everywhere; a letter tells them\n", account.Email)
		if account.Role != viewer.Member {
			fmt.Fprintf(c.out, "Their role gives no right before they set up another one: %s/compte/verification\n", a.Base)
		}
		return nil
	})
}

const nobodyAdministers = "partant: there is no administrator: sign up on the site, then 'partant admin grant EMAIL'"

// Run lists them, the administrators first.
func (listCmd) Run(ctx context.Context, cfg config.Config, log *slog.Logger, c console) error {
	return with(ctx, existing(app.OpenStore), cfg, log, func(a *app.App) error {
		admins, err := a.Accounts.Admins(ctx, viewer.Admin)
		if err != nil {
			return err
		}
		moderators, err := a.Accounts.Admins(ctx, viewer.Moderator)
		if err != nil {
			return err
		}
		for _, one := range admins {
			fmt.Fprintln(c.out, one.Email)
		}
		for _, one := range moderators {
			fmt.Fprintln(c.out, one.Email, "(moderator)")
		}
		if len(admins) == 0 {
			fmt.Fprintln(c.err, nobodyAdministers)
		}
		return nil
	})
}
