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
	Grant  grantCmd  `cmd:"" help:"Make the account of an e-mail an administrator."`
	Revoke revokeCmd `cmd:"" help:"Make it a member again."`
	List   listCmd   `cmd:"" help:"List the administrators."`
}

type grantCmd struct {
	Email string `arg:"" help:"E-mail of the account."`
}

type revokeCmd struct {
	Email string `arg:"" help:"E-mail of the account."`
}

type listCmd struct{}

// Run gives the role.
func (cmd *grantCmd) Run(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	return setRole(ctx, cfg, log, cmd.Email, viewer.Admin)
}

// Run takes the role back.
func (cmd *revokeCmd) Run(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	return setRole(ctx, cfg, log, cmd.Email, viewer.Member)
}

func setRole(ctx context.Context, cfg config.Config, log *slog.Logger, email string, role viewer.Role) error {
	return withStore(ctx, cfg, log, func(a *app.App) error {
		account, err := a.Accounts.Grant(ctx, email, role)
		if errors.Is(err, fault.NotFound) {
			return fmt.Errorf("nobody has signed up as %s: sign up on the site first", email)
		}
		if err == nil {
			fmt.Printf("%s is now %s\n", account.Email, account.Role)
		}
		return err
	})
}

// Run lists them.
func (listCmd) Run(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	return withStore(ctx, cfg, log, func(a *app.App) error {
		admins, err := a.Accounts.Admins(ctx, viewer.Admin)
		for _, admin := range admins {
			fmt.Println(admin.Email)
		}
		return err
	})
}

// withStore does something to the accounts while the site may be running.
func withStore(ctx context.Context, cfg config.Config, log *slog.Logger, do func(*app.App) error) error {
	a, err := app.OpenStore(ctx, cfg, log)
	if err != nil {
		return err
	}
	return errors.Join(do(a), a.Close())
}
