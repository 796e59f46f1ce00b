package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"golang.org/x/sync/errgroup"
)

// serveOne runs the command and returns its address, the end of its input and the end of the command itself.
func serveOne(t *testing.T) (addr string, input io.Closer, done <-chan error) {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	in, input := io.Pipe()
	out, print := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- serve(context.Background(), in, print) }()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { input.Close() })
	return strings.TrimSpace(line), input, ended
}

// Without the proxy, FerretDB on SQLite loses a third of these or more.
func TestParallelUpdatesAreAllKept(t *testing.T) {
	addr, _, _ := serveOne(t)
	client, err := mongo.Connect(options.Client().ApplyURI("mongodb://" + addr + "/test"))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Disconnect(t.Context())
	counters := client.Database("test").Collection("counter")
	if _, err := counters.InsertOne(t.Context(), bson.D{{Key: "_id", Value: "c"}, {Key: "n", Value: int64(0)}}); err != nil {
		t.Fatal(err)
	}

	const writers, each = 16, 10
	var g errgroup.Group
	for range writers {
		g.Go(func() error {
			for range each {
				_, err := counters.UpdateOne(t.Context(), bson.D{{Key: "_id", Value: "c"}}, bson.D{{Key: "$inc", Value: bson.D{{Key: "n", Value: int64(1)}}}})
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	var got struct{ N int64 }
	if err := counters.FindOne(t.Context(), bson.D{{Key: "_id", Value: "c"}}).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if got.N != writers*each {
		t.Errorf("%d of %d updates kept", got.N, writers*each)
	}
}

func TestEndsWithItsInput(t *testing.T) {
	addr, input, done := serveOne(t)
	input.Close()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if c, err := net.Dial("tcp", addr); err == nil {
		c.Close()
		t.Errorf("%s still answers", addr)
	}
}
