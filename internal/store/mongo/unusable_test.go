package mongo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"

	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/address"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/auth"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/description"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/topology"

	"partant/internal/fault"
)

func TestUnusableInPlainWords(t *testing.T) {
	t.Parallel()
	none := func(servers ...description.Server) error {
		return topology.ServerSelectionError{Wrapped: context.DeadlineExceeded, Desc: description.Topology{Servers: servers}}
	}
	refused := &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connect: connection refused")}
	for name, tt := range map[string]struct {
		err  error
		want string
	}{
		"nobody listens": {none(description.Server{Addr: address.Address("a:1"), LastError: refused}),
			"MongoDB does not answer at a,b: start it, or correct the address in PARTANT_STORE (connection refused)"},
		"it says nothing": {none(description.Server{}),
			"MongoDB does not answer at a,b: start it, or correct the address in PARTANT_STORE ("},
		"no primary": {none(description.Server{Kind: description.ServerKindRSSecondary}),
			"MongoDB at a,b answers but has no primary: make the replica set, or wait until it has elected one"},
		"wrong password": {topology.ConnectionError{Wrapped: fmt.Errorf("handshake: %w", new(auth.Error))},
			"MongoDB at a,b does not let us in: correct the name and the password in PARTANT_STORE ("},
		"not allowed": {driver.CommandError{Code: 13, Message: "command ping requires authentication"},
			"MongoDB at a,b does not let us in: correct the name and the password in PARTANT_STORE ("},
	} {
		got := explained("a,b", kind(tt.err))
		if !strings.HasPrefix(got.Error(), tt.want) || strings.Contains(got.Error(), "topology") || len(got.Error()) > 250 {
			t.Errorf("%s: %v, want %s", name, got, tt.want)
		}
	}
	if got := explained("a", fmt.Errorf("too new: %w", fault.Unavailable)); got.Error() != "mongo.Open(a): too new: unavailable" {
		t.Errorf("what speaks for itself was changed: %v", got)
	}
}
