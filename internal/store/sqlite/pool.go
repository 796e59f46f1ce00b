package sqlite

import (
	"errors"
	"sync"
)

// pool has connections to read with, each opened once it is needed. The one that was given back last goes out first: what it read a moment ago
// is in its cache.
type pool struct {
	open func() (*conn, error)
	free chan struct{} // one for each that may be taken
	mu   sync.Mutex
	idle []*conn
}

func newPool(most int, open func() (*conn, error)) *pool {
	p := &pool{open: open, free: make(chan struct{}, most)}
	for range most {
		p.free <- struct{}{}
	}
	return p
}

// take takes the connection that whoever received from free may have.
func (p *pool) take() (*conn, error) {
	if c := p.last(); c != nil {
		return c, nil
	}
	c, err := p.open()
	if err != nil {
		p.free <- struct{}{}
	}
	return c, err
}

// last takes the connection that was given back last; nil when none is idle.
func (p *pool) last() *conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	last := len(p.idle) - 1
	if last < 0 {
		return nil
	}
	c := p.idle[last]
	p.idle = p.idle[:last]
	return c
}

// give gives one back.
func (p *pool) give(c *conn) {
	p.mu.Lock()
	p.idle = append(p.idle, c)
	p.mu.Unlock()
	p.free <- struct{}{}
}

// close closes all, those that are in use once they are given back.
func (p *pool) close() (err error) {
	for range cap(p.free) {
		<-p.free
	}
	for c := p.last(); c != nil; c = p.last() {
		err = errors.Join(err, c.close())
	}
	return err
}
