package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"partant/internal/account"
	"partant/internal/app"
	"partant/internal/comment"
	"partant/internal/config"
	"partant/internal/discussion"
	"partant/internal/profile"
	"partant/internal/viewer"
)

const (
	// crowd is how many look at one discussion.
	crowd = 1800
	// comments is how many answers they are told of.
	comments = 20
)

// crowded is a discussion that a crowd looks at, served by one process and answered by another, on one store.
type crowded struct {
	site   *server
	writer *app.App
	by     viewer.Viewer
	voice  string
	talk   discussion.Discussion
	heard  chan time.Time // of each event
}

// tellCrowd prints how long an answer takes to reach everybody who listens, and what each of them costs.
func tellCrowd(ctx context.Context, _, _ string, _ int) (err error) {
	dir, err := os.MkdirTemp("", "partant-bench-live")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	c := &crowded{heard: make(chan time.Time, crowd)}
	if err := c.open(ctx, dir); err != nil {
		return err
	}
	defer c.writer.Close()
	if c.site, err = start(*binary, "serve", "--data", dir, "--search", "off", "--metrics-addr", "off", "--log-format", "json", "--event-networks", "127.0.0.0/8", "--addr"); err != nil {
		return err
	}
	defer c.site.stop()
	return c.measure(ctx)
}

// open fills a store with somebody who asks a question, and stays open to answer it.
func (c *crowded) open(ctx context.Context, dir string) (err error) {
	cfg := config.Config{Addr: "127.0.0.1:0", Data: dir, Region: "loiret", MetricsAddr: "off"}
	if c.writer, err = app.OpenStore(ctx, cfg, slog.New(slog.DiscardHandler)); err != nil {
		return err
	}
	a, err := c.writer.Accounts.Admit(ctx, account.Entry{Name: "Claude", Email: "claude@exemple.invalid", Adult: true, Terms: true}, "")
	if err != nil {
		return err
	}
	c.by = a.Viewer()
	p, err := c.writer.Profiles.Create(ctx, c.by, profile.Draft{Kind: profile.Company, Name: "Atelier", Commune: "45234"})
	if err != nil {
		return err
	}
	c.voice = p.ID
	c.talk, err = c.writer.Talk.Open(ctx, c.by, discussion.Draft{Voice: p.ID, Kind: discussion.Question, Title: "Qui vient mardi ?", Theme: "autre"})
	return err
}

func (c *crowded) measure(ctx context.Context) error {
	for range 50 { // what the first requests need, whoever asks
		if _, err := get(http.DefaultClient, target{of: c.site, path: "/discussions/" + c.talk.Slug}, 0); err != nil {
			return err
		}
	}
	before := c.site.memory()
	conns, err := c.gather()
	defer func() {
		for _, conn := range conns {
			conn.Close()
		}
	}()
	if err != nil {
		return err
	}
	each := float64(c.site.memory()-before) / 1024 / crowd
	var took []time.Duration
	for n := range comments {
		time.Sleep(time.Duration(200+37*n) * time.Millisecond) // anywhere between two looks of the server
		began := time.Now()
		_, err := c.writer.Answers.Answer(ctx, c.by, comment.Draft{Voice: c.voice, Target: comment.Target{Kind: comment.Discussion, ID: c.talk.ID}, Body: "Partant."})
		if err != nil {
			return err
		}
		late := time.After(10 * time.Second)
		for range crowd {
			select {
			case at := <-c.heard:
				took = append(took, at.Sub(began))
			case <-late:
				return errors.New("somebody is not told within ten seconds")
			}
		}
	}
	slices.Sort(took)
	at := func(share float64) int64 { return took[int(share*float64(len(took)-1))].Milliseconds() }
	fmt.Println("| who listen | answers | p50 ms | p99 ms | slowest ms | KiB each |")
	fmt.Println("|---|---|---|---|---|---|")
	fmt.Printf("| %d | %d | %d | %d | %d | %.1f |\n", crowd, comments, at(.5), at(.99), at(1), each)
	return nil
}

// gather connects the crowd and waits until each has heard how things stand.
func (c *crowded) gather() (conns []net.Conn, err error) {
	var group sync.WaitGroup
	for range crowd {
		conn, err := net.Dial("tcp", strings.TrimPrefix(c.site.base, "http://"))
		if err != nil {
			return conns, err
		}
		conns = append(conns, conn)
		if _, err := io.WriteString(conn, "GET /direct?discussion="+c.talk.Slug+" HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"); err != nil {
			return conns, err
		}
		group.Add(1)
		go c.listen(conn, group.Done)
	}
	group.Wait()
	return conns, nil
}

// listen notes when each event comes, but for the first.
func (c *crowded) listen(conn net.Conn, ready func()) {
	lines, first := bufio.NewScanner(conn), true
	for lines.Scan() {
		switch {
		case !strings.HasPrefix(lines.Text(), "data: "):
		case first:
			first = false
			ready()
		default:
			c.heard <- time.Now()
		}
	}
	if first {
		ready()
	}
}
