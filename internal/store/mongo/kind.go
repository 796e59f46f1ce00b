package mongo

import (
	"context"
	"errors"
	"fmt"
	"slices"

	driver "go.mongodb.org/mongo-driver/v2/mongo"
	wire "go.mongodb.org/mongo-driver/v2/x/mongo/driver"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/topology"

	"partant/internal/fault"
)

// noRoom is what a server says whose disk is full.
const noRoom = 14031

// away are the codes of a server that cannot answer now, though it or another will: it is not (or no longer) the
// primary, is stopping, was too slow, cannot reach its peers, or does not let us in.
var away = []int{
	6, 7, 89, 9001, // host unreachable or not found, network time-out, socket
	50, 202, 262, // time limits
	64, 79, 100, // the majority did not follow
	91, 189, 10058, 10107, 11600, 11602, 13435, 13436, // not primary, stepping down, shutting down
	133, 134, 13388, // no member fits, or not yet
	13, 18, // not allowed
}

// kind makes a fault of what the driver says, here and nowhere else. What the server said of a taken key is dropped:
// it quotes the key, which may be an e-mail address.
func kind(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, driver.ErrNoDocuments):
		return fault.NotFound
	case driver.IsDuplicateKeyError(err): // _id is the only unique field there is
		return fault.Taken{Field: "id"}
	case said(err, noRoom):
		return fmt.Errorf("%w: %w", fault.Full, err)
	case unanswered(err) || said(err, away...) || unconfirmed(err):
		return fmt.Errorf("%w: %w", fault.Unavailable, err)
	}
	return err
}

// Kind is what the drivers beside this one, which speak to the same server, make faults with.
func Kind(err error) error { return kind(err) }

// unanswered reports whether no answer came, so that nobody knows whether a write was done. Time-outs and cut lines the
// driver tells of itself; a line that could not be had (no server found, pool cleared because another command failed)
// only by the types of its lower floor, which the pinned version makes stable enough.
func unanswered(err error) bool {
	return driver.IsTimeout(err) || driver.IsNetworkError(err) ||
		errors.Is(err, context.Canceled) || errors.Is(err, driver.ErrClientDisconnected) || errors.Is(err, topology.ErrServerClosed) ||
		as[topology.ServerSelectionError](err) || as[topology.ConnectionError](err) ||
		as[topology.PoolError](err) || as[wire.RetryablePoolError](err)
}

func as[E any](err error) bool {
	var target E
	return errors.As(err, &target)
}

func said(err error, codes ...int) bool {
	var server driver.ServerError
	return errors.As(err, &server) && slices.ContainsFunc(codes, server.HasErrorCode)
}

// unconfirmed reports whether a write was done on the primary alone: a failover may undo it.
func unconfirmed(err error) bool {
	var write driver.WriteException
	return errors.As(err, &write) && write.WriteConcernError != nil
}
