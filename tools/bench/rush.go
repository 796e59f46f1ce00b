package main

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"partant/internal/event"
)

// A rush: so many answers come in so long, while readers look at pages one after the other, with a moment between them.
const (
	rushAnswers = 1000
	rushLasts   = time.Minute
	rushReaders = 8
	rushPause   = 50 * time.Millisecond
)

// whileTheyAnswer prints how long pages take while a thousand answers come in a minute.
func whileTheyAnswer(site *server, who comers, n int) error {
	client := &http.Client{Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 2 * rushReaders},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	some := who.Cookies[:memberCount]
	pages := []target{{of: site, path: who.Open}, {of: site, path: who.Open, as: some}, {of: site, path: who.Full, as: some}, {of: site, path: "/evenements"}, {of: site, path: "/evenements/mois/" + who.Month, as: some}}
	done := make(chan error, 1)
	end := time.Now().Add(rushLasts)
	go func() { done <- answerFor(client, site, who, end) }()
	waits := make([][]time.Duration, rushReaders)
	read := together(rushReaders, rushReaders, func(reader int) error {
		for turn := reader; time.Now().Before(end); turn++ {
			began := time.Now()
			if _, err := get(client, pages[turn%len(pages)], turn); err != nil {
				return err
			}
			waits[reader] = append(waits[reader], time.Since(began))
			time.Sleep(rushPause)
		}
		return nil
	})
	if err := <-done; err != nil {
		return err
	}
	all := slices.Sorted(slices.Values(slices.Concat(waits...)))
	fmt.Printf("| %d | %d pages while %d answers came in %v: p50 %v, p99 %v, slowest %v | | | | |\n", n, len(all), rushAnswers, rushLasts,
		all[len(all)/2].Round(time.Millisecond/10), all[len(all)*99/100].Round(time.Millisecond/10), all[len(all)-1].Round(time.Millisecond/10))
	return read
}

// answerFor has members answer by turns, at an even pace until an instant: partant, then not, so that each answer changes something.
func answerFor(client *http.Client, site *server, who comers, end time.Time) error {
	several := who.Cookies[memberCount:]
	tokens := make([]string, len(several))
	pace := time.Until(end) / rushAnswers
	began := time.Now()
	return together(rushAnswers, rushReaders, func(i int) error {
		time.Sleep(time.Until(began.Add(time.Duration(i) * pace)))
		of := i % len(several)
		if tokens[of] == "" {
			var err error
			if tokens[of], err = token(client, site.base+who.Open, several[of]); err != nil {
				return err
			}
		}
		says := event.No
		if i/len(several)%2 == 1 {
			says = event.Partant
		}
		return sayPartant(client, site.base+who.Open, several[of], tokens[of], says)
	})
}
