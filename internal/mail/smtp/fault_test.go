package smtp_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/mail"
	"partant/internal/mail/mailtest"
	"partant/internal/mail/smtp"
)

func TestAnswers(t *testing.T) {
	t.Parallel()
	s := mailtest.Start(t)
	c := to(t, s)
	long := strings.Repeat("é", 150)
	for _, stage := range []mailtest.Stage{mailtest.Mail, mailtest.Recipient, mailtest.Taken} {
		for answer, reason := range map[mailtest.Answer]string{
			{Code: 550, Text: "5.1.1 No such user"}:                "550 5.1.1 No such user",
			{Code: 554, Text: "5.7.1 Not\n5.7.1 wanted\u2028here"}: "554 5.7.1 Not 5.7.1 wanted here",
			{Code: 552, Text: long}:                                "552 " + long[:196],
			{Code: 521, Text: ""}:                                  "521",
			{Code: 451, Text: "4.7.1 Later"}:                       "", // to be tried again
			{Code: 421, Text: "4.4.2 Bye"}:                         "",
			{Code: 452, Text: "4.2.2 Mailbox full"}:                "",
			{Code: 530, Text: "5.7.0 Authentication required"}:     "",
			{Code: 535, Text: "5.7.8 Wrong password"}:              "",
			{Code: 354, Text: "what?"}:                             "",
			{Code: 699, Text: "what?"}:                             "",
		} {
			s.Misbehave(mailtest.Faults{Answer: map[mailtest.Stage]mailtest.Answer{stage: answer}})
			err := c.Carry(t.Context(), mailtest.Letter("a"))
			name := fmt.Sprintf("%d at stage %d", answer.Code, stage)
			if reason == "" {
				unavailable(t, name, err, fmt.Sprint(answer.Code))
				continue
			}
			var refused mail.Refused
			if !errors.As(err, &refused) {
				t.Errorf("%s: %v", name, err)
			}
			if diff := cmp.Diff(mail.Refused{Reason: reason}, refused); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	}
	if n := len(s.Received()); n > 0 {
		t.Errorf("%d letters arrived", n)
	}
}

// R10, line by line: what the server heard, what the carrier says, and what arrives when it is tried again.
func TestCuts(t *testing.T) {
	t.Parallel()
	for at, arrives := range map[mailtest.Stage]int{mailtest.Mail: 1, mailtest.Recipient: 1, mailtest.Content: 1, mailtest.Taken: 2} {
		for _, security := range []mailtest.Security{mailtest.Clear, mailtest.StartTLS, mailtest.TLS} {
			s := mailtest.Start(t, mailtest.Options{Security: security})
			c := to(t, s)
			s.Misbehave(mailtest.Faults{Cut: at, Cuts: 1})
			name := fmt.Sprintf("cut at stage %d, security %d", at, security)
			unavailable(t, name, c.Carry(t.Context(), mailtest.Letter("a")), "mail: "+s.Addr)
			if err := c.Carry(t.Context(), mailtest.Letter("a")); err != nil {
				t.Errorf("%s, again: %v", name, err)
			}
			got := s.Received()
			if len(got) != arrives {
				t.Fatalf("%s: %d letters arrived, want %d", name, len(got), arrives)
			}
			if got[0].ID() != got[len(got)-1].ID() || got[0].ID() != "<a@exemple.invalid>" {
				t.Errorf("%s: %s and %s", name, got[0].ID(), got[len(got)-1].ID())
			}
		}
	}
}

// What happens after the server said that it has the letter changes nothing.
func TestCutAfterTheAnswer(t *testing.T) {
	t.Parallel()
	for _, security := range []mailtest.Security{mailtest.Clear, mailtest.TLS} {
		s := mailtest.Start(t, mailtest.Options{Security: security})
		s.Misbehave(mailtest.Faults{Cut: mailtest.Answered})
		if err := to(t, s).Carry(t.Context(), mailtest.Letter("a")); err != nil {
			t.Error(err)
		}
		if n := len(s.Received()); n != 1 {
			t.Errorf("%d letters arrived", n)
		}
	}
}

func TestGreylisting(t *testing.T) {
	t.Parallel()
	s := mailtest.Start(t)
	c := to(t, s)
	s.Misbehave(mailtest.Faults{Greylist: 2})
	for range 2 {
		unavailable(t, "greylisted", c.Carry(t.Context(), mailtest.Letter("a")), "451 4.7.1 Greylisted")
	}
	if err := c.Carry(t.Context(), mailtest.Letter("a")); err != nil || len(s.Received()) != 1 {
		t.Errorf("the third time: %v, %d letters", err, len(s.Received()))
	}
}

func TestOneRecipientIsRefusedAndOthersAreNot(t *testing.T) {
	t.Parallel()
	s := mailtest.Start(t)
	c := to(t, s)
	bad, good := mailtest.Letter("bad"), mailtest.Letter("good")
	s.Misbehave(mailtest.Faults{Refuse: []string{bad.To.Email}})
	if err := c.Carry(t.Context(), bad); !errors.Is(err, mail.Refused{Reason: "550 5.1.1 No such user here"}) {
		t.Error(err)
	}
	if err := c.Carry(t.Context(), good); err != nil || len(s.Received()) != 1 {
		t.Errorf("%v, %d letters", err, len(s.Received()))
	}
}

func TestDown(t *testing.T) {
	t.Parallel()
	s := mailtest.Start(t, mailtest.Options{Security: mailtest.TLS})
	c := to(t, s)
	s.Misbehave(mailtest.Faults{Down: true})
	unavailable(t, "down", c.Carry(t.Context(), mailtest.Letter("a")), s.Addr)
	s.Misbehave(mailtest.Faults{})
	if err := c.Carry(t.Context(), mailtest.Letter("a")); err != nil {
		t.Error(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ln.Close()
	nobody, err := smtp.Open(smtp.Config{URL: "smtp://" + ln.Addr().String()}, writer(t))
	if err != nil {
		t.Fatal(err)
	}
	unavailable(t, "nobody listens", nobody.Carry(t.Context(), mailtest.Letter("a")), "connection refused")
}

// Whoever gives up is let go at once, wherever the letter is, and no connection stays behind.
func TestSlow(t *testing.T) {
	t.Parallel()
	for _, security := range []mailtest.Security{mailtest.Clear, mailtest.StartTLS, mailtest.TLS} {
		s := mailtest.Start(t, mailtest.Options{Security: security})
		s.Misbehave(mailtest.Faults{Slow: time.Hour})
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		err := to(t, s).Carry(ctx, mailtest.Letter("a"))
		cancel()
		unavailable(t, "slow", err, "deadline")
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	}
}

// Others may listen where the mail server should: whatever they say, it is no letter that was taken or refused.
func TestStrangers(t *testing.T) {
	t.Parallel()
	for name, says := range map[string]string{
		"silence": "", "a page": "HTTP/1.1 400 Bad Request\r\n\r\n", "noise": "\x00\xff\x16\x03\x01\r\n", "no mail here": "554 no mail here\r\n",
		"too busy": "421 too busy\r\n", "a greeting and no more": "220 hello\r\n", "no hello": "220 hello\r\n502 no EHLO\r\n502 no HELO\r\n",
		"half a line": "220 hel", "a long line": "220 " + strings.Repeat("x", 1<<20) + "\r\n",
	} {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		var stranger sync.WaitGroup
		stranger.Go(func() { speak(ln, says) })
		c, err := smtp.Open(smtp.Config{URL: "smtp://" + ln.Addr().String()}, writer(t))
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		unavailable(t, name, c.Carry(ctx, mailtest.Letter("a")), "")
		cancel()
		ln.Close()
		stranger.Wait()
	}
}

// speak says something to the first who comes and listens until they go.
func speak(ln net.Listener, says string) {
	conn, err := ln.Accept()
	if err != nil {
		return
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, says)
	_, _ = io.Copy(io.Discard, conn)
}

// A thousand letters through a server that does everything wrong in turn: none is lost, none comes twice but those whose
// answer was cut off, and those with one Message-ID.
func TestManyLettersThroughABadServer(t *testing.T) {
	t.Parallel()
	letters := 150
	if os.Getenv("PARTANT_ENDURE") != "" {
		letters = 1000
	}
	s := mailtest.Start(t)
	c := to(t, s)
	var refuse []string
	for i := 0; i < letters; i += 10 {
		refuse = append(refuse, mailtest.Letter(fmt.Sprint(i)).To.Email)
	}
	dice := rand.New(rand.NewPCG(10, 10))
	unknown, refused := map[string]int{}, 0 // by Message-ID: how often nobody knew
	waiting := make([]mail.Message, letters)
	for i := range waiting {
		waiting[i] = mailtest.Letter(fmt.Sprint(i))
	}
	for len(waiting) > 0 {
		m := waiting[0]
		waiting = waiting[1:]
		cut := []mailtest.Stage{mailtest.Never, mailtest.Never, mailtest.Mail, mailtest.Recipient, mailtest.Content, mailtest.Taken, mailtest.Answered}[dice.IntN(7)]
		s.Misbehave(mailtest.Faults{Down: dice.IntN(5) == 0, Greylist: 1, Refuse: refuse, Cut: cut})
		before := len(s.Received())
		err := c.Carry(t.Context(), m)
		switch {
		case errors.As(err, new(mail.Refused)):
			refused++
		case err != nil:
			waiting = append(waiting, m)
			unknown["<"+m.ID+"@exemple.invalid>"] += len(s.Received()) - before
		}
	}
	came := map[string]int{}
	for _, r := range s.Received() {
		came[r.ID()]++
	}
	if refused != len(refuse) || len(came) != letters-refused {
		t.Errorf("of %d letters %d arrived and %d were refused, of %d", letters, len(came), refused, len(refuse))
	}
	for id, times := range came {
		if times != 1+unknown[id] {
			t.Errorf("%s came %d times, and %d times nobody knew", id, times, unknown[id])
		}
	}
}
