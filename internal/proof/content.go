package proof

import (
	"bytes"
	"strings"
)

const (
	shortestToken = 16
	longestToken  = 128
)

// wellFormed reports whether a token can be told from what a site holds anyway, an empty line to begin with.
func wellFormed(token string) bool {
	return len(token) >= shortestToken && len(token) <= longestToken &&
		strings.Trim(token, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == ""
}

// TokenIn reports whether a line of the first 4 KiB of content is the token, and nothing else but white space. Lines end
// as on any system, and the mark that Windows puts before a text is no part of it. False for a token that is none.
func TokenIn(content []byte, token string) bool {
	if !wellFormed(token) {
		return false
	}
	content = bytes.TrimPrefix(head(content), []byte("\uFEFF"))
	for line := range bytes.FieldsFuncSeq(content, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if string(bytes.Trim(line, " \t")) == token {
			return true
		}
	}
	return false
}

// head returns the lines that are whole within the limit.
func head(content []byte) []byte {
	if len(content) <= longestFile {
		return content
	}
	return content[:max(0, bytes.LastIndexAny(content[:longestFile+1], "\r\n"))]
}
