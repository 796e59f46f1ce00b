package web

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"partant/internal/fault"
	"partant/internal/media"
	"partant/internal/picture"
	"partant/internal/profile"
	"partant/views"
)

// photosPage is /fiches/{slug}/photos for who may change the page.
func (s *site) photosPage(c *fiber.Ctx) (profile.Profile, views.PhotosPage, error) {
	p, err := s.Profiles.ForEdit(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err != nil {
		return p, views.PhotosPage{}, err
	}
	page := views.PhotosPage{Chrome: s.chrome(c, "Photos de "+p.Name, views.NavDirectory), Slug: p.Slug, Kind: p.Kind, Name: p.Name, Pictures: p.Pictures}
	page.Chrome.NoIndex = true
	page.CanAdd, err = s.speaksFor(c, p.ID)
	return p, page, err
}

func (s *site) editPhotos(c *fiber.Ctx) error {
	_, page, err := s.photosPage(c)
	if err != nil {
		return err
	}
	return show(c, views.Photos(page))
}

// savePhotos does what one of the forms of the page asks for.
func (s *site) savePhotos(c *fiber.Ctx) error {
	p, page, err := s.photosPage(c)
	if err != nil {
		return err
	}
	do := typed(c, views.FieldDo)
	edit, ok := photoEdits[do]
	if !ok {
		return fiber.ErrBadRequest
	}
	field, room := views.PhotoField(do), 1
	if do == views.DoGallery {
		room = profile.MaxPhotos - len(p.Pictures.Photos) + len(c.Request().PostArgs().PeekMulti(views.FieldTakeOut))
	}
	taken, refused := s.takePhotos(c, field, p.ID, media.Thing{Kind: media.OfPage, ID: p.ID}, room)
	if refused == nil && len(taken) == 0 && (do == views.DoLogo || do == views.DoCover && !p.Pictures.Cover.Is()) {
		refused = fault.Fields{field: "Choisissez d'abord une photo."}
	}
	if len(taken) > 0 || refused == nil { // what was taken before a file was refused stays
		form := photoForm{c: c, taken: taken}
		p, err = s.Profiles.Decorate(c.UserContext(), who(c).viewer(), p.ID, func(all *profile.Pictures) error { edit(form, all); return nil })
	}
	if err = errors.Join(refused, err); err != nil {
		return s.photosRefused(c, page, &p, err, field)
	}
	s.say(c, views.ToneDone, photosDone(do, p.Pictures.Undescribed()))
	return seeOther(c, "/fiches/"+url.PathEscape(p.Slug)+"/photos")
}

// photosRefused shows the page again with what is wrong.
func (s *site) photosRefused(c *fiber.Ctx, page views.PhotosPage, p *profile.Profile, err error, field string) error {
	code := fiber.StatusUnprocessableEntity
	if !errors.As(err, &page.Wrong) {
		if code, page.Wrong = busy(c, err, field); code == 0 {
			return err
		}
	}
	if p.ID != "" {
		page.Pictures = p.Pictures
	}
	form := photoForm{c: c}
	form.describe(&page.Pictures)
	return show(c.Status(code), views.Photos(page))
}

// photoForm is what one of the forms of the page holds, and the photos that came with it.
type photoForm struct {
	c     *fiber.Ctx
	taken []picture.Picture
}

// photoEdits are what the forms ask for.
var photoEdits = map[string]func(photoForm, *profile.Pictures){
	views.DoLogo:    func(f photoForm, all *profile.Pictures) { all.Logo = f.taken[0] },
	views.DoNoLogo:  func(_ photoForm, all *profile.Pictures) { all.Logo = picture.Picture{} },
	views.DoCover:   photoForm.cover,
	views.DoNoCover: func(_ photoForm, all *profile.Pictures) { all.Cover = picture.Picture{} },
	views.DoGallery: photoForm.gallery,
}

// cover puts the photo that came in place of the cover, or describes the one that is there.
func (f photoForm) cover(all *profile.Pictures) {
	if len(f.taken) > 0 {
		all.Cover = f.taken[0]
	}
	all.Cover.Alt = typed(f.c, views.FieldCoverAlt)
}

// gallery describes, orders and takes out the photos of the gallery, and adds those that came.
func (f photoForm) gallery(all *profile.Pictures) {
	f.describe(all)
	out := f.c.Request().PostArgs().PeekMulti(views.FieldTakeOut)
	photos := slices.DeleteFunc(slices.Clone(all.Photos), func(p picture.Picture) bool {
		return slices.ContainsFunc(out, func(one []byte) bool { return string(one) == p.ID })
	})
	all.Photos = append(f.ordered(photos), f.taken...)
}

// describe takes over what was typed below each photo of the gallery.
func (f photoForm) describe(all *profile.Pictures) {
	all.Photos = slices.Clone(all.Photos)
	for i := range all.Photos {
		if one := &all.Photos[i]; f.c.Request().PostArgs().Has(profile.FieldAlt + one.ID) {
			one.Alt = typed(f.c, profile.FieldAlt+one.ID)
		}
	}
}

// ordered puts each photo in the place that was chosen for it: one that moves goes before the one that is there, or after it
// when it comes from before.
func (f photoForm) ordered(photos []picture.Picture) []picture.Picture {
	rank := make(map[string]int, len(photos))
	for i, p := range photos {
		place, err := strconv.Atoi(typed(f.c, views.FieldPlace+p.ID))
		if err != nil || place < 1 || place > profile.MaxPhotos {
			place = i + 1
		}
		rank[p.ID] = 2*place + cmp.Compare(place, i+1)
	}
	slices.SortStableFunc(photos, func(a, b picture.Picture) int { return rank[a.ID] - rank[b.ID] })
	return photos
}

// photosDone says what was done, and what is still to be described.
func photosDone(do string, undescribed int) string {
	say := map[string]string{views.DoLogo: "Votre logo est en place.", views.DoNoLogo: "Le logo est retiré.", views.DoCover: "Votre couverture est en place.",
		views.DoNoCover: "La couverture est retirée.", views.DoGallery: "Votre galerie est enregistrée."}[do]
	switch {
	case undescribed == 1:
		return say + " Une photo paraîtra dès que vous aurez dit ce qu'elle montre."
	case undescribed > 1:
		return say + fmt.Sprintf(" %d photos paraîtront dès que vous aurez dit ce qu'elles montrent.", undescribed)
	}
	return say
}
