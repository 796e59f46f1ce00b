package mongo

import (
	"context"
	"errors"
	"fmt"
	"testing"

	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/topology"

	"partant/internal/fault"
)

func TestKind(t *testing.T) {
	t.Parallel()
	code := func(n int32) error { return driver.CommandError{Code: n, Message: "as the server says"} }
	for name, test := range map[string]struct{ err, want error }{
		"none":            {driver.ErrNoDocuments, fault.NotFound},
		"duplicate":       {driver.WriteException{WriteErrors: driver.WriteErrors{{Code: 11000}}}, fault.Taken{Field: "id"}},
		"disk full":       {code(14031), fault.Full},
		"not primary":     {code(10107), fault.Unavailable},
		"stepping down":   {code(189), fault.Unavailable},
		"shutting down":   {code(91), fault.Unavailable},
		"too slow":        {code(50), fault.Unavailable},
		"not let in":      {code(18), fault.Unavailable},
		"network":         {driver.CommandError{Labels: []string{"NetworkError"}}, fault.Unavailable},
		"majority":        {driver.WriteException{WriteConcernError: &driver.WriteConcernError{Code: 64}}, fault.Unavailable},
		"primary stepped": {driver.WriteException{WriteConcernError: &driver.WriteConcernError{Code: 11602}}, fault.Unavailable},
		"no server":       {topology.ServerSelectionError{Wrapped: errors.New("none fits")}, fault.Unavailable},
		"no handshake":    {topology.ConnectionError{Wrapped: errors.New("refused")}, fault.Unavailable},
		"pool closed":     {topology.ErrPoolClosed, fault.Unavailable},
		"deadline":        {fmt.Errorf("deep: %w", context.DeadlineExceeded), fault.Unavailable},
		"cancelled":       {fmt.Errorf("deep: %w", context.Canceled), fault.Unavailable},
		"closed":          {driver.ErrClientDisconnected, fault.Unavailable},
		"a fault of ours": {code(9), driver.CommandError{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := kind(test.err)
			if _, ours := test.want.(driver.CommandError); ours {
				if errors.Is(got, fault.Unavailable) || got == nil {
					t.Errorf("%v must stay what it is", got)
				}
				return
			}
			wantErr(t, got, test.want)
		})
	}
	if kind(nil) != nil {
		t.Error("nothing is no fault")
	}
}
