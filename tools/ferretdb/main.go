// Command ferretdb serves the MongoDB protocol to the tests of Partant, on loopback, from SQLite files of its own
// that go when it ends.
//
//	ferretdb < pipe
//
// It prints one line, the address it serves (127.0.0.1:port), and ends when its standard input does: a test that is
// killed closes the pipe, so nothing is left behind. Write commands pass one at a time, because FerretDB on SQLite
// loses updates made in parallel.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := serve(ctx, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "ferretdb:", err)
		os.Exit(1)
	}
}

// serve runs until in ends or ctx does.
func serve(ctx context.Context, in io.Reader, out io.Writer) (err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	dir, err := os.MkdirTemp("", "partant-ferretdb-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	socket := filepath.Join(dir, "socket")
	server, err := start(dir, socket)
	if err != nil {
		return err
	}
	go server.Run(ctx) // it waits for open connections: the process ends without it

	door, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer door.Close()
	go (&proxy{socket: socket}).accept(door)
	if _, err := fmt.Fprintln(out, door.Addr()); err != nil {
		return err
	}
	go func() {
		io.Copy(io.Discard, in)
		stop()
	}()
	<-ctx.Done()
	return nil
}

// start opens the server on a socket that only the proxy reads. The embedded form of FerretDB reports nothing to
// anybody. Nothing here needs to outlive a power cut, so SQLite does not wait for the disk.
func start(dir, socket string) (*ferretdb.FerretDB, error) {
	return ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{Unix: socket},
		Logger:    slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
		Handler:   "sqlite",
		SQLiteURL: "file:" + dir + "/?_pragma=synchronous(off)",
	})
}
