package main

import (
	"bytes"
	"testing"
	"time"
)

func TestTable(t *testing.T) {
	t.Parallel()
	table := newTable()
	table.column("one")
	table.set("first", "1")
	table.times("second", []time.Duration{3 * time.Millisecond, time.Millisecond, 2500 * time.Microsecond})
	table.column("two")
	table.times("second", []time.Duration{time.Second})
	table.set("third", "3")
	table.times("nothing", nil)
	var out bytes.Buffer
	table.print(&out)
	const want = `| p50 / p99 in ms, where nothing else is said | one       | two             |
| ---                                         | ---       | ---             |
| first                                       | 1         | –               |
| second                                      | 2.5 / 2.5 | 1000.0 / 1000.0 |
| third                                       | –         | 3               |
`
	if out.String() != want {
		t.Errorf("it prints\n%s", out.String())
	}
}
