package web

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/directory"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/limit"
	"partant/internal/moderation"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/territory"
	"partant/internal/text"
	"partant/views"
)

// newProfile is the empty form. ?type= and ?commune= fill it in advance.
func (s *site) newProfile(c *fiber.Ctx) error {
	d := profile.Draft{Key: id.New(), Kind: profile.Kind(c.Query(string(views.ParamKind), string(profile.Company)))}
	d.Name = text.Cut(text.Line(c.Query("nom")), profile.MaxName)
	if _, ok := s.Territory.Region.Commune(c.Query(string(views.ParamCommune))); ok {
		d.Commune = c.Query(string(views.ParamCommune))
	}
	if a := who(c).account; d.Kind == profile.Company {
		d.SIRET = a.SIRET() // as a provider said
	}
	return show(c, views.ProfileForm(s.profileForm(c, "", d)))
}

// publish makes a page of what the form holds. Only a form that could make one counts for the limit.
func (s *site) publish(c *fiber.Ctx) error {
	form := s.sentForm(c, "")
	var p profile.Profile
	err := unbaited(c, s.Profiles.Check(form.Draft))
	if err == nil && typed(c, views.FieldOther) == "" {
		if same, err := s.sameName(c, &form); same || err != nil {
			return err
		}
	}
	if err == nil {
		err = s.Limits.Allow(c.UserContext(), limit.NewPage, limit.Member(who(c).account.ID))
	}
	if err == nil {
		p, err = s.Profiles.Create(c.UserContext(), who(c).viewer(), form.Draft)
	}
	if errors.As(err, &form.Wrong) {
		s.whichTown(form.Wrong, form.Town, form.Draft.Postcode)
		return show(c.Status(fiber.StatusUnprocessableEntity), views.ProfileForm(s.withTwins(c, form)))
	}
	if err != nil {
		return err
	}
	if p.IsHeld() {
		return s.toHeld(c, moderation.Page, p.ID)
	}
	s.say(c, views.ToneDone, "Votre page est publiée.")
	return seeOther(c, "/fiches/"+url.PathEscape(p.Slug))
}

func (s *site) editProfile(c *fiber.Ctx) error {
	p, err := s.Profiles.ForEdit(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err != nil {
		return err
	}
	form := s.profileForm(c, p.Slug, profile.Filled(p))
	form.Marked = s.marked(c, &p)
	return show(c, views.ProfileForm(form))
}

func (s *site) saveProfile(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c).viewer()
	was, err := s.Profiles.ForEdit(ctx, v, c.Params("slug"))
	if err != nil {
		return err
	}
	form := s.sentForm(c, was.Slug)
	form.Marked = s.marked(c, &was)
	var p profile.Profile
	if err = unbaited(c, nil); err == nil {
		p, err = s.Profiles.Edit(ctx, v, was.ID, form.Draft)
	}
	switch {
	case errors.As(err, &form.Wrong):
		s.whichTown(form.Wrong, form.Town, form.Draft.Postcode)
		return show(c.Status(fiber.StatusUnprocessableEntity), views.ProfileForm(form))
	case errors.Is(err, fault.Conflict):
		form.Conflict, form.Draft.At = true, was.Version() // sent again, it replaces what is there now, knowingly
		return show(c.Status(fiber.StatusConflict), views.ProfileForm(form))
	case err != nil:
		return err
	case p.IsHeld():
		return s.toHeld(c, moderation.Page, p.ID)
	}
	if was.Verified != nil && p.Verified == nil {
		s.say(c, views.ToneInfo, "Vos changements sont enregistrés. Le nom, le type ou le SIREN a changé : la page n'a plus la marque « page vérifiée ».")
	} else {
		s.say(c, views.ToneDone, "Vos changements sont enregistrés.")
	}
	return seeOther(c, "/fiches/"+url.PathEscape(p.Slug))
}

// marked reports whether the viewer may take the mark of a page away by what they change: moderators do not.
func (s *site) marked(c *fiber.Ctx, p *profile.Profile) bool {
	return p.Verified != nil && !who(c).viewer().Moderates()
}

func (s *site) confirmErase(c *fiber.Ctx) error {
	p, err := s.Profiles.ForEdit(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if v := who(c).viewer(); err == nil && v.Moderates() && !p.CanErase(v) { // a moderator takes it down
		return seeOther(c, views.ToReport(moderation.Page, p.ID))
	}
	if err != nil {
		return err
	}
	return show(c, views.EraseConfirm(views.EraseConfirmPage{Chrome: s.chrome(c, "Supprimer "+p.Name, views.NavNone), Slug: p.Slug, Name: p.Name, Releases: p.Releases()}))
}

func (s *site) erase(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c).viewer()
	p, err := s.Profiles.ForEdit(ctx, v, c.Params("slug"))
	if err == nil {
		err = s.Profiles.Erase(ctx, v, p.ID)
	}
	if err != nil {
		return err
	}
	s.say(c, views.ToneDone, "La page « "+text.Cut(p.Name, 80)+" » est supprimée.")
	return seeOther(c, "/compte")
}

// profileForm is the form of a draft, with the lists it proposes.
func (s *site) profileForm(c *fiber.Ctx, slug string, d profile.Draft) views.ProfileFormPage {
	title := "Publier une page"
	if slug != "" {
		title = "Modifier " + d.Name
	}
	page := views.ProfileFormPage{Chrome: s.chrome(c, title, views.NavPublish), Slug: slug, Draft: d, Town: s.Territory.TownName(d.Commune)}
	page.Activity = d.Activity
	if a, ok := s.Territory.Activities.Get(d.Activity); ok {
		page.Activity = a.Plain
	}
	for _, town := range s.Territory.Region.Communes {
		page.Towns = append(page.Towns, town.Name)
	}
	page.Activities = s.trades
	for _, size := range s.Territory.Activities.Sizes() {
		page.Sizes = append(page.Sizes, views.Option{Value: size.Code, Text: size.Label})
	}
	return page
}

// sentForm is the form as it was sent. A commune that is not known is left to the Service to refuse.
func (s *site) sentForm(c *fiber.Ctx, slug string) views.ProfileFormPage {
	d := draft(c)
	town := text.Line(d.Commune)
	d.Commune = s.communeOf(town, d.Postcode)
	page := s.profileForm(c, slug, d)
	page.Town, page.Activity = town, d.Activity
	return page
}

// communeOf is the INSEE code of a commune as typed. What nobody knows stays as it is, for the Service to refuse; what
// several may be called, and no postcode decides, is not guessed: it is none.
func (s *site) communeOf(name, postcode string) string {
	switch towns := s.Territory.Region.Meant(name, postcode); len(towns) {
	case 0:
		return name
	case 1:
		return towns[0].INSEE
	}
	return ""
}

// whichTown asks, instead of saying that a commune is not known, which of several is meant.
func (s *site) whichTown(wrong fault.Fields, typed, postcode string) {
	towns := s.Territory.Region.Meant(typed, postcode)
	if wrong[string(profile.FieldCommune)] == "" || len(towns) < 2 {
		return
	}
	var names []string
	for _, t := range first(towns, townsAsked) {
		names = append(names, t.Name)
	}
	say := "De quelle commune s'agit-il\u00a0? " + strings.Join(names, ", ")
	if len(towns) > townsAsked {
		say += ", ou une autre"
	}
	wrong[string(profile.FieldCommune)] = say + "."
}

// townsAsked is how many communes a question names.
const townsAsked = 5

// draft reads the fields one by one: nothing else that is sent can reach a profile.
func draft(c *fiber.Ctx) profile.Draft {
	of := func(f profile.Field) string { return typed(c, string(f)) }
	d := profile.Draft{
		Key: typed(c, views.FieldKey), Kind: profile.Kind(of(profile.FieldKind)), Name: of(profile.FieldName),
		Pitch: of(profile.FieldPitch), About: of(profile.FieldAbout), Activity: of(profile.FieldActivity),
		Street: of(profile.FieldStreet), Door: profile.Audience(of(profile.FieldDoor)), Postcode: of(profile.FieldPostcode), Commune: of(profile.FieldCommune), Place: of(profile.FieldPlace),
		Phone: profile.Contact{Value: of(profile.FieldPhone), For: profile.Audience(typed(c, views.FieldPhoneFor))},
		Email: profile.Contact{Value: of(profile.FieldEmail), For: profile.Audience(typed(c, views.FieldEmailFor))},
		Web:   of(profile.FieldWeb), Links: of(profile.FieldLinks), Size: of(profile.FieldSize), Founded: of(profile.FieldFounded),
		SIRET: of(profile.FieldSIRET), Tags: of(profile.FieldTags), Offers: of(profile.FieldOffers), Seeks: of(profile.FieldSeeks),
		Title: of(profile.FieldTitle),
	}
	for i := range d.Hours {
		d.Hours[i] = typed(c, views.FieldHour+strconv.Itoa(i))
	}
	d.At, _ = strconv.ParseInt(typed(c, views.FieldAt), 10, 64) // unreadable: 0, as from a form that has none
	return d
}

// sameName shows the form again, with the pages that have its name and its commune, and asks whether it is one of them.
func (s *site) sameName(c *fiber.Ctx, form *views.ProfileFormPage) (shown bool, err error) {
	twins, err := s.Directory.Twins(c.UserContext(), who(c).viewer(), form.Draft.Name, form.Draft.Commune)
	twins = slices.DeleteFunc(twins, func(p profile.Profile) bool { return p.ID == form.Draft.Key }) // the form came twice
	if err != nil || len(twins) == 0 {
		return false, err
	}
	mine, err := s.Lists.OfMember(c.UserContext(), who(c).account.ID, page.Req{Limit: pagesShown})
	if err != nil {
		return false, err
	}
	form.Twins, form.Same = s.cards(twins), true
	for i := range twins {
		form.Twins[i].Mine = slices.ContainsFunc(mine.Items, func(p profile.Profile) bool { return p.ID == twins[i].ID && p.CanEdit(who(c).viewer()) })
	}
	return true, show(c.Status(fiber.StatusUnprocessableEntity), views.ProfileForm(*form))
}

// withTwins adds pages that may already be the one that is being made.
func (s *site) withTwins(c *fiber.Ctx, form views.ProfileFormPage) views.ProfileFormPage {
	if form.Wrong[string(profile.FieldSIRET)] != "" {
		if same, err := s.ofSIRET(c, form.Draft.SIRET); err == nil && len(same) > 0 {
			form.Twins = same
			return form
		}
	}
	if text.Line(form.Draft.Name) == "" {
		return form
	}
	found, err := s.find(c, directory.Ask{Text: form.Draft.Name + " ", Size: 3, Page: 1})
	if err == nil && !found.Relaxed && !found.Down && found.Town == nil {
		form.Twins = s.found(found.Hits)
	}
	return form
}

// trades are the activities that have a name in plain words; the others are found by their official label or code.
func trades(t *territory.Territory) (options []views.Option) {
	for _, a := range t.Activities.All() {
		if a.Plain != a.Official {
			options = append(options, views.Option{Value: a.Plain})
		}
	}
	return options
}
