package digest

import (
	"context"
	"slices"
	"strings"
	"time"

	"partant/internal/club"
	"partant/internal/event"
	"partant/internal/notify"
	"partant/internal/post"
	"partant/internal/viewer"
)

// How many events a letter tells of, and within the reach of how many pages and clubs they are looked for.
const (
	comingMost = 10
	reachMost  = 300
	clubsMost  = 100
)

// Ahead is how long before it begins an event is told: a weekly letter tells of what comes until the next one, and a day more.
func Ahead(weekly bool) time.Duration {
	if weekly {
		return 8 * 24 * time.Hour
	}
	return 3 * 24 * time.Hour
}

// Coming is an event that comes near.
type Coming struct {
	event.Date
	By string // name of the page that announces it
}

// coming is what comes near between two letters: an event does once, Ahead of its beginning. To who has no account, and so was not told when it
// was announced, it does when it is announced if that is later.
func (s *Service) coming(ctx context.Context, account string, sources []string, since, until time.Time, ahead time.Duration) (all []Coming, err error) {
	v, from := viewer.Viewer{}, since.Add(ahead)
	if account == nobody || from.Before(until) {
		from = until // what has begun is to come no more
	}
	if account != nobody {
		v.Account, v.Role = account, viewer.Member
	}
	reach, err := s.reach(ctx, v, sources)
	if err != nil {
		return nil, err
	}
	dates, err := s.Events.Upcoming(ctx, v, reach, from, until.Add(ahead).Add(time.Millisecond))
	if err != nil {
		return nil, err
	}
	var speakers []string
	for _, d := range dates {
		near := d.Start.At.Add(-ahead)
		if account == nobody && d.Published.After(near) {
			near = d.Published
		}
		if within(near, since, until) {
			all, speakers = append(all, Coming{Date: d}), append(speakers, d.Event.By.Page)
		}
	}
	pages, err := s.pages(ctx, speakers)
	all = slices.DeleteFunc(all, func(c Coming) bool { _, seen := pages[c.Event.By.Page]; return !seen })
	for i := range all {
		all[i].By = pages[all[i].Event.By.Page].Name
	}
	return all, err
}

// reach is where somebody hears of events: the pages among their sources and their clubs, but for those whose announcements they do not want.
func (s *Service) reach(ctx context.Context, v viewer.Viewer, sources []string) (r event.Reach, err error) {
	for _, source := range sources {
		if id, is := strings.CutPrefix(source, post.OfPage("")); is {
			r.Pages = append(r.Pages, id)
		}
	}
	if v.SignedIn() {
		n := 0
		for m, err := range s.Clubs.Of(ctx, v.Account) {
			if n++; err != nil || n > clubsMost {
				if err != nil {
					return r, err
				}
				break
			}
			if m.State == club.In && !m.Quiet {
				r.Pages, r.Clubs = append(r.Pages, m.Club), append(r.Clubs, m.Club)
			}
		}
	}
	slices.Sort(r.Pages)
	r.Pages = slices.Compact(r.Pages)
	r.Pages = r.Pages[:min(len(r.Pages), reachMost)]
	return r, nil
}

// untold are the events that a letter does not speak of already, as far as a letter goes.
func untold(coming []Coming, told []Told) []Coming {
	coming = slices.DeleteFunc(coming, func(c Coming) bool {
		return slices.ContainsFunc(told, func(t Told) bool { return t.Thing.Kind == notify.AboutEvent && t.Thing.ID == c.ID })
	})
	return coming[:min(len(coming), comingMost)]
}
