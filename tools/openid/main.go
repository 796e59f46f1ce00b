// Command openid is an OpenID Connect provider for the tests of Partant, on loopback, that signs in whom it is told to and
// misbehaves when it is told to.
//
//	openid < pipe
//
// It prints one line, its issuer (http://127.0.0.1:port), and ends when its standard input does: a test that is killed
// closes the pipe, so nothing is left behind. It knows one client, ClientID with ClientSecret. PUT /test takes a
// Behaviour as JSON, GET /test says how often each of its addresses was asked for.
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // refusals are what it is here for
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := serve(ctx, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "openid:", err)
		os.Exit(1)
	}
}

// serve runs until in ends or ctx does.
func serve(ctx context.Context, in io.Reader, out io.Writer) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	door, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer door.Close()
	issuer := "http://" + door.Addr().String()
	house, err := open(issuer)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: house}
	go server.Serve(door)
	defer server.Close()
	if _, err := fmt.Fprintln(out, issuer); err != nil {
		return err
	}
	go func() {
		io.Copy(io.Discard, in)
		stop()
	}()
	<-ctx.Done()
	return nil
}
