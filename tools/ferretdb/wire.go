package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
)

// The parts of the MongoDB wire protocol that tell a write from a read.
const (
	headerSize   = 16 // length, request id, response to, operation code; little-endian int32 each
	maxMessage   = 48_000_000
	opMsg        = 2013
	flagsAt      = headerSize
	moreToCome   = 1 << 1 // the sender waits for no answer
	sectionsAt   = headerSize + 4
	sectionBody  = 0 // one BSON document follows
	firstElement = sectionsAt + 1 + 4
)

// message is one whole message, header included.
type message []byte

// readMessage reads one message from r.
func readMessage(r io.Reader) (message, error) {
	var size [4]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return nil, err
	}
	n := binary.LittleEndian.Uint32(size[:])
	if n < headerSize || n > maxMessage {
		return nil, fmt.Errorf("a message of %d bytes", n)
	}
	m := make(message, n)
	copy(m, size[:])
	_, err := io.ReadFull(r, m[len(size):])
	return m, err
}

// code returns the operation code.
func (m message) code() uint32 { return binary.LittleEndian.Uint32(m[12:]) }

// unanswered reports whether the server sends nothing back.
func (m message) unanswered() bool {
	return m.code() == opMsg && len(m) >= sectionsAt && binary.LittleEndian.Uint32(m[flagsAt:])&moreToCome != 0
}

// command returns the name of the command, which is the key of the first element of the body; empty when m has none.
func (m message) command() string {
	if m.code() != opMsg || len(m) <= firstElement || m[sectionsAt] != sectionBody {
		return ""
	}
	name, _, found := bytes.Cut(m[firstElement+1:], []byte{0})
	if !found {
		return ""
	}
	return string(name)
}

// writes reports whether m may change something. What is not known to only read counts as a write.
func (m message) writes() bool {
	switch m.command() {
	case "find", "getMore", "killCursors", "count", "distinct", "aggregate", "explain",
		"hello", "isMaster", "ismaster", "ping", "buildInfo", "buildinfo", "serverStatus", "endSessions",
		"listCollections", "listDatabases", "listIndexes", "dbStats", "collStats":
		return false
	}
	return m.code() == opMsg // the older operations are the driver's greeting
}
