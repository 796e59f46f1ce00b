package web

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/distance"
	"partant/internal/fault"
	"partant/internal/limit"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/views"
)

// apart is what stands between whoever asks and others: read once a request. Visitors see all that is public.
func (s *site) apart(c *fiber.Ctx) (distance.Around, error) {
	if known, ok := c.Locals(keyAround).(distance.Around); ok {
		return known, nil
	}
	a, err := s.Distances.Around(c.UserContext(), who(c).viewer())
	if err == nil {
		c.Locals(keyAround, a)
	}
	return a, err
}

// see returns the distance.Apart of a page that a block stands before.
func (s *site) see(c *fiber.Ctx, pageID string) error {
	a, err := s.apart(c)
	if err == nil {
		err = a.See(pageID)
	}
	return err
}

// noneOf is fault.NotFound for what a page says that keeps whoever asks away: who blocked whom is for nobody else to know.
func (s *site) noneOf(c *fiber.Ctx, pageID string) error {
	a, err := s.apart(c)
	if err == nil && a.ShutByOther(pageID) {
		err = fault.NotFound
	}
	return err
}

// met are those of a list whom whoever asks does not keep at a distance; of says by what page each is known.
func met[T any](s *site, c *fiber.Ctx, list []T, of func(*T) string) ([]T, error) {
	a, err := s.apart(c)
	return heard(list, a, of), err
}

// heard is the same once it is known what is hidden. Lists may be shared: a new one is made when some of it goes.
func heard[T any](list []T, a distance.Around, of func(*T) string) []T {
	if a.Empty() {
		return list
	}
	var left []T
	for i := range list {
		if !a.Hides(of(&list[i])) {
			left = append(left, list[i])
		}
	}
	return left
}

// sayApart says what stands before a page, and where it is undone.
func sayApart(err error, p *views.ErrorPage) {
	var apart distance.Apart
	if !errors.As(err, &apart) {
		return
	}
	p.Say = "L'un de vous deux a bloqué l'autre\u00a0: vous ne vous voyez plus sur Partant."
	if apart.Mine {
		p.Say = "Vous avez bloqué cette page\u00a0: ni elle ni vous ne vous voyez plus sur Partant."
		p.Next = views.Link{Text: "Revenir sur ce choix", URL: "/compte/distances"}
	}
}

// distancePage is what the address names, also behind a block.
func (s *site) distancePage(c *fiber.Ctx) (views.DistancePage, profile.Profile, error) {
	of, err := s.Profiles.BySlug(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err != nil {
		return views.DistancePage{}, of, err
	}
	a, err := s.apart(c)
	if err == nil && a.Shuts(of.ID) && a.Chosen(of.ID) == "" {
		err = a.See(of.ID)
	}
	p := views.DistancePage{Chrome: s.chrome(c, "Prendre ses distances", views.NavDirectory), By: s.byline(&of), Kind: a.Chosen(of.ID)}
	p.Chrome.NoIndex = true
	return p, of, err
}

// distanceForm is /fiches/{slug}/distance.
func (s *site) distanceForm(c *fiber.Ctx) error {
	p, _, err := s.distancePage(c)
	if err != nil {
		return err
	}
	return show(c, views.Distance(p))
}

// keepDistance keeps a page at a distance, or ends that.
func (s *site) keepDistance(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c).viewer()
	p, of, err := s.distancePage(c)
	if err == nil {
		err = s.Limits.Allow(ctx, limit.Follow, limit.Member(v.Account))
	}
	if err != nil {
		return err
	}
	kind := distance.Kind(typed(c, distance.FieldKind))
	if kind == distance.End {
		err = s.Distances.Close(ctx, v, of.ID)
	} else {
		err = s.Distances.Keep(ctx, v, of.ID, kind)
	}
	if errors.As(err, &p.Wrong) {
		return show(c.Status(fiber.StatusUnprocessableEntity), views.Distance(p))
	}
	if err != nil {
		return err
	}
	back := next(c, "/compte/distances")
	switch kind {
	case distance.Block:
		s.say(c, views.ToneDone, "C'est fait\u00a0: vous ne vous voyez plus.")
	case distance.Silence:
		s.say(c, views.ToneDone, "C'est fait\u00a0: vous ne verrez plus ce que publie cette page. Elle n'en sait rien.")
	case distance.Unsuggested:
		s.say(c, views.ToneDone, "C'est noté\u00a0: cette page ne vous sera plus proposée.")
	default:
		s.say(c, views.ToneDone, "C'est fait. Ce qui avait cessé, comme un abonnement, ne revient pas de soi-même.")
	}
	return seeOther(c, back)
}

// distances is /compte/distances: whom the member keeps at a distance.
func (s *site) distances(c *fiber.Ctx) error {
	cursor, err := page.ParseCursor(c.Query("suite"))
	if err != nil {
		return fault.NotFound
	}
	list, err := s.Distances.List(c.UserContext(), who(c).account.ID, page.Req{Limit: distance.Standard, Cursor: cursor})
	if err != nil {
		return err
	}
	p := views.DistancesPage{Chrome: s.chrome(c, "Pages à distance", views.NavMe), First: cursor.IsZero(), Next: after("/compte/distances", list.Next)}
	ids := make([]string, len(list.Items))
	for i := range list.Items {
		ids[i] = list.Items[i].Page
	}
	lines, err := s.bylines(c.UserContext(), ids)
	if err != nil {
		return err
	}
	for _, d := range list.Items {
		if by, there := lines[d.Page]; there {
			p.List = append(p.List, views.Kept{Byline: by, Kind: d.Kind, Since: views.Day(d.At.In(clock.Paris)), Path: "/fiches/" + url.PathEscape(by.Slug) + "/distance"})
		}
	}
	return show(c, views.Distances(p))
}
