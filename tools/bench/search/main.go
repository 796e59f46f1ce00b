// Command search measures an index on the seeded corpus and prints the table of docs/speed.md.
//
//	go run ./tools/bench/search -n 70000
//
// It is for a person who compares two versions on the same machine: figures wander with what else runs there.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"partant/internal/search"
	"partant/internal/search/embedded"
	"partant/internal/search/french"
	"partant/internal/search/searchtest"
	"partant/internal/search/searchtest/corpus"
)

func main() {
	log.SetFlags(0)
	n := flag.Int("n", corpus.Full, "how many documents")
	dir := flag.String("dir", "", "folder of the index; a temporary one when empty")
	flag.Parse()
	if err := run(context.Background(), *n, *dir); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, n int, dir string) (err error) {
	if dir == "" {
		if dir, err = os.MkdirTemp("", "partant-search-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	if err := build(ctx, n, dir); err != nil {
		return err
	}
	index, err := reopen(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, index.Close()) }()
	b := newBench(ctx, index, n)
	steps := []func() error{b.relevance, b.firstTime, b.oneClient, b.manyClients, b.writes, b.afterWrites, b.memory}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// build fills a new index, prints what that took and closes it, so that the rest is measured as after a start.
func build(ctx context.Context, n int, dir string) error {
	index, err := embedded.Open(ctx, dir, french.Directory())
	if err != nil {
		return err
	}
	report, err := index.Rebuild(ctx, corpus.New().Documents(n))
	if err = errors.Join(err, index.Close()); err != nil {
		return err
	}
	size, err := sizeOf(dir)
	fmt.Printf("| %d documents | |\n|---|---|\n", n)
	fmt.Printf("| rebuild | %.1f s, %.0f documents/s (the corpus is made meanwhile) |\n", report.Took.Seconds(), float64(n)/report.Took.Seconds())
	fmt.Printf("| disk | %.1f MB, %.2f KB/document |\n", float64(size)/1e6, float64(size)/1e3/float64(n))
	debug.FreeOSMemory()
	return err
}

func reopen(ctx context.Context, dir string) (search.Index, error) {
	begun := time.Now()
	index, err := embedded.Open(ctx, dir, french.Directory())
	if err != nil {
		return nil, err
	}
	opened := time.Since(begun)
	if err := index.Ready(ctx); err != nil {
		return nil, errors.Join(err, index.Close())
	}
	fmt.Printf("| open | %.0f ms, ready after %.0f ms |\n", ms(opened), ms(time.Since(begun)))
	return index, nil
}

func sizeOf(dir string) (int64, error) {
	var size int64
	err := filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		size += info.Size()
		return err
	})
	return size, err
}

// memory prints what the system gave the process.
func (b *bench) memory() error {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(status)) {
		if strings.HasPrefix(line, "VmRSS") || strings.HasPrefix(line, "RssAnon") || strings.HasPrefix(line, "VmHWM") {
			name, value, _ := strings.Cut(line, ":")
			fmt.Printf("| %s | %s |\n", name, strings.TrimSpace(value))
		}
	}
	return nil
}

func (b *bench) relevance() error {
	scores, err := searchtest.NewJudge(searchtest.Queries().Questions, b.n).Score(b.ctx, b.index)
	if err == nil {
		fmt.Printf("| relevance | %v |\n\n| | p50 ms | p99 ms | |\n|---|---|---|---|\n", scores.Score)
	}
	return err
}
