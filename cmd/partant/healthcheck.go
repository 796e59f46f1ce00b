package main

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"partant/internal/config"
)

type healthcheckCmd struct{}

// Run asks /readyz of the site that runs on this machine.
func (healthcheckCmd) Run(ctx context.Context, cfg config.Config) error {
	if err := cfg.Check(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+config.Nearest(cfg.Addr)+"/readyz", nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("/readyz answers %s", answer.Status)
	}
	return nil
}
