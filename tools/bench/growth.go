package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"partant/internal/store/sqlite"
)

// grown is a data folder of one size, open twice: by a server without search, for the pages, and here, for the lists.
type grown struct {
	size  int
	site  *server
	store *sqlite.DB
	who   members
}

// growth prints the p50 of pages and lists at each size and what a step multiplies it by. The sizes take turns, so that what
// else the machine does falls on all alike.
func growth(ctx context.Context, keep, sizes string, rounds int) error {
	var all []*grown
	defer func() {
		for _, g := range all {
			g.close()
		}
	}()
	for _, size := range strings.Split(sizes, ",") {
		g, err := grow(ctx, keep, size)
		if err != nil {
			return err
		}
		all = append(all, g)
	}
	sample, err := newSample(all[0].size)
	if err != nil {
		return err
	}
	var rows []growthRow
	for _, p := range sample.pages() {
		row, err := compare(all, rounds, p.name, func(g *grown, i int) (time.Duration, error) { return g.askPage(p.path(i), i) })
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	for _, l := range sample.lists() {
		row, err := compare(all, rounds, l.name, func(g *grown, i int) (time.Duration, error) {
			began := time.Now()
			n, err := l.read(ctx, g.store.Profiles(), i)
			took := time.Since(began)
			if err == nil && n < sampled {
				err = fmt.Errorf("%s: %d of %d pages: the page is not full, and would grow by itself", l.name, n, sampled)
			}
			return took, err
		})
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	printGrowth(all, rows)
	return nil
}

// grow fills the folder of one size, once, and opens it.
func grow(ctx context.Context, keep, size string) (*grown, error) {
	n, err := strconv.Atoi(size)
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(keep, size)
	began := time.Now()
	g := &grown{size: n}
	if g.who, err = fill(ctx, dir, n); err != nil {
		return nil, err
	}
	fmt.Fprintf(os.Stderr, "%d profiles: ready after %v, %d MB on disk\n", n, time.Since(began).Round(time.Second), onDisk(dir)>>20)
	g.site, err = start(*binary, "serve", "--data", dir, "--search", "off", "--metrics-addr", "off", "--log-format", "json", "--event-networks", "127.0.0.0/8", "--addr")
	if err != nil {
		return nil, err
	}
	if g.store, err = sqlite.Open(dir); err != nil {
		g.site.stop()
		return nil, err
	}
	return g, nil
}

func (g *grown) close() {
	g.site.stop()
	g.store.Close()
}

func onDisk(dir string) (size int64) {
	files, _ := os.ReadDir(dir)
	for _, f := range files {
		if info, err := f.Info(); err == nil {
			size += info.Size()
		}
	}
	return size
}

// askPage asks for a page as one of the members and returns how long it took.
func (g *grown) askPage(path string, turn int) (time.Duration, error) {
	began := time.Now()
	_, err := get(pageClient, target{of: g.site, path: path, as: g.who}, turn)
	return time.Since(began), err
}

var pageClient = &http.Client{Transport: &http.Transport{DisableCompression: true}}

// growthRow is what one page or list costs at each size.
type growthRow struct {
	name string
	p50  []time.Duration
}

// perTurn is how often a size is asked before the next one is.
const perTurn = 40

// compare asks the sizes in turn. The i-th question is the same for all; none comes twice, or memory would answer.
func compare(all []*grown, rounds int, name string, ask func(g *grown, i int) (time.Duration, error)) (growthRow, error) {
	times := make([][]time.Duration, len(all))
	for i := 0; i < 2*rounds*perTurn; i += perTurn {
		for size, g := range all {
			for turn := range perTurn {
				took, err := ask(g, i+turn)
				if err != nil {
					return growthRow{}, fmt.Errorf("%s of %d profiles: %w", name, g.size, err)
				}
				if turn >= perTurn/4 { // the first ones find the caches of the machine full of another size
					times[size] = append(times[size], took)
				}
			}
		}
	}
	row := growthRow{name: name}
	for _, t := range times {
		slices.Sort(t)
		row.p50 = append(row.p50, t[len(t)/2])
	}
	return row, nil
}

func printGrowth(all []*grown, rows []growthRow) {
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 1, ' ', 0)
	defer out.Flush()
	fmt.Fprint(out, "| p50, µs\t")
	for i, g := range all {
		fmt.Fprintf(out, "| %d\t", g.size)
		if i > 0 {
			fmt.Fprint(out, "| ×\t")
		}
	}
	fmt.Fprint(out, "|\n|---")
	fmt.Fprint(out, strings.Repeat("|---", 2*len(all)-1), "|\n")
	for _, r := range rows {
		r.print(out)
	}
}

func (r growthRow) print(out io.Writer) {
	fmt.Fprintf(out, "| %s\t", r.name)
	for i, p := range r.p50 {
		fmt.Fprintf(out, "| %.0f\t", float64(p)/float64(time.Microsecond))
		if i > 0 {
			fmt.Fprintf(out, "| %.2f\t", float64(p)/float64(r.p50[i-1]))
		}
	}
	fmt.Fprint(out, "|\n")
}
