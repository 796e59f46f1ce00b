package smtp

import (
	"context"
	"errors"
	"testing"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/mail"
	"partant/internal/mail/eml"
	"partant/internal/mail/mailtest"
)

// Nobody need give up for a letter to end.
func TestPatienceEnds(t *testing.T) {
	t.Parallel()
	s := mailtest.Start(t)
	s.Misbehave(mailtest.Faults{Slow: time.Hour})
	w, err := eml.New(eml.Config{From: mail.Address{Email: "partant@exemple.invalid"}, Now: clock.System})
	if err != nil {
		t.Fatal(err)
	}
	c, err := Open(Config{URL: s.URL()}, w)
	if err != nil {
		t.Fatal(err)
	}
	if c.patience != patience || patience > 30*time.Second || dialPatience > 10*time.Second {
		t.Errorf("it waits %v and %v", c.patience, dialPatience)
	}
	c.patience = 50 * time.Millisecond
	if err := c.Carry(t.Context(), mailtest.Letter("a")); !errors.Is(err, fault.Unavailable) || !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}
