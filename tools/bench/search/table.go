package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// table gathers what was measured: a row each, a column for each engine.
type table struct {
	engine  string // the column that is being filled
	engines []string
	rows    []string
	cells   map[[2]string]string // row, engine
}

func newTable() *table { return &table{cells: map[[2]string]string{}} }

// column begins the column of an engine.
func (t *table) column(engine string) {
	t.engine = engine
	t.engines = append(t.engines, engine)
}

func (t *table) set(row, cell string) {
	if !slices.Contains(t.rows, row) {
		t.rows = append(t.rows, row)
	}
	t.cells[[2]string{row, t.engine}] = cell
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// times sets a row to the median and the 99th percentile, in milliseconds.
func (t *table) times(row string, times []time.Duration) {
	if len(times) == 0 {
		return
	}
	slices.Sort(times)
	at := func(q float64) float64 { return ms(times[int(q*float64(len(times)-1))]) }
	t.set(row, fmt.Sprintf("%.1f / %.1f", at(.5), at(.99)))
}

func (t *table) print(to io.Writer) {
	out := tabwriter.NewWriter(to, 0, 0, 1, ' ', 0)
	defer out.Flush()
	line := func(first string, cell func(engine string) string) {
		fmt.Fprintf(out, "| %s\t", first)
		for _, e := range t.engines {
			fmt.Fprintf(out, "| %s\t", cell(e))
		}
		fmt.Fprintln(out, "|")
	}
	line("p50 / p99 in ms, where nothing else is said", func(engine string) string { return engine })
	line("---", func(string) string { return "---" })
	for _, row := range t.rows {
		line(row, func(engine string) string {
			if cell, ok := t.cells[[2]string{row, engine}]; ok {
				return cell
			}
			return "–"
		})
	}
}
