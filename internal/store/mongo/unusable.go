package mongo

import (
	"errors"
	"fmt"
	"strings"

	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/auth"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/topology"

	"partant/internal/text"
)

// unusable is the fault.Unavailable of a deployment that Open cannot use, in the words of who runs the program: what the
// driver says of one fills a screen.
type unusable struct {
	say   string
	cause error
}

// Error says where the deployment should be and what to do.
func (u unusable) Error() string { return u.say }

// Unwrap returns what the driver said.
func (u unusable) Unwrap() error { return u.cause }

// explained puts into plain words that a deployment does not answer or does not let us in. Other errors say themselves what
// is the matter.
func explained(hosts string, err error) error {
	var none topology.ServerSelectionError
	errors.As(err, &none)
	cause := lastError(none)
	switch {
	case as[*auth.Error](err) || said(err, 13, 18):
		return unusable{fmt.Sprintf("MongoDB at %s does not let us in: correct the name and the password in PARTANT_STORE (%s)", hosts, ending(err)), err}
	case !unanswered(err):
		return fmt.Errorf("mongo.Open(%s): %w", hosts, err)
	case cause == nil && someAnswer(none):
		return unusable{fmt.Sprintf("MongoDB at %s answers but has no primary: make the replica set, or wait until it has elected one", hosts), err}
	case cause == nil:
		cause = err
	}
	return unusable{fmt.Sprintf("MongoDB does not answer at %s: start it, or correct the address in PARTANT_STORE (%s)", hosts, ending(cause)), err}
}

// lastError is why the first of the servers that failed did.
func lastError(e topology.ServerSelectionError) error {
	for _, server := range e.Desc.Servers {
		if server.LastError != nil {
			return server.LastError
		}
	}
	return nil
}

// someAnswer reports whether a server told what it is.
func someAnswer(e topology.ServerSelectionError) bool {
	for _, server := range e.Desc.Servers {
		if server.Kind != 0 {
			return true
		}
	}
	return false
}

// ending is the last part of what the driver says, where the cause stands, cut short.
func ending(err error) string {
	const most = 100
	said := strings.Join(strings.Fields(err.Error()), " ")
	return text.Cut(said[strings.LastIndex(": "+said, ": "):], most)
}
