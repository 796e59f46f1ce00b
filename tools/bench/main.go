// Bench prints what pages cost: server CPU per request, as a ratio to a constant 20 KB page served in the same run by
// the same library (the targets are in docs/speed.md). It fills data folders with profiles that nobody is, starts
// bin/partant on them, and asks over loopback. Nothing here passes or fails: a person reads the tables.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

var binary = flag.String("binary", "bin/partant", "the program to measure")

func main() {
	if len(os.Args) == 3 && os.Args[1] == "constant" { // the yardstick: see constant.go
		log.Fatal(serveConstant(os.Args[2]))
	}
	sizes := flag.String("sizes", "7000,70000", "profiles in each data folder, in ascending order")
	growing := flag.Bool("growth", false, "print instead how profile pages, commune pages and lists grow from 7,000 to 700,000 profiles, without the search")
	talking := flag.Bool("talk", false, "print instead what a thread, a feed and an answer cost, among 1,000 and 1,000,000 publications")
	listening := flag.Bool("live", false, "print instead how soon 1,800 who look at one discussion are told of an answer, and what each costs")
	meeting := flag.Bool("meet", false, "print instead what an event, the calendar of a month and « partant » cost, among 100 and 100,000 events")
	keep := flag.String("keep", filepath.Join(os.TempDir(), "partant-bench"), "folder of the data folders: filled once, used again")
	rounds := flag.Int("rounds", 10, "interleaved rounds")
	flag.Parse()
	what := run
	if *listening {
		what = tellCrowd
	}
	if *growing {
		what = growth
		if !given("sizes") {
			*sizes = "7000,70000,700000"
		}
	}
	if *talking {
		what = talk
		if !given("sizes") {
			*sizes = "1000,1000000"
		}
	}
	if *meeting {
		what = gatherings
		if !given("sizes") {
			*sizes = "100,100000"
		}
	}
	if err := what(context.Background(), *keep, *sizes, *rounds); err != nil {
		log.Fatal(err)
	}
}

// given reports whether a flag was set by hand.
func given(name string) (yes bool) {
	flag.Visit(func(f *flag.Flag) { yes = yes || f.Name == name })
	return yes
}

func run(ctx context.Context, keep, sizes string, rounds int) error {
	yard, err := start(os.Args[0], "constant")
	if err != nil {
		return err
	}
	defer yard.stop()
	fmt.Println("| profiles | page | CPU ms | ÷ const | p50 ms | bytes |")
	fmt.Println("|---|---|---|---|---|---|")
	for _, size := range strings.Split(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			return err
		}
		if err := measure(ctx, yard, filepath.Join(keep, size), n, rounds); err != nil {
			return err
		}
	}
	return nil
}

// open starts the site on a data folder; served and searching are how long it took until pages and the search answered.
func open(dir string) (site *server, served, searching time.Duration, err error) {
	began := time.Now()
	site, err = start(*binary, "serve", "--data", dir, "--metrics-addr", "off", "--log-format", "json", "--event-networks", "127.0.0.0/8", "--addr")
	if err != nil {
		return nil, 0, 0, err
	}
	served = time.Since(began)
	if searching, err = site.untilSearching(began); err != nil {
		site.stop()
	}
	return site, served, searching, err
}

// measure prints the table of one data folder.
func measure(ctx context.Context, yard *server, dir string, n, rounds int) error {
	who, err := fill(ctx, dir, n)
	if err != nil {
		return err
	}
	first, _, searching, err := open(dir) // the first start fills the index
	if err != nil {
		return err
	}
	first.stop()
	fmt.Fprintf(os.Stderr, "%d profiles: search %v after the first start\n", n, searching.Round(time.Millisecond))
	site, served, searching, err := open(dir)
	if err != nil {
		return err
	}
	defer site.stop()
	pages, err := site.pages(who)
	if err != nil {
		return err
	}
	costs, most := map[string]*cost{}, int64(0)
	for range rounds { // interleaved: what else the machine does falls on all alike
		for _, p := range append([]target{{name: "const", of: yard, path: "/"}}, pages...) {
			if costs[p.name] == nil {
				costs[p.name] = &cost{}
			}
			if err := costs[p.name].add(p); err != nil {
				return err
			}
			most = max(most, site.memory())
		}
	}
	unit := costs["const"].cpu()
	for _, p := range append([]target{{name: "const"}}, pages...) {
		c := costs[p.name]
		fmt.Printf("| %d | %s | %.3f | %.1f | %.2f | %d |\n", n, p.name, c.cpu(), c.cpu()/unit, c.p50(), c.bytes)
	}
	fmt.Printf("| %d | start: pages after %d ms, search after %d ms; memory while serving %d MiB at most | | | | |\n", n,
		served.Milliseconds(), searching.Milliseconds(), most>>20)
	return nil
}
