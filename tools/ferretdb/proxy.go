package main

import (
	"net"
	"sync"
)

// proxy stands before the server and lets one write command through at a time.
type proxy struct {
	socket string
	write  sync.Mutex // held from the sending of a write command to the end of its answer
}

// accept serves the connections of door until it is closed.
func (p *proxy) accept(door net.Listener) {
	for {
		client, err := door.Accept()
		if err != nil {
			return
		}
		go p.talk(client)
	}
}

// talk carries one connection: a driver waits for each answer before it asks again.
func (p *proxy) talk(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("unix", p.socket)
	if err != nil {
		return
	}
	defer server.Close()
	for {
		ask, err := readMessage(client)
		if err != nil {
			return
		}
		answer, err := p.exchange(server, ask)
		if err != nil {
			return
		}
		if _, err := client.Write(answer); err != nil {
			return
		}
	}
}

// exchange gives ask to the server and returns its answer, empty when none is due.
func (p *proxy) exchange(server net.Conn, ask message) (message, error) {
	if ask.writes() {
		p.write.Lock()
		defer p.write.Unlock()
	}
	if _, err := server.Write(ask); err != nil {
		return nil, err
	}
	if ask.unanswered() {
		return nil, nil
	}
	return readMessage(server)
}
