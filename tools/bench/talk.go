package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"partant/internal/comment"
	"partant/internal/config"
	"partant/internal/id"
	"partant/internal/viewer"
	"partant/views"
)

// talk prints what the conversation costs: a thread, a feed, and an answer until it is durable; and what a thousand times
// as many publications multiply the feed by.
func talk(ctx context.Context, keep, sizes string, rounds int) error {
	return table(ctx, "publications", filepath.Join(keep, "talk-"), sizes, rounds, measureTalk)
}

// table prints the costs among so many of something, for several sizes: each has a data folder of its own, whose name ends with the size.
func table(ctx context.Context, of, folder, sizes string, rounds int, measure func(ctx context.Context, yard *server, dir string, n, rounds int) error) error {
	yard, err := start(os.Args[0], "constant")
	if err != nil {
		return err
	}
	defer yard.stop()
	fmt.Printf("| %s | page | CPU ms | ÷ const | p50 ms | bytes |\n", of)
	fmt.Println("|---|---|---|---|---|---|")
	for _, size := range strings.Split(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			return err
		}
		if err := measure(ctx, yard, folder+size, n, rounds); err != nil {
			return err
		}
	}
	return nil
}

func measureTalk(ctx context.Context, yard *server, dir string, n, rounds int) error {
	who, err := fillTalk(ctx, dir, n)
	if err != nil {
		return err
	}
	if err := reading(yard, dir, n, who, rounds); err != nil {
		return err
	}
	for _, way := range []writing{
		{"answer until it is durable, one at a time", 0, trusted, 1, config.Off, rounds},
		{"answer until it is durable, 32 at once", 0, trusted, 32, config.Off, rounds},
		{"answer of a newcomer with all that it owes, one at a time", trusted, talkersCount, 1, config.On, 1}, // who may not answer again soon
	} {
		if err := way.measure(yard, dir, n, who); err != nil {
			return err
		}
	}
	return nil
}

// reading prints what members and visitors look at.
func reading(yard *server, dir string, n int, who talkers, rounds int) error {
	site, err := converse(dir, config.On)
	if err != nil {
		return err
	}
	defer site.stop()
	site.untilIdle()
	some := who.Cookies[:memberCount]
	pages := []target{{"const", yard, "/", nil}, {"feed of 20, member", site, "/fil", some},
		{"feed of 20, visitor", site, "/fil", nil}, {"thread of 30, member", site, who.Thread, some},
		{"search of what is said, member", site, "/recherche?q=atelier+decembre", some}}
	costs, err := interleaved(pages, rounds)
	if err != nil {
		return err
	}
	for _, p := range pages {
		costs[p.name].print(n, p.name, costs["const"].cpu())
	}
	return nil
}

// converse starts the site on a data folder of publications; whether it works, too, is config.On or Off.
func converse(dir, work string) (*server, error) {
	return start(*binary, "serve", "--data", dir, "--work", work, "--metrics-addr", "off", "--log-format", "json", "--event-networks", "127.0.0.0/8", "--addr")
}

// interleaved asks for pages by turns: what else the machine does falls on all alike.
func interleaved(pages []target, rounds int) (map[string]*cost, error) {
	costs := map[string]*cost{}
	for range rounds {
		for _, p := range pages {
			if costs[p.name] == nil {
				costs[p.name] = &cost{}
			}
			if err := costs[p.name].add(p); err != nil {
				return nil, err
			}
		}
	}
	return costs, nil
}

// print is a line of the table.
func (c *cost) print(n int, name string, unit float64) {
	fmt.Printf("| %d | %s | %.3f | %.1f | %.2f | %d |\n", n, name, c.cpu(), c.cpu()/unit, c.p50(), c.bytes)
}

// writing is a way of answering: which of the talkers do by turns, how many at once, and whether what they owe is paid meanwhile.
type writing struct {
	name     string
	from, to int
	hands    int
	work     string
	rounds   int
}

// measure has talkers answer in rounds, against the constant page asked for by as many. The first round is not counted: the process is cold.
func (w writing) measure(yard *server, dir string, n int, who talkers) error {
	site, err := converse(dir, w.work)
	if err != nil {
		return err
	}
	defer site.stop()
	site.untilIdle()
	cold, c, unit := &cost{}, &cost{}, &cost{}
	for round := range w.rounds + 1 {
		if err := unit.round(target{"const", yard, "/", nil}, w.hands); err != nil {
			return err
		}
		into := c
		if round == 0 {
			into = cold
		}
		if err := into.answer(site, who, w.turn(round), w.hands); err != nil {
			return err
		}
	}
	unit.print(n, fmt.Sprintf("const, %d at once", w.hands), unit.cpu())
	c.print(n, w.name, unit.cpu())
	return nil
}

// turn are the talkers of a round.
func (w writing) turn(round int) (who []int) {
	for i := range answerBatch {
		who = append(who, w.from+(round*answerBatch+i)%(w.to-w.from))
	}
	return who
}

// answerBatch is how many answer in one round.
const answerBatch = 100

// answer has some talkers answer once each, so many at a time. They are members who have looked at the discussion before.
func (c *cost) answer(site *server, who talkers, turn []int, hands int) error {
	client := &http.Client{Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: hands},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	tokens, waits := make([]string, len(turn)), make([]time.Duration, len(turn))
	for i := range tokens {
		var err error
		if tokens[i], err = token(client, site.base+who.open(turn[i]), who.Cookies[turn[i]]); err != nil {
			return err
		}
	}
	before := site.busy()
	defer func() {
		c.per, c.busy, c.waits = len(turn), append(c.busy, site.busy()-before), append(c.waits, waits...)
	}()
	return together(len(turn), hands, func(i int) error {
		began := time.Now()
		defer func() { waits[i] = time.Since(began) }()
		return say(client, site.base, who, turn[i], tokens[i])
	})
}

var tokenField = regexp.MustCompile(`name="` + views.FieldToken + `" value="([^"]+)"`)

// token is what the forms of a session carry.
func token(client *http.Client, page, cookie string) (string, error) {
	req, err := http.NewRequest(http.MethodGet, page, nil)
	if err != nil {
		return "", err
	}
	req.Header.Set("Cookie", cookie)
	answer, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	found := tokenField.FindSubmatch(body)
	if err == nil && found == nil {
		err = fmt.Errorf("%s has no form: %s", page, answer.Status)
	}
	if err != nil {
		return "", err
	}
	return string(found[1]), nil
}

// say publishes an answer of talker i.
func say(client *http.Client, base string, who talkers, i int, token string) error {
	key := id.New() // no two say the same: that would be held
	form := url.Values{views.FieldToken: {token}, views.FieldKey: {key}, viewer.FieldVoice: {who.Voices[i]},
		comment.FieldBody: {"Partant ! Le samedi *matin*, par la cour, avec du café. " + key}}
	req, err := http.NewRequest(http.MethodPost, base+who.open(i)+"/reponses", strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", base)
	req.Header.Set("Cookie", who.Cookies[i])
	answer, err := client.Do(req)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	if err == nil && answer.StatusCode != http.StatusSeeOther {
		err = errors.New("an answer is met with " + answer.Status)
	}
	return err
}
