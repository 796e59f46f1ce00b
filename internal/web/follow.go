package web

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/follow"
	"partant/internal/limit"
	"partant/internal/page"
	"partant/internal/text"
	"partant/internal/viewer"
	"partant/views"
)

// followed is what an address under /fiches, /sujets or /communes names.
type followed struct {
	target     follow.Target
	name, path string
}

// button is the button that follows it, of nobody yet.
func (f followed) button() views.FollowButton {
	return views.FollowButton{Target: f.target, Path: f.path + "/suivre"}
}

func followedPage(id, name, slug string) followed {
	return followed{follow.Target{Kind: follow.Page, ID: id}, name, "/fiches/" + url.PathEscape(slug)}
}

func followedTag(tag string) followed {
	return followed{follow.Target{Kind: follow.Tag, ID: follow.TagKey(tag)}, tag, tagPath(tag)}
}

// tagPath is the page of a tag. Its full stops are written so that none of them begins the ending of a feed.
func tagPath(tag string) string {
	return "/sujets/" + strings.ReplaceAll(url.PathEscape(tag), ".", "%2E")
}

func followedTalk(d *discussion.Discussion) followed {
	return followed{follow.Target{Kind: follow.Talk, ID: d.ID}, d.Title, talkPath(d.Slug)}
}

func followedTown(insee, name, slug string) followed {
	return followed{follow.Target{Kind: follow.Commune, ID: insee}, name, "/communes/" + slug}
}

// followed reads the address of a request. fault.NotFound.
func (s *site) followed(c *fiber.Ctx) (followed, error) {
	switch path := strings.TrimPrefix(c.Route().Path, "/api/v1"); {
	case strings.HasPrefix(path, "/fiches/"), strings.HasPrefix(path, "/profiles/"):
		p, err := s.profileAt(c, who(c).viewer())
		return followedPage(p.ID, p.Name, p.Slug), err
	case strings.HasPrefix(path, "/discussions/"):
		d, err := s.Talk.BySlug(c.UserContext(), c.Params("slug"))
		return followedTalk(&d), err
	case strings.HasPrefix(path, "/communes/"):
		if town, ok := s.Territory.Region.BySlug(c.Params("slug")); ok {
			return followedTown(town.INSEE, town.Name, town.Slug), nil
		}
		return followed{}, fault.NotFound
	}
	raw, _ := url.PathUnescape(c.Params("tag")) // wellFormed has looked
	return followedTag(text.Line(raw)), nil
}

// following fills in whether whoever asks follows what a button is of.
func (s *site) following(c *fiber.Ctx, b views.FollowButton) (views.FollowButton, error) {
	if b.Path == "" {
		return b, nil
	}
	follows, err := s.Follows.Follows(c.UserContext(), who(c).viewer(), b.Target)
	b.On = follows[b.Target]
	return b, err
}

// followForm is …/suivre: where somebody comes who had to sign in first.
func (s *site) followForm(c *fiber.Ctx) error {
	f, err := s.followed(c)
	if err != nil {
		return err
	}
	return s.showFollow(c, f, "")
}

func (s *site) showFollow(c *fiber.Ctx, f followed, wrong string) error {
	mine, err := s.Follows.Mine(c.UserContext(), who(c).viewer(), f.target, f.name)
	if err != nil {
		return err
	}
	p := views.FollowPage{Chrome: s.chrome(c, "Suivre "+f.name, views.NavDirectory), Name: f.name, Back: f.path, Mine: mine}
	p.Chrome.NoIndex = true
	p.Button, err = s.following(c, f.button())
	p.Button.Wrong = wrong
	if err != nil {
		return err
	}
	return show(c, views.Follow(p))
}

// follow follows, or lets go: the whole page again, or the button alone for htmx.
func (s *site) follow(c *fiber.Ctx) error {
	f, err := s.followed(c)
	if err != nil {
		return err
	}
	var wrong fault.Fields
	err = s.setFollow(c, f, typed(c, follow.FieldFollow) != follow.No)
	if err != nil && !errors.As(err, &wrong) {
		return err
	}
	smooth := c.Get("HX-Request") == "true"
	if wrong != nil && !smooth {
		return s.showFollow(c.Status(fiber.StatusUnprocessableEntity), f, wrong[follow.FieldFollow])
	}
	if !smooth {
		return seeOther(c, next(c, f.path))
	}
	b, err := s.following(c, f.button())
	if err != nil {
		return err
	}
	b.Wrong = wrong[follow.FieldFollow]
	return show(c, views.FollowForm(s.chrome(c, "", views.NavNone), b))
}

// setFollow has whoever asks follow something, or follow it no more.
func (s *site) setFollow(c *fiber.Ctx, f followed, on bool) error {
	ctx, v := c.UserContext(), who(c).viewer()
	if err := s.Limits.Allow(ctx, limit.Follow, limit.Member(v.Account)); err != nil {
		return err
	}
	if !on {
		return s.Follows.Unfollow(ctx, v, f.target)
	}
	return s.Follows.Follow(ctx, v, f.target, f.name)
}

// followers is /fiches/{slug}/abonnes.
func (s *site) followers(c *fiber.Ctx) error {
	cursor, err := page.ParseCursor(c.Query("suite"))
	if err != nil {
		return fault.NotFound
	}
	of, err := s.profileAt(c, who(c).viewer())
	if err != nil {
		return err
	}
	list, lines, total, err := s.followersOf(c.UserContext(), of.ID, page.Req{Limit: follow.Standard, Cursor: cursor})
	if err != nil {
		return err
	}
	if list.Items, err = met(s, c, list.Items, func(f *follow.Follower) string { return f.Page }); err != nil {
		return err
	}
	p := views.FollowersPage{Chrome: s.chrome(c, "Les abonnés de "+of.Name, views.NavDirectory), Slug: of.Slug, Name: of.Name, First: cursor.IsZero()}
	p.Chrome.NoIndex = true
	for _, f := range list.Items {
		if by, there := lines[f.Page]; there {
			p.List = append(p.List, views.Follower{Byline: by, Since: views.Day(f.At.In(clock.Paris))})
		}
	}
	p.Next = after("/fiches/"+url.PathEscape(of.Slug)+"/abonnes", list.Next)
	p.Total = total
	return show(c, views.Followers(p))
}

// followersOf are those who are named among the followers of a page, as they are called, and how many follow it.
func (s *site) followersOf(ctx context.Context, pageID string, req page.Req) (list page.Of[follow.Follower], lines map[string]views.Byline, total int, err error) {
	target := follow.Target{Kind: follow.Page, ID: pageID}
	if list, err = s.Follows.Followers(ctx, target, req); err != nil {
		return list, nil, 0, err
	}
	ids := make([]string, len(list.Items))
	for i, f := range list.Items {
		ids[i] = f.Page
	}
	if lines, err = s.bylines(ctx, ids); err != nil {
		return list, nil, 0, err
	}
	total, err = s.Follows.Counted(ctx, target)
	return list, lines, total, err
}

// after is the address of the next page of a list; empty on the last.
func after(path string, next page.Cursor) string {
	if next.IsZero() {
		return ""
	}
	sign := "?"
	if strings.Contains(path, sign) {
		sign = "&"
	}
	return path + sign + "suite=" + url.QueryEscape(next.String())
}

// subscriptions is /compte/abonnements: what the member follows.
func (s *site) subscriptions(c *fiber.Ctx) error {
	cursor, err := page.ParseCursor(c.Query("suite"))
	if err != nil {
		return fault.NotFound
	}
	ctx := c.UserContext()
	list, err := s.Follows.Of(ctx, who(c).account.ID, page.Req{Limit: follow.Standard, Cursor: cursor})
	if err != nil {
		return err
	}
	p := views.FollowingPage{Chrome: s.chrome(c, "Mes abonnements", views.NavMe), First: cursor.IsZero(), Next: after("/compte/abonnements", list.Next)}
	if p.List, err = s.followedBy(ctx, list.Items); err != nil {
		return err
	}
	if p.First {
		p.Suggested = s.suggested(c, p.Chrome, "/compte/abonnements")
	}
	return show(c, views.Following(p))
}

// followedBy says what follows are of.
func (s *site) followedBy(ctx context.Context, list []follow.Follow) ([]views.Followed, error) {
	var ids []string
	for _, f := range list {
		if f.Target.Kind == follow.Page {
			ids = append(ids, f.Target.ID)
		}
	}
	lines, err := s.bylines(ctx, ids)
	var all []views.Followed
	for _, f := range list {
		one := views.Followed{Source: f.Target.String(), Kind: f.Target.Kind, Since: views.Day(f.At.In(clock.Paris))}
		switch f.Target.Kind {
		case follow.Page:
			one.Byline = lines[f.Target.ID]
		case follow.Talk:
			d, failed := s.Talk.Get(ctx, f.Target.ID)
			if failed == nil {
				one.Name, one.URL = d.Title, talkPath(d.Slug)
			} else if !errors.Is(failed, fault.NotFound) {
				return nil, failed
			}
		case follow.Commune:
			if town, ok := s.Territory.Region.Commune(f.Target.ID); ok {
				one.Name, one.URL = town.Name, "/communes/"+town.Slug
			}
		case follow.Tag:
			one.Name, one.URL = f.Name, followedTag(f.Name).path
		}
		all = append(all, one)
	}
	return all, err
}

// unsubscribe lets go of one thing in that list, also of what is there no more.
func (s *site) unsubscribe(c *fiber.Ctx) error {
	target := follow.Parse(typed(c, views.FieldTarget))
	if err := s.Follows.Unfollow(c.UserContext(), who(c).viewer(), target); err != nil {
		return err
	}
	s.say(c, views.ToneDone, "C'est fait : vous ne suivez plus cela.")
	return seeOther(c, "/compte/abonnements")
}

// setSeen keeps whether a member is named among followers.
func (s *site) setSeen(c *fiber.Ctx) error {
	seen := typed(c, account.FieldSeen) == account.SeenYes
	if err := s.Accounts.SetDiscreet(c.UserContext(), who(c).account.ID, !seen); err != nil {
		return err
	}
	if seen {
		s.say(c, views.ToneDone, "C'est noté : votre page se montre parmi les abonnés.")
	} else {
		s.say(c, views.ToneDone, "C'est noté : vous êtes compté sans être nommé.")
	}
	return seeOther(c, "/compte")
}

// friendsMost is how many pages the last step of the welcome follows at once: more than it shows.
const friendsMost = 2 * neighboursShown

// befriend follows the pages that were ticked. One that cannot be followed does not keep the others, nor the member.
func (s *site) befriend(c *fiber.Ctx, v viewer.Viewer) error {
	for i, slug := range c.Request().PostArgs().PeekMulti(views.FieldFriends) {
		if i == friendsMost {
			break
		}
		p, err := s.Profiles.BySlug(c.UserContext(), v, string(slug))
		if err == nil {
			err = s.Follows.Follow(c.UserContext(), v, follow.Target{Kind: follow.Page, ID: p.ID}, "")
		}
		if err != nil && !errors.Is(err, fault.NotFound) && !errors.Is(err, fault.Invalid) {
			return err
		}
	}
	return nil
}
