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
	"partant/internal/id"
	"partant/internal/viewer"
	"partant/views"
)

// talk prints what the conversation costs: a thread, a feed, and an answer until it is durable; and what a thousand times
// as many publications multiply the feed by.
func talk(ctx context.Context, keep, sizes string, rounds int) error {
	yard, err := start(os.Args[0], "constant")
	if err != nil {
		return err
	}
	defer yard.stop()
	fmt.Println("| publications | page | CPU ms | ÷ const | p50 ms | bytes |")
	fmt.Println("|---|---|---|---|---|---|")
	for _, size := range strings.Split(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			return err
		}
		if err := measureTalk(ctx, yard, filepath.Join(keep, "talk-"+size), n, rounds); err != nil {
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
	site, err := start(*binary, "serve", "--data", dir, "--metrics-addr", "off", "--log-format", "json", "--event-networks", "127.0.0.0/8", "--addr")
	if err != nil {
		return err
	}
	defer site.stop()
	site.untilIdle()
	some := who.Cookies[:memberCount]
	pages := []target{{"const", yard, "/", nil}, {"feed of 20, member", site, "/fil", some},
		{"feed of 20, visitor", site, "/fil", nil}, {"thread of 30, member", site, who.Thread, some}}
	costs := map[string]*cost{}
	for range rounds {
		for _, p := range pages {
			if costs[p.name] == nil {
				costs[p.name] = &cost{}
			}
			if err := costs[p.name].add(p); err != nil {
				return err
			}
		}
	}
	unit := costs["const"].cpu()
	for _, p := range pages {
		c := costs[p.name]
		fmt.Printf("| %d | %s | %.3f | %.1f | %.2f | %d |\n", n, p.name, c.cpu(), c.cpu()/unit, c.p50(), c.bytes)
	}
	answering, err := answer(site, who)
	if err != nil {
		return err
	}
	fmt.Printf("| %d | answer, until it is durable | %.3f | %.1f | %.2f | |\n", n, answering.cpu(), answering.cpu()/unit, answering.p50())
	return nil
}

// answerBatch is how many answer in one round.
const answerBatch = 100

// answer has each talker answer once. The processor time is that of the process, so that what an answer owes is
// in it as far as it is paid meanwhile.
func answer(site *server, who talkers) (*cost, error) {
	client := &http.Client{Transport: &http.Transport{DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	tokens := make([]string, len(who.Cookies))
	for i, cookie := range who.Cookies {
		var err error
		if tokens[i], err = token(client, site.base+who.Open, cookie); err != nil {
			return nil, err
		}
	}
	c := &cost{per: answerBatch}
	for from := 0; from+answerBatch <= len(who.Cookies); from += answerBatch {
		before := site.busy()
		for i := from; i < from+answerBatch; i++ {
			began := time.Now()
			if err := say(client, site.base, who, i, tokens[i]); err != nil {
				return nil, err
			}
			c.waits = append(c.waits, time.Since(began))
		}
		c.busy = append(c.busy, site.busy()-before)
	}
	return c, nil
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
	req, err := http.NewRequest(http.MethodPost, base+who.Open+"/reponses", strings.NewReader(form.Encode()))
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
