// Command search measures the engines on the seeded corpus and prints the table of docs/speed.md.
//
//	go run ./tools/bench/search -n 70000
//
// It is for a person who compares two versions, or two engines, on the same machine: figures wander with what else runs
// there. Meilisearch is the server that npm brought (Linux on amd64), started for the measure alone.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"strings"

	"partant/internal/search/searchtest/corpus"
)

func main() {
	log.SetFlags(0)
	n := flag.Int("n", corpus.Full, "how many documents")
	dir := flag.String("dir", os.TempDir(), "where the folders of the indexes are made; they are removed at the end")
	engines := flag.String("engines", "embedded,meilisearch", "which engines")
	flag.Parse()
	if err := run(context.Background(), *n, *dir, strings.Split(*engines, ",")); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, n int, dir string, engines []string) error {
	fmt.Printf("%d documents\n\n", n)
	t := newTable()
	defer t.print(os.Stdout)
	for _, name := range engines {
		if err := measure(ctx, name, n, dir, t); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// measure fills the column of one engine.
func measure(ctx context.Context, name string, n int, dir string, t *table) (err error) {
	open, known := openers[name]
	if !known {
		return errors.New("no such engine")
	}
	if dir, err = os.MkdirTemp(dir, "partant-search-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	t.column(name)
	e, err := open(ctx, n, dir, t)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.close()) }()
	b := newBench(ctx, e, n, t)
	fresh := func() error { return errors.Join(e.spread(t, "fresh"), b.relevance("fresh")) }
	for _, step := range []func() error{fresh, b.firstTime, b.oneClient, b.manyClients, b.writes, b.afterWrites} {
		if err := step(); err != nil {
			return err
		}
	}
	return e.weigh(t)
}
