package standing_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"partant/internal/account"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/standing"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// owing are accounts that owe, handed out once, as under a lease.
type owing struct{ due, paid []string }

func (o *owing) TakeStanding(context.Context, time.Duration, int) (all []account.Account, err error) {
	for _, kind := range o.due {
		all = append(all, account.Account{ID: "a-" + kind, Owes: debt.Owes{{ID: "d-" + kind, Kind: kind}}})
	}
	o.due = nil
	return all, nil
}

func (o *owing) Settle(_ context.Context, id string, paid debt.Debt) error {
	o.paid = append(o.paid, id+" "+paid.ID)
	return nil
}

func TestPay(t *testing.T) {
	t.Parallel()
	var said []string
	follow := func(what string, err error) standing.Follower {
		return func(_ context.Context, a account.Account) error { said = append(said, what+" "+a.ID); return err }
	}
	o := &owing{due: []string{account.OwesWords, account.OwesVoice, account.OwesNotice}}
	w := standing.New(o, follow("words", nil), follow("voice", nil), slog.New(slog.DiscardHandler))
	if n, err := w.Pay(t.Context()); n != 2 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if !slices.Equal(said, []string{"words a-paroles", "voice a-voix"}) || !slices.Equal(o.paid, []string{"a-paroles d-paroles", "a-voix d-voix"}) {
		t.Errorf("%q, %q", said, o.paid)
	}
	o = &owing{due: []string{account.OwesWords}}
	w = standing.New(o, follow("words", fault.Unavailable), nil, slog.New(slog.DiscardHandler))
	if n, err := w.Pay(t.Context()); n != 0 || !errors.Is(err, fault.Unavailable) || len(o.paid) != 0 {
		t.Errorf("what failed is cleared: %d, %v, %q", n, err, o.paid)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { w.Run(ctx); close(ended) }()
	w.Wake()
	stop()
	<-ended
}
