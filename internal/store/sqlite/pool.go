package sqlite

import "sync"

// pool has connections to read with. The one that was given back last goes out first: what it read a moment ago is in its cache.
type pool struct {
	free chan struct{} // one for each that is idle
	mu   sync.Mutex
	idle []*conn
}

func newPool(most int) *pool {
	return &pool{free: make(chan struct{}, most)}
}

// take takes the connection that whoever received from free may have.
func (p *pool) take() *conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	last := len(p.idle) - 1
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
