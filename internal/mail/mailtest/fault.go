package mailtest

import (
	"slices"
	"time"

	"github.com/emersion/go-smtp"
)

// Faults are what a Server does wrong. The zero value does everything right.
type Faults struct {
	Down       bool             // connections are closed before a word is said
	RefuseAuth bool             // no password is right
	Greylist   int              // each recipient is put off with 451 so many times
	Refuse     []string         // these recipients get 550, for ever
	Answer     map[Stage]Answer // instead of the good answer, at Mail, Recipient or Taken
	Slow       time.Duration    // before each answer at Mail

	Cut  Stage // where connections are cut
	Cuts int   // how many of them; 0: all
}

// Stage is a moment of a delivery.
type Stage int

// The stages, in order.
const (
	Never     Stage = iota
	Mail            // when the sender is said
	Recipient       // when the recipient is said: before DATA
	Content         // in the middle of the letter
	Taken           // after the last byte and before the answer: the server has the letter, and nobody knows
	Answered        // after the answer that it has the letter
)

// Answer is what the server says. Lines of Text are lines of the answer.
type Answer struct {
	Code int
	Text string
}

// Misbehave makes the server fail like this from now on; what was received and put off stays.
func (s *Server) Misbehave(f Faults) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults, s.cuts = f, 0
}

// cut reports whether a connection is to be cut at a stage, and counts it.
func (s *Server) cut(at Stage) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.faults.Cut != at || s.faults.Cuts > 0 && s.cuts >= s.faults.Cuts {
		return false
	}
	s.cuts++
	return true
}

// answer is what the server has been told to say at a stage; nil: that all is well.
func (s *Server) answer(at Stage) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, told := s.faults.Answer[at]
	if !told {
		return nil
	}
	return &smtp.SMTPError{Code: a.Code, EnhancedCode: smtp.NoEnhancedCode, Message: a.Text}
}

// recipient says whether a letter may come for somebody.
func (s *Server) recipient(to string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if slices.Contains(s.faults.Refuse, to) {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such user here"}
	}
	if s.putOff[to] < s.faults.Greylist {
		s.putOff[to]++
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "Greylisted, come back later"}
	}
	return nil
}

// wait is slow, unless the server ends meanwhile.
func (s *Server) wait() {
	s.mu.Lock()
	slow := s.faults.Slow
	s.mu.Unlock()
	if slow <= 0 {
		return
	}
	timer := time.NewTimer(slow)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-s.ended:
	}
}
