// Package courier says things to the programs of others, signed in the scheme of Standard Webhooks. It goes there through package outside
// alone, once for each call, and follows nothing.
package courier

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"partant/internal/fault"
	"partant/internal/outside"
	"partant/internal/webhook"
)

// patience is how long a program may take to answer.
const patience = 10 * time.Second

// Courier is a webhook.Caller. Safe for concurrent use.
type Courier struct {
	way   *outside.Reader
	plain bool // http will do: in a test or a trial
}

var _ webhook.Caller = (*Courier)(nil)

// New returns a Courier that tells programs which site it belongs to. The zero Lab is the real world, where https alone will do.
func New(base *url.URL, lab outside.Lab) *Courier {
	return &Courier{outside.NewReader(base, lab, patience), lab.Lead.IsValid()}
}

// Fit implements webhook.Caller.
func (c *Courier) Fit(address string) (string, error) {
	u, err := c.way.Fit(address)
	if err != nil {
		return "", err
	}
	if u.Scheme != "https" && !c.plain {
		return "", fmt.Errorf("it is not https: %w", fault.NotFound)
	}
	return u.String(), nil
}

// Call implements webhook.Caller.
func (c *Courier) Call(ctx context.Context, address string, secrets []string, message string, at time.Time, body []byte) (status int) {
	signed, err := sign(secrets, message, at, body)
	if err != nil {
		return 0
	}
	fit, err := c.Fit(address) // what was fit once may be our own name now
	if err != nil {
		return 0
	}
	u, err := url.Parse(fit)
	if err != nil {
		return 0
	}
	ctx, cancel := c.way.Patience(ctx)
	defer cancel()
	status, err = c.way.Post(ctx, u, http.Header{
		"Content-Type":                          {"application/json"},
		standardwebhooks.HeaderWebhookID:        {message},
		standardwebhooks.HeaderWebhookTimestamp: {strconv.FormatInt(at.Unix(), 10)},
		standardwebhooks.HeaderWebhookSignature: {signed},
	}, body)
	if err != nil {
		return 0
	}
	return status
}

// sign signs with each secret, in the order given.
func sign(secrets []string, message string, at time.Time, body []byte) (string, error) {
	all := make([]string, len(secrets))
	for i, secret := range secrets {
		w, err := standardwebhooks.NewWebhook(secret)
		if err == nil {
			all[i], err = w.Sign(message, at, body)
		}
		if err != nil {
			return "", err
		}
	}
	return strings.Join(all, " "), nil
}
