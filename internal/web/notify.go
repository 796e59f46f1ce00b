package web

import (
	"context"
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/notify"
	"partant/internal/page"
	"partant/internal/viewer"
	"partant/views"
)

// unread is what the bell of a member says: one indexed read a page. A bell that cannot be counted is silent.
func (s *site) unread(c *fiber.Ctx) int {
	v := who(c).viewer()
	if !v.SignedIn() {
		return 0
	}
	n, err := s.Notices.Unread(c.UserContext(), v.Account)
	if err != nil {
		return 0
	}
	return n
}

// notifications is /notifications. Reading it changes nothing: the button does.
func (s *site) notifications(c *fiber.Ctx) error {
	cursor, err := page.ParseCursor(c.Query("suite"))
	if err != nil {
		return fault.NotFound
	}
	list, err := s.Notices.Of(c.UserContext(), who(c).account.ID, page.Req{Cursor: cursor})
	if err != nil {
		return err
	}
	p := views.NotificationsPage{Chrome: s.chrome(c, "Notifications", views.NavMe), First: cursor.IsZero(), Next: after("/notifications", list.Next)}
	if len(list.Items) > 0 {
		p.Until = list.Items[0].At.UTC().Format(time.RFC3339Nano)
	}
	heard, err := met(s, c, list.Items, func(n *notify.Notification) string { return n.Page })
	if err != nil {
		return err
	}
	shown, err := s.stillThere(c.UserContext(), who(c).viewer(), heard)
	if err != nil {
		return err
	}
	if p.Days, err = s.noticeDays(c.UserContext(), shown); err != nil {
		return err
	}
	for _, n := range list.Items {
		p.Unread = p.Unread || n.Read.IsZero()
	}
	return show(c, views.Notifications(p))
}

// stillThere leaves out notifications about what its reader cannot see any more: its title would outlive it here.
func (s *site) stillThere(ctx context.Context, v viewer.Viewer, list []notify.Notification) (shown []notify.Notification, err error) {
	there := map[string]bool{}
	for _, n := range list {
		seen, known := there[n.Thing.ID]
		if !known {
			err := s.stands(ctx, v, n.Thing)
			if err != nil && !errors.Is(err, fault.NotFound) {
				return nil, err
			}
			seen = err == nil || errors.As(err, new(discussion.Merged)) // its address leads where it went
			there[n.Thing.ID] = seen
		}
		if seen {
			shown = append(shown, n)
		}
	}
	return shown, nil
}

// stands returns why a discussion, a recommendation, an announcement or an event cannot be read.
func (s *site) stands(ctx context.Context, v viewer.Viewer, of notify.Thing) (err error) {
	switch of.Kind {
	case notify.AboutTalk:
		_, err = s.Talk.Get(ctx, of.ID)
	case notify.AboutRecommendation:
		_, err = s.Recommendations.Get(ctx, of.ID)
	case notify.AboutEvent:
		_, err = s.Events.Get(ctx, v, of.ID)
	case notify.AboutContact:
		_, err = s.Contacts.Get(ctx, v, of.ID)
	case notify.AboutAnnouncement:
		_, err = s.Clubs.Announcement(ctx, v, of.ID)
	}
	return err
}

// noticeDays gathers notifications by day and, within one, those of one kind about one page.
func (s *site) noticeDays(ctx context.Context, list []notify.Notification) (days []views.NotificationDay, err error) {
	var ids []string
	for _, n := range list {
		ids = append(ids, n.Page)
		if n.Thing.Kind == notify.AboutPage || n.Thing.Kind == notify.AboutClub {
			ids = append(ids, n.Thing.ID)
		}
	}
	lines, err := s.bylines(ctx, ids)
	for _, n := range list {
		if now, there := lines[n.Thing.ID]; there && (n.Thing.Kind == notify.AboutPage || n.Thing.Kind == notify.AboutClub) {
			n.Thing.Slug, n.Thing.Title = now.Slug, now.Name // as it is called today
		}
		at := n.At.In(clock.Paris)
		if day := views.Day(at); len(days) == 0 || days[len(days)-1].Day != day {
			days = append(days, views.NotificationDay{Day: day})
		}
		line := days[len(days)-1].Line(n)
		line.Count++
		if line.At == "" {
			line.At = views.Clock(at.Hour()*60 + at.Minute())
		}
		if by, there := lines[n.Page]; there {
			line.Who = append(line.Who, by)
		}
		if n.Read.IsZero() {
			line.IDs, line.Unread = append(line.IDs, n.ID), true
		}
	}
	return days, err
}

// markRead notes that a member has read what they were told: some of it, or all that came until they looked.
func (s *site) markRead(c *fiber.Ctx) error {
	ctx, me := c.UserContext(), who(c).account.ID
	var some []string
	for _, id := range c.Request().PostArgs().PeekMulti(views.FieldRead) {
		some = append(some, string(id))
	}
	var err error
	if len(some) > 0 {
		err = s.Notices.Read(ctx, me, some[:min(len(some), page.MaxLimit)]...)
	} else {
		until, _ := time.Parse(time.RFC3339Nano, typed(c, views.FieldUntil)) // unreadable: all there is
		err = s.Notices.ReadAll(ctx, me, until)
	}
	if err != nil {
		return err
	}
	return seeOther(c, "/notifications")
}
