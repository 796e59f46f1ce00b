package debt_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"partant/internal/debt"
)

// The payer looks at once, a moment after it is woken, and at every glance; it
// outlives errors and panics, says each trouble once, and
// ends with its context.
func TestPayer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var said strings.Builder
		log := slog.New(slog.NewTextHandler(&said, nil))
		p, looks := debt.NewPayer("counting", time.Minute, 1), atomic.Int64{}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			p.Run(ctx, log, func(context.Context) error {
				switch looks.Add(1) {
				case 2:
					panic("the hammer fell")
				case 3:
					return errors.New("away")
				}
				return nil
			})
			close(ended)
		}()
		for want := 1; want <= 5; want++ {
			synctest.Wait()
			if n := int(looks.Load()); n != want {
				t.Fatalf("%d looks, want %d", n, want)
			}
			if want%2 == 1 {
				p.Wake()
				time.Sleep(10 * time.Millisecond)
				if n := int(looks.Load()); n != want {
					t.Errorf("it did not wait for more: %d looks", n)
				}
				time.Sleep(20 * time.Millisecond)
			} else {
				time.Sleep(time.Minute)
			}
		}
		stop()
		<-ended
		if got := strings.Count(said.String(), "working=false"); got != 1 || strings.Count(said.String(), "working=true") != 1 || !strings.Contains(said.String(), "panic while counting: the hammer fell") {
			t.Errorf("it said:\n%s", said.String())
		}
	})
}

func TestPayerHasEnough(t *testing.T) {
	t.Parallel()
	debt.NewPayer("counting", time.Hour, 1).Run(t.Context(), slog.New(slog.DiscardHandler), func(context.Context) error { return debt.ErrEnough })
}
