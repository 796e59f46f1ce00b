package web_test

import (
	"bufio"
	"io"
	"net/http"
	"strings"
)

// exchange sends bytes as they are and reads one answer.
func (h *house) exchange(bytes string) (status int, head, body string) {
	h.t.Helper()
	c := h.dial()
	defer c.Close()
	if _, err := io.WriteString(c, bytes); err != nil {
		h.t.Fatalf("%.80q: %v", bytes, err)
	}
	all, _ := io.ReadAll(c) // an answer cut short is one that http.ReadResponse refuses
	r, err := http.ReadResponse(bufio.NewReader(strings.NewReader(string(all))), nil)
	if err != nil {
		return 0, "", string(all)
	}
	defer r.Body.Close()
	b, _ := io.ReadAll(r.Body)
	var lines strings.Builder
	r.Header.Write(&lines)
	return r.StatusCode, lines.String(), string(b)
}
