package main

import (
	"bytes"
	"encoding/binary"
	"testing"
)

// ask makes a message whose body starts with an int32 element of that name.
func ask(code, flags uint32, command string) message {
	var body bytes.Buffer
	body.WriteByte(0x10)
	body.WriteString(command + "\x00")
	body.Write([]byte{1, 0, 0, 0, 0})
	m := make(message, headerSize, 64)
	m = binary.LittleEndian.AppendUint32(m, flags)
	m = append(m, sectionBody)
	m = binary.LittleEndian.AppendUint32(m, uint32(body.Len()+4))
	m = append(m, body.Bytes()...)
	binary.LittleEndian.PutUint32(m[12:], code)
	binary.LittleEndian.PutUint32(m, uint32(len(m)))
	return m
}

func TestMessage(t *testing.T) {
	tests := []struct {
		name       string
		m          message
		command    string
		writes     bool
		unanswered bool
	}{
		{"find", ask(opMsg, 0, "find"), "find", false, false},
		{"hello", ask(opMsg, 0, "hello"), "hello", false, false},
		{"insert", ask(opMsg, 0, "insert"), "insert", true, false},
		{"insert nobody waits for", ask(opMsg, moreToCome, "insert"), "insert", true, true},
		{"findAndModify", ask(opMsg, 0, "findAndModify"), "findAndModify", true, false},
		{"unknown", ask(opMsg, 0, "somethingNew"), "somethingNew", true, false},
		{"greeting of an old driver", ask(2004, 0, "isMaster"), "", false, false},
		{"cut short", ask(opMsg, 0, "find")[:headerSize+3], "", true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.m.command(); got != tt.command {
				t.Errorf("command %q, want %q", got, tt.command)
			}
			if got := tt.m.writes(); got != tt.writes {
				t.Errorf("writes %v, want %v", got, tt.writes)
			}
			if got := tt.m.unanswered(); got != tt.unanswered {
				t.Errorf("unanswered %v, want %v", got, tt.unanswered)
			}
		})
	}
}

func TestReadMessage(t *testing.T) {
	whole := ask(opMsg, 0, "find")
	if got, err := readMessage(bytes.NewReader(whole)); err != nil || !bytes.Equal(got, whole) {
		t.Errorf("a whole message: %x, %v", got, err)
	}
	for name, b := range map[string][]byte{
		"nothing":   nil,
		"cut short": whole[:len(whole)-1],
		"too small": {15, 0, 0, 0},
		"too big":   {0, 0, 0, 0x7f},
	} {
		if _, err := readMessage(bytes.NewReader(b)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
