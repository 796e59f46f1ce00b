package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// server is a process that answers on loopback.
type server struct {
	cmd  *exec.Cmd
	base string
}

// start runs a program whose last argument is the address to listen on, and waits until it answers.
func start(program string, args ...string) (*server, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	addr := ln.Addr().String()
	ln.Close()
	s := &server{cmd: exec.Command(program, append(args, addr)...), base: "http://" + addr}
	s.cmd.Stderr = io.Discard
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	for range 2000 {
		if answer, err := http.Get(s.base + "/healthz"); err == nil {
			answer.Body.Close()
			return s, nil
		}
		time.Sleep(5 * time.Millisecond)
	}
	s.stop()
	return nil, fmt.Errorf("%s does not answer", program)
}

func (s *server) stop() {
	s.cmd.Process.Signal(syscall.SIGTERM)
	s.cmd.Wait()
}

// busy is the processor time of the process so far, all threads together (Linux: /proc/PID/task/*/schedstat, ns).
func (s *server) busy() time.Duration {
	var sum int64
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", s.cmd.Process.Pid))
	for _, f := range files {
		b, _ := os.ReadFile(f)
		ns, _, _ := strings.Cut(string(b), " ")
		n, _ := strconv.ParseInt(ns, 10, 64)
		sum += n
	}
	return time.Duration(sum)
}

// untilIdle waits until the process has paid what its documents owe and filled its index, half an hour at most: that is not the cost of a page.
func (s *server) untilIdle() {
	for range 3600 {
		before := s.busy()
		time.Sleep(500 * time.Millisecond)
		if s.busy()-before < 5*time.Millisecond {
			return
		}
	}
}

// memory is the resident set, in bytes.
func (s *server) memory() int64 {
	f, err := os.Open(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if kb, ok := strings.CutPrefix(lines.Text(), "VmRSS:"); ok {
			n, _ := strconv.ParseInt(strings.Fields(kb)[0], 10, 64)
			return n << 10
		}
	}
	return 0
}

// target is something to ask for. Cookies make it a page of members: drawn anew each time.
type target struct {
	name string
	of   *server
	path string
	as   members
}

// cost gathers what a page took.
type cost struct {
	busy  []time.Duration // of each round
	per   int             // requests in a round
	asked int
	waits []time.Duration
	bytes int
}

// perRound is how often a page is asked in one round: enough for a second of work in all.
const perRound = 400

func (c *cost) add(p target) error { return c.round(p, 1) }

// round asks for a page perRound times, so many at a time: who writes by many hands is compared with who reads by as many.
func (c *cost) round(p target, hands int) error {
	client := &http.Client{Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: hands}}
	defer client.CloseIdleConnections()
	waits, sizes := make([]time.Duration, perRound), make([]int, perRound)
	before := p.of.busy()
	err := together(perRound, hands, func(i int) (err error) {
		began := time.Now()
		defer func() { waits[i] = time.Since(began) }()
		sizes[i], err = get(client, p, c.asked+i)
		return err
	})
	c.per, c.bytes = perRound, sizes[0]
	c.busy, c.waits = append(c.busy, p.of.busy()-before), append(c.waits, waits...)
	c.asked += perRound
	return err
}

func get(client *http.Client, p target, turn int) (bytes int, err error) {
	req, err := http.NewRequest(http.MethodGet, p.of.base+p.path, nil)
	if err != nil {
		return 0, err
	}
	if len(p.as) > 0 {
		req.Header.Set("Cookie", p.as[turn%len(p.as)])
	}
	answer, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	n, err := io.Copy(io.Discard, answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %s", p.path, answer.Status)
	}
	return int(n), err
}

// cpu is milliseconds of processor a request, in the quieter half of the rounds: what else a machine does costs its caches.
func (c *cost) cpu() float64 {
	rounds := slices.Sorted(slices.Values(c.busy))
	rounds = rounds[:(len(rounds)+1)/2]
	sum := time.Duration(0)
	for _, busy := range rounds {
		sum += busy
	}
	return sum.Seconds() * 1000 / float64(c.per*len(rounds))
}

func (c *cost) p50() float64 {
	slices.Sort(c.waits)
	return c.waits[len(c.waits)/2].Seconds() * 1000
}
