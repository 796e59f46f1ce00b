package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/message"
	"partant/internal/page"
	"partant/internal/trap"
)

// Messages runs the suite of the ports of letters. open gives a fresh, empty store.
func Messages(t *testing.T, open func(t *testing.T) message.Stores) {
	for name, check := range map[string]func(*testing.T, message.Stores){
		"InsertGet": messageInsertGet, "Missing": messageMissing, "Update": messageUpdate, "Once": messageOnce, "Due": messagesDue,
		"Sweep": messageSweep, "Concerning": messagesConcerning, "Remove": messageRemove, "Block": messageBlock, "Strange": messageStrange,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// fullMessage leaves no field zero.
func fullMessage(id string) message.Message {
	return message.Message{ID: id, Rev: 1, Page: message.Page{ID: "p-1", Slug: "atelier", Name: "Atelier"},
		From:    message.Party{Account: "a-1", Email: "x@exemple.invalid", Name: "Claude", Key: "k", Sealed: "s", Letter: "d-0"},
		To:      []message.Party{{Account: "a-2", Email: "y@exemple.invalid", Name: "Dany", Key: "l", Sealed: "t", Letter: "d-1"}},
		Subject: "Un devis", Text: "Bonjour,\n\nun devis ?", State: message.Sent, Answers: "m-0", Shown: true,
		Created: noon, Expires: noon.Add(time.Hour), Owes: debt.Owes{{ID: "d-1", Kind: message.OwesLetter, Due: noon, Tries: 1}}}
}

func messageInsertGet(t *testing.T, s message.Stores) {
	for _, want := range []message.Message{fullMessage("m"), {ID: "zéro", Rev: 1}} {
		ok(t, s.InsertMessage(t.Context(), want))
		got, err := s.Message(t.Context(), want.ID)
		same(t, must(t, got, err), want)
		wantErr(t, s.InsertMessage(t.Context(), want), fault.Taken{Field: "id"})
	}
}

func messageMissing(t *testing.T, s message.Stores) {
	_, err := s.Message(t.Context(), "rien")
	wantErr(t, err, fault.NotFound)
	_, err = s.UpdateMessage(t.Context(), "rien", func(*message.Message) error { return nil })
	wantErr(t, err, fault.NotFound)
	due, err := s.DueMessages(t.Context(), noon, time.Minute, 9)
	same(t, must(t, due, err), nil)
}

func messageUpdate(t *testing.T, s message.Stores) {
	ok(t, s.InsertMessage(t.Context(), fullMessage("m")))
	mine := errors.New("mine")
	_, err := s.UpdateMessage(t.Context(), "m", func(m *message.Message) error { m.Text = ""; return mine })
	wantErr(t, err, mine)
	got, err := s.UpdateMessage(t.Context(), "m", func(m *message.Message) error { m.To[0].Sealed, m.Owes = "", nil; return nil })
	must(t, got, err)
	stored, err := s.Message(t.Context(), "m")
	same(t, must(t, stored, err), got)
	if got.Rev != 2 || got.To[0].Sealed != "" || got.Text != fullMessage("m").Text {
		t.Errorf("after the update: %+v", got)
	}
}

// The same letter sent by two fingers is one.
func messageOnce(t *testing.T, s message.Stores) {
	outcomes := make(chan error, 10)
	var group sync.WaitGroup
	for range 10 {
		group.Go(func() { outcomes <- s.InsertMessage(t.Context(), fullMessage("m")) })
	}
	group.Wait()
	close(outcomes)
	won := 0
	for err := range outcomes {
		if err == nil {
			won++
		} else {
			wantErr(t, err, fault.Taken{Field: "id"})
		}
	}
	if won != 1 {
		t.Errorf("%d letters under one id", won)
	}
}

func messagesDue(t *testing.T, s message.Stores) {
	for n, due := range []time.Time{noon.Add(time.Minute), noon, noon.Add(time.Hour)} {
		m := fullMessage(fmt.Sprint(n))
		m.Owes[0].Due = due
		ok(t, s.InsertMessage(t.Context(), m))
	}
	ok(t, s.InsertMessage(t.Context(), message.Message{ID: "owes nothing", Expires: noon}))
	take := func(now time.Time, limit int) (ids []string) {
		got, err := s.DueMessages(t.Context(), now, 10*time.Minute, limit)
		for _, m := range must(t, got, err) {
			ids = append(ids, m.ID)
		}
		return ids
	}
	same(t, take(noon.Add(-time.Second), 9), nil)
	same(t, take(noon, 1), []string{"1"})
	same(t, take(noon.Add(time.Minute), 9), []string{"0"}) // the other is leased
	same(t, take(noon.Add(10*time.Minute), 9), []string{"1"})
}

func messageSweep(t *testing.T, s message.Stores) {
	early, late := fullMessage("early"), fullMessage("late")
	early.Expires = noon
	ok(t, s.InsertMessage(t.Context(), early))
	ok(t, s.InsertMessage(t.Context(), late))
	ok(t, s.SweepMessages(t.Context(), noon)) // ends now, so not before it
	_, err := s.Message(t.Context(), "early")
	ok(t, err)
	ok(t, s.SweepMessages(t.Context(), noon.Add(time.Minute)))
	_, err = s.Message(t.Context(), "early")
	wantErr(t, err, fault.NotFound)
	_, err = s.Message(t.Context(), "late")
	ok(t, err)
	ok(t, s.InsertMessage(t.Context(), early)) // its id is free again
}

// A letter is found by everybody whom it concerns, as long as it does, the last written first.
func messagesConcerning(t *testing.T, s message.Stores) {
	var newest []string
	for n := range 6 {
		m := fullMessage(fmt.Sprint("m-", n))
		m.Created = noon.Add(time.Duration(n/2) * time.Minute) // two at once
		ok(t, s.InsertMessage(t.Context(), m))
		newest = append([]string{m.ID}, newest...)
	}
	ok(t, s.InsertMessage(t.Context(), message.Message{ID: "of nobody", Created: noon}))
	found := func(whom string, limit int) (ids []string) {
		for req := (page.Req{Limit: limit}); ; {
			got, err := s.MessagesConcerning(t.Context(), whom, req)
			for _, m := range must(t, got, err).Items {
				ids = append(ids, m.ID)
			}
			if req.Cursor = got.Next; got.Next.IsZero() {
				return ids
			}
		}
	}
	for _, whom := range []string{"compte:a-1", "compte:a-2", "boite:x@exemple.invalid", "boite:y@exemple.invalid", "fiche:p-1"} {
		for _, limit := range []int{1, 4, 50} {
			same(t, found(whom, limit), newest)
		}
	}
	same(t, found("compte:", 5), nil)
	_, err := s.UpdateMessage(t.Context(), "m-5", func(m *message.Message) error { m.To = nil; return nil })
	ok(t, err)
	ok(t, s.RemoveMessage(t.Context(), "m-4"))
	same(t, found("compte:a-2", 50), newest[2:])
	ok(t, s.SweepMessages(t.Context(), noon.Add(time.Hour*2)))
	same(t, found("compte:a-1", 50), nil)
	ok(t, s.InsertMessage(t.Context(), fullMessage("m-4"))) // swept and written again, it is found once
	same(t, found("compte:a-1", 50), []string{"m-4"})
}

func messageRemove(t *testing.T, s message.Stores) {
	ok(t, s.InsertMessage(t.Context(), fullMessage("m")))
	for range 2 {
		ok(t, s.RemoveMessage(t.Context(), "m"))
	}
	_, err := s.Message(t.Context(), "m")
	wantErr(t, err, fault.NotFound)
	due, err := s.DueMessages(t.Context(), noon.Add(time.Hour), time.Minute, 9)
	same(t, must(t, due, err), nil)
	ok(t, s.InsertMessage(t.Context(), fullMessage("m")))
}

func messageBlock(t *testing.T, s message.Stores) {
	blocked := func(ids ...string) bool {
		got, err := s.Blocked(t.Context(), ids)
		return must(t, got, err)
	}
	if blocked() || blocked("b") {
		t.Error("blocked from the first")
	}
	for range 2 {
		ok(t, s.PutBlock(t.Context(), message.Block{ID: "b", Created: noon}))
	}
	if !blocked("a", "b") || blocked("a") {
		t.Error("the wrong one is blocked")
	}
	for range 2 {
		ok(t, s.EndBlock(t.Context(), "b"))
	}
	if blocked("a", "b") {
		t.Error("still blocked")
	}
}

func messageStrange(t *testing.T, s message.Stores) {
	for n, said := range strange {
		m := fullMessage(fmt.Sprint(n))
		m.Subject, m.Text, m.From.Name = said, said, said
		ok(t, s.InsertMessage(t.Context(), m))
		got, err := s.Message(t.Context(), m.ID)
		same(t, must(t, got, err), m)
	}
}

// Secrets runs the suite of trap.Secrets.
func Secrets(t *testing.T, open func(t *testing.T) trap.Secrets) {
	s := open(t)
	var group sync.WaitGroup
	found := make([]string, 10)
	for n := range found {
		group.Go(func() {
			kept, err := s.Secret(t.Context(), "formulaires", fmt.Sprint("secret ", n))
			if err != nil {
				t.Error(err)
			}
			found[n] = kept
		})
	}
	group.Wait()
	for _, kept := range found {
		if kept == "" || kept != found[0] {
			t.Errorf("two secrets: %q", found)
		}
	}
	other, err := s.Secret(t.Context(), "autre", "x")
	same(t, must(t, other, err), "x")
}
