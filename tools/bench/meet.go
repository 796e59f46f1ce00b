package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"partant/internal/account"
	"partant/internal/app"
	"partant/internal/clock"
	"partant/internal/config"
	"partant/internal/event"
	"partant/internal/id"
	"partant/internal/store/sqlite"
	"partant/internal/viewer"
	"partant/views"
)

// gatherings prints what events cost: a page of one with 150 who come, the calendar of a month among few and among many events, a calendar feed,
// and « partant » until it is durable.
func gatherings(ctx context.Context, keep, sizes string, rounds int) error {
	return table(ctx, "events", filepath.Join(keep, "meet-"), sizes, rounds, measureMeetings)
}

func measureMeetings(ctx context.Context, yard *server, dir string, n, rounds int) error {
	who, err := fillMeetings(ctx, dir, n)
	if err != nil {
		return err
	}
	if err := lookingOn(yard, dir, n, who, rounds); err != nil {
		return err
	}
	return answering(yard, dir, n, who, rounds)
}

// lookingOn prints what pages cost, and how they are read while many answer.
func lookingOn(yard *server, dir string, n int, who comers, rounds int) error {
	site, err := converse(dir, config.On)
	if err != nil {
		return err
	}
	defer site.stop()
	site.untilIdle()
	some := who.Cookies[:memberCount]
	pages := []target{{"const", yard, "/", nil}, {"event of 150, visitor, repeated", site, who.Full, nil}, {"event of 150, member", site, who.Full, some},
		{"list of events, visitor, repeated", site, "/evenements", nil}, {"month, visitor, repeated", site, "/evenements/mois/" + who.Month, nil}}
	costs, err := interleaved(pages, rounds)
	if err != nil {
		return err
	}
	unit := costs["const"].cpu()
	for _, p := range pages {
		costs[p.name].print(n, p.name, unit)
	}
	for name, path := range map[string]func(i int) string{
		"month, drawn anew":        func(i int) string { return fmt.Sprintf("/evenements/mois/%s?n=%d", who.Month, i) },
		"feed of 1,000, made anew": func(i int) string { return fmt.Sprintf("/evenements.ics?n=%d", i) },
	} {
		c := &cost{}
		for round := range rounds {
			if err := c.anew(site, path, round); err != nil {
				return err
			}
		}
		c.print(n, name, unit)
	}
	return whileTheyAnswer(site, who, n)
}

// answering prints what « partant » costs; what answers owe is paid later.
func answering(yard *server, dir string, n int, who comers, rounds int) error {
	site, err := converse(dir, config.Off)
	if err != nil {
		return err
	}
	defer site.stop()
	site.untilIdle()
	for _, hands := range []int{1, 32} {
		c, unit := &cost{}, &cost{}
		if err := c.partant(site, who, hands, rounds, func() error { return unit.round(target{"const", yard, "/", nil}, hands) }); err != nil {
			return err
		}
		unit.print(n, fmt.Sprintf("const, %d at once", hands), unit.cpu())
		c.print(n, fmt.Sprintf("« partant » until it is durable, %d at once", hands), unit.cpu())
	}
	return nil
}

// anewBatch is how many pages that nobody asked for before are asked for in one round.
const anewBatch = 20

// anew asks for pages that no cache holds.
func (c *cost) anew(site *server, path func(i int) string, round int) error {
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}}
	defer client.CloseIdleConnections()
	before := site.busy()
	for i := range anewBatch {
		began := time.Now()
		n, err := get(client, target{of: site, path: path(round*anewBatch + i)}, 0)
		if err != nil {
			return err
		}
		c.bytes, c.waits = n, append(c.waits, time.Since(began))
	}
	c.per, c.busy = anewBatch, append(c.busy, site.busy()-before)
	return nil
}

// partant has members answer an event, so many at a time, another way in each round; between the rounds something else is measured. The first
// round is not counted: who said it in an earlier run changes nothing.
func (c *cost) partant(site *server, who comers, hands, rounds int, between func() error) error {
	client := &http.Client{Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: hands},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	several := who.Cookies[memberCount:]
	tokens := make([]string, len(several))
	for i := range tokens {
		var err error
		if tokens[i], err = token(client, site.base+who.Open, several[i]); err != nil {
			return err
		}
	}
	for round := range rounds + 1 {
		if err := between(); err != nil {
			return err
		}
		says := [...]event.Says{event.No, event.Partant}[round%2]
		waits := make([]time.Duration, len(several))
		before := site.busy()
		err := together(len(several), hands, func(i int) error {
			began := time.Now()
			defer func() { waits[i] = time.Since(began) }()
			return sayPartant(client, site.base+who.Open, several[i], tokens[i], says)
		})
		if err != nil {
			return err
		}
		if round > 0 {
			c.per, c.busy, c.waits = len(several), append(c.busy, site.busy()-before), append(c.waits, waits...)
		}
	}
	return nil
}

func sayPartant(client *http.Client, at, cookie, token string, says event.Says) error {
	form := url.Values{views.FieldToken: {token}, event.FieldSays: {string(says)}}
	req, err := http.NewRequest(http.MethodPost, at+"/reponse", strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", strings.Join(strings.SplitN(at, "/", 4)[:3], "/"))
	req.Header.Set("Cookie", cookie)
	answer, err := client.Do(req)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	if err == nil && answer.StatusCode != http.StatusSeeOther {
		err = errors.New("« partant » is met with " + answer.Status)
	}
	return err
}

// comers is what a data folder of events holds.
type comers struct {
	Cookies []string
	Month   string // the month that has inMonth events
	Full    string // path of the event that fullRoom come to
	Open    string // path of one that takes answers
}

const (
	inMonth  = 90
	fullRoom = 150
)

// fillMeetings makes a data folder of n events, once: inMonth of them are held in one month, the others before and after.
func fillMeetings(ctx context.Context, dir string, n int) (who comers, err error) {
	done := filepath.Join(dir, "filled.json")
	if b, err := os.ReadFile(done); err == nil {
		return who, json.Unmarshal(b, &who)
	}
	fmt.Fprintf(os.Stderr, "filling %s with %d events\n", dir, n)
	y, m, _ := time.Now().In(clock.Paris).Date()
	month := time.Date(y, m+2, 1, 0, 0, 0, 0, clock.Paris)
	if err := insertMeetings(ctx, dir, n, month); err != nil {
		return who, err
	}
	if who, err = gatherComers(ctx, dir, month); err != nil {
		return who, err
	}
	b, err := json.Marshal(who)
	if err != nil {
		return who, err
	}
	return who, os.WriteFile(done, b, 0o600)
}

// gatherComers makes the members, and the two events that they answer.
func gatherComers(ctx context.Context, dir string, month time.Time) (who comers, err error) {
	a, err := app.OpenStore(ctx, config.Config{Addr: ":0", Data: dir, Region: "loiret"}, slog.New(slog.DiscardHandler))
	if err != nil {
		return who, err
	}
	defer a.Close()
	var members []account.Account
	for i := range memberCount + 2*answerBatch {
		entry := account.Entry{Name: "Claude Exemple", Email: fmt.Sprintf("%d@exemple.invalid", i), Password: id.Secret(), Adult: true, Terms: true}
		one, err := a.Accounts.Admit(ctx, entry, "Essai")
		if err != nil {
			return who, err
		}
		secret, err := a.Accounts.Open(ctx, one, "bench")
		if err != nil {
			return who, err
		}
		members, who.Cookies = append(members, one), append(who.Cookies, "partant-session="+secret)
	}
	who.Month = month.Format(views.MonthLayout)
	return who, answered(ctx, a, members, month, &who)
}

// answered makes an event that fullRoom come to, and one that is open.
func answered(ctx context.Context, a *app.App, members []account.Account, month time.Time, who *comers) error {
	one, _, err := settle(ctx, a, 1000)
	if err != nil {
		return err
	}
	words := [...][2]string{{"Soirée des chefs d'entreprise", "On commence **à l'heure**."}, {"Un petit déjeuner de plus", "Huit personnes, un café, une question chacun."}} // said twice it would be held
	for i, path := range []*string{&who.Full, &who.Open} {
		d := event.Draft{Key: id.New(), Voice: one.Person, Title: words[i][0], Purpose: "Se rencontrer.", Place: "La salle des fêtes", Commune: "45234",
			Day: month.AddDate(0, 0, 3).Format(time.DateOnly), Hour: "18:30", EndHour: "21:00", Body: words[i][1]}
		e, err := a.Events.Announce(ctx, one.Viewer(), d)
		if err != nil {
			return err
		}
		*path = "/evenements/" + e.Slug
		for n := 0; n < fullRoom && i == 0; n++ {
			if _, err := a.Events.Say(ctx, viewer.Viewer{Account: members[n].ID, Role: viewer.Member}, e.Slug, event.Reply{Says: string(event.Partant), Listed: true}); err != nil {
				return err
			}
		}
	}
	return nil
}

// insertMeetings writes n events.
func insertMeetings(ctx context.Context, dir string, n int, month time.Time) error {
	db, err := sqlite.Open(dir)
	if err != nil {
		return err
	}
	pages, err := newMaker()
	for i := 0; i < publishers && err == nil; i++ {
		err = unlessThere(db.Profiles().Insert(ctx, pages.profile(i)))
	}
	if err == nil {
		err = together(n, writers, func(i int) error {
			by := pages.profile(i % publishers)
			return unlessThere(db.Events().InsertEvent(ctx, meeting(by.ID, by.Tags, i, month)))
		})
	}
	return errors.Join(err, db.Close())
}

// meeting is event i: the first inMonth are held in a month, three a day, the others by turns before and after it.
func meeting(by string, tags []string, i int, month time.Time) event.Event {
	start := month.Add(time.Duration(i/3)*24*time.Hour + time.Duration(9+i%3)*time.Hour)
	if further := i - inMonth; further >= 0 {
		start = month.Add(-time.Duration(further/2+24) * time.Hour)
		if further%2 == 1 {
			start = month.AddDate(0, 1, 1).Add(time.Duration(further/2) * 10 * time.Minute)
		}
	}
	start = start.In(clock.Paris).Truncate(time.Minute)
	end := start.Add(2 * time.Hour)
	wall := func(t time.Time) event.Moment { return event.Moment{Wall: t.Format("2006-01-02T15:04"), At: t.UTC()} }
	made := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i) * time.Minute)
	return event.Event{ID: id.Named("bench event", fmt.Sprint(i)), Slug: fmt.Sprintf("rencontre-%d", i), By: viewer.Author{Page: by}, Title: fmt.Sprintf("Rencontre numéro %d", i), Purpose: "Montrer ce que chacun prépare.",
		Tags: tags, Commune: "45234", Place: "La salle des fêtes", Zone: event.Zone, Start: wall(start), End: wall(end), Created: made, Published: made, Over: end.Before(time.Now())}
}
