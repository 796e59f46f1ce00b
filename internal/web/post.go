package web

import (
	"bytes"
	"errors"
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/limit"
	"partant/internal/media"
	"partant/internal/moderation"
	"partant/internal/picture"
	"partant/internal/post"
	"partant/internal/text"
	"partant/internal/viewer"
	"partant/views"
)

// newPost is the empty form. ?en_tant_que= chooses who speaks.
func (s *site) newPost(c *fiber.Ctx) error {
	form, err := s.postForm(c, "Écrire une publication")
	if err != nil {
		return err
	}
	form.Draft.Key, form.Draft.Voice, form.Draft.Former = id.New(), c.Query(viewer.FieldVoice), c.Query(post.FieldFormer)
	if err := s.continued(c, &form); err != nil {
		return err
	}
	return show(c, views.PostForm(form))
}

// postForm is an empty form of those who may speak.
func (s *site) postForm(c *fiber.Ctx, title string) (form views.PostFormPage, err error) {
	form = views.PostFormPage{Chrome: s.chrome(c, title, views.NavFeed), Unsaid: true}
	form.Chrome.NoIndex = true
	form.Voices, err = s.voices(c)
	return form, err
}

// sentPost is what the form holds.
func sentPost(c *fiber.Ctx) post.Draft {
	d := post.Draft{Key: typed(c, views.FieldKey), Voice: typed(c, viewer.FieldVoice), Title: typed(c, post.FieldTitle), Body: typed(c, post.FieldBody),
		Tags: typed(c, post.FieldTags), Later: typed(c, views.FieldDo) == views.DoDraft || typed(c, views.FieldDo) == views.DoPlan, Planned: typed(c, views.FieldDo) == views.DoPlan,
		Day: typed(c, post.FieldDay), Hour: typed(c, post.FieldHour), NoPreview: typed(c, post.FieldNoPreview) != "", Version: typed(c, post.FieldVersion), Former: typed(c, post.FieldFormer)}
	for _, one := range c.Request().PostArgs().PeekMulti(post.FieldSettles) {
		d.Settles = append(d.Settles, string(one))
	}
	gone := c.Request().PostArgs().PeekMulti(views.FieldTakeOut)
	for _, photo := range c.Request().PostArgs().PeekMulti(post.FieldPhoto) {
		if len(d.Photos) < post.MaxPhotos && !slices.ContainsFunc(gone, func(one []byte) bool { return bytes.Equal(one, photo) }) {
			d.Photos = append(d.Photos, picture.Picture{ID: string(photo), Alt: typed(c, post.FieldAlt+string(photo))})
		}
	}
	d.At, _ = strconv.ParseInt(typed(c, views.FieldAt), 10, 64) // unreadable: 0, as from a form that has none
	return d
}

// publishPost publishes what the form holds, keeps it as a draft, or shows how it would look. Only a form that could make
// a publication counts for the limit.
func (s *site) publishPost(c *fiber.Ctx) error {
	form, err := s.postForm(c, "Écrire une publication")
	if err != nil {
		return err
	}
	form.Draft = sentPost(c)
	if !id.Valid(form.Draft.Key) {
		form.Draft.Key = id.New() // photos are sent for the publication that will have it
	}
	if err := s.fillVersion(c, &form, post.Post{}); err != nil && !errors.Is(err, fault.NotFound) && !errors.Is(err, fault.Forbidden) {
		return err // a version that is no more is refused beside its field, and what was typed is kept
	}
	if done, err := s.takePostPhotos(c, &form, form.Draft.Key); done || err != nil {
		return err
	}
	html, err := s.Posts.Preview(c.UserContext(), form.Draft)
	if typed(c, views.FieldDo) == views.DoPreview {
		return s.preview(c, form, html, err)
	}
	var p post.Post
	if err = unbaited(c, err); err == nil {
		p, err = s.publishDraft(c, form.Draft)
	}
	if errors.As(err, &form.Wrong) {
		return show(c.Status(fiber.StatusUnprocessableEntity), views.PostForm(form))
	}
	if err != nil {
		return err
	}
	return s.toPost(c, &p)
}

// publishDraft publishes a draft that was looked at. One that comes twice counts once.
func (s *site) publishDraft(c *fiber.Ctx, d post.Draft) (p post.Post, err error) {
	if !made(s.Posts.Get(c.UserContext(), d.Key)) {
		err = s.countPost(c, d)
	}
	if err == nil {
		p, err = s.Posts.Publish(c.UserContext(), who(c).viewer(), d)
	}
	return p, err
}

// takePostPhotos adds the photos that came with the form to those that it has. Where there are new ones, or one is refused, the
// form is shown again, with all that was typed: new ones are to be described.
func (s *site) takePostPhotos(c *fiber.Ctx, form *views.PostFormPage, postID string) (done bool, err error) {
	v := who(c).viewer()
	form.Draft.Photos, err = s.Posts.Photos(c.UserContext(), v, postID, form.Draft)
	var taken []picture.Picture
	if err == nil && len(sent(c)) > 0 {
		taken, err = s.takePhotos(c, post.FieldPhotos, form.Draft.Voice, media.Thing{Kind: media.OfPost, ID: postID}, post.MaxPhotos-len(form.Draft.Photos))
	}
	form.Draft.Photos, form.New = append(form.Draft.Photos, taken...), len(taken)
	code := fiber.StatusUnprocessableEntity
	switch {
	case errors.Is(err, fault.Forbidden):
		form.Wrong = fault.Fields{viewer.FieldVoice: "Choisissez d'abord au nom de quelle page vous publiez ces photos."}
	case errors.As(err, &form.Wrong):
	case err != nil:
		if code, form.Wrong = busy(c, err, post.FieldPhotos); code == 0 {
			return true, err
		}
	case len(taken) == 0 || typed(c, views.FieldDo) == views.DoPreview || form.Draft.Later && !form.Draft.Planned:
		return false, nil
	}
	return true, show(c.Status(code), views.PostForm(*form))
}

// countPost counts a publication that is about to be made; one that the Service refuses is none. A draft says nothing in
// public: it is counted by the rule of all, and by that of a first day when it appears.
func (s *site) countPost(c *fiber.Ctx, d post.Draft) error {
	may, err := s.speaksFor(c, d.Voice)
	if err != nil || !may {
		return err
	}
	if d.Later && !d.Planned {
		return s.Limits.Allow(c.UserContext(), limit.Publish, limit.Member(who(c).account.ID))
	}
	return s.maySay(c, limit.Publish, limit.PublishFirst)
}

// countDraft counts a draft that is about to appear, or refuses it as the Service would.
func (s *site) countDraft(c *fiber.Ctx, d post.Draft) error {
	if _, err := s.Posts.Preview(c.UserContext(), d); err != nil {
		return err
	}
	return s.maySay(c, limit.Publish, limit.PublishFirst)
}

// preview shows the form again with its text as it would look, or with what is wrong with it.
func (s *site) preview(c *fiber.Ctx, form views.PostFormPage, html string, err error) error {
	form.HTML = html
	if errors.As(err, &form.Wrong) {
		return show(c.Status(fiber.StatusUnprocessableEntity), views.PostForm(form))
	}
	if err != nil {
		return err
	}
	return show(c, views.PostForm(form))
}

// toPost leads to what was just written.
func (s *site) toPost(c *fiber.Ctx, p *post.Post) error {
	if p.Down != nil {
		return s.toHeld(c, moderation.Post, p.ID)
	}
	switch at := p.Planned(); {
	case !at.IsZero():
		s.say(c, views.ToneDone, "C'est prévu : votre publication paraîtra le "+moment(at)+".")
	case p.Draft:
		s.say(c, views.ToneDone, "Votre brouillon est gardé.")
	default:
		s.say(c, views.ToneDone, "C'est publié.")
	}
	return seeOther(c, "/publications/"+url.PathEscape(p.Slug))
}

// showPost is /publications/{slug}. What a page has said that is gone is gone with it.
func (s *site) showPost(c *fiber.Ctx) error {
	p, err := s.Posts.BySlug(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err != nil {
		return err
	}
	return s.drawPost(c, p, nil)
}

// publicPost is the publication of the address, for everybody.
func (s *site) publicPost(c *fiber.Ctx) (post.Post, error) {
	return s.Posts.BySlug(c.UserContext(), viewer.Viewer{}, c.Params("slug"))
}

// drawPost draws a publication and what is answered to it; sent is the form of an answer that is shown again.
func (s *site) drawPost(c *fiber.Ctx, p post.Post, sent *views.AnswerForm) error {
	ctx, v := c.UserContext(), who(c).viewer()
	if err := s.see(c, p.By.Page); err != nil {
		return err
	}
	lines, err := s.bylines(ctx, []string{p.By.Page})
	if err != nil {
		return err
	}
	by, ok := lines[p.By.Page]
	if !ok {
		return fault.Gone
	}
	shown := views.PostPage{Chrome: s.chrome(c, p.Heading()+" – "+by.Name, views.NavFeed), Post: s.postItem(&p, by), At: moment(p.Published), Edited: moment(p.Changed())}
	shown.Post.HTML = p.HTML // all of it
	shown.Chrome.Canonical, shown.Chrome.Description = s.canonical("/publications/"+p.Slug), p.Lead
	shown.Chrome.NoIndex = by.Example || p.Draft
	if len(p.Photos) > 0 {
		shown.Chrome.Picture = p.Photos[0]
	}
	shown.Can, err = s.Posts.Can(ctx, v, &p)
	shown.ID, shown.CanClose = p.ID, shown.Can || v.Moderates()
	if v.SignedIn() && p.By.Account == v.Account && !p.Draft {
		shown.Convene = convenes(p.Title+"\n"+p.Body, fromPost+p.ID)
	}
	if err == nil && !p.Draft {
		shown.Thread, err = s.threadOf(c, ofPost(&p), p.Answers, sent)
	}
	if err == nil && !p.Draft {
		var said []views.Reactions
		said, err = s.praise(c, []praised{postPraised(p.ID, p.Slug)})
		shown.Reactions = said[0]
		shown.Reactions.Can = shown.Reactions.Can && p.By.Account != v.Account
	}
	if err != nil {
		return err
	}
	if err := s.fillProject(c, &p, &shown); err != nil {
		return err
	}
	if shown.Thread.Later {
		shown.Chrome.Canonical, shown.Chrome.NoIndex = "", true
	}
	return show(c, views.Post(shown))
}

// postAt is the publication of the address, for who may change it, with its form.
func (s *site) postAt(c *fiber.Ctx) (p post.Post, form views.PostFormPage, err error) {
	p, err = s.Posts.ForEdit(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err != nil {
		return p, form, err
	}
	form, err = s.postForm(c, "Modifier la publication")
	form.Voices = slices.DeleteFunc(form.Voices, func(b views.Byline) bool { return b.Page != p.By.Page })
	form.Slug, form.Unsaid = p.Slug, p.Draft
	return p, form, err
}

func (s *site) editPost(c *fiber.Ctx) error {
	p, form, err := s.postAt(c)
	if err != nil {
		return err
	}
	form.Draft = post.Filled(p)
	if err := s.fillVersion(c, &form, p); err != nil {
		return err
	}
	return show(c, views.PostForm(form))
}

func (s *site) savePost(c *fiber.Ctx) error {
	was, form, err := s.postAt(c)
	if err != nil {
		return err
	}
	form.Draft = sentPost(c)
	form.Draft.Voice, form.Draft.Former = was.By.Page, ""
	if err := s.fillVersion(c, &form, was); err != nil {
		return err
	}
	if done, err := s.takePostPhotos(c, &form, was.ID); done || err != nil {
		return err
	}
	if typed(c, views.FieldDo) == views.DoPreview {
		html, err := s.Posts.Preview(c.UserContext(), form.Draft)
		return s.preview(c, form, html, err)
	}
	err = unbaited(c, nil)
	if err == nil && was.Draft && (!form.Draft.Later || form.Draft.Planned && was.Planned().IsZero()) {
		err = s.countDraft(c, form.Draft)
	}
	var p post.Post
	if err == nil {
		p, err = s.Posts.Edit(c.UserContext(), who(c).viewer(), was.ID, form.Draft)
	}
	switch {
	case errors.As(err, &form.Wrong):
		return show(c.Status(fiber.StatusUnprocessableEntity), views.PostForm(form))
	case errors.Is(err, fault.Conflict):
		return s.showBoth(c, &was, form)
	case err != nil:
		return err
	case !p.Draft && !was.Draft && p.Down == nil:
		s.say(c, views.ToneDone, "Vos changements sont enregistrés.")
		return seeOther(c, "/publications/"+url.PathEscape(p.Slug))
	}
	return s.toPost(c, &p)
}

// showBoth shows what somebody else wrote meanwhile above what was typed. Sent again, that replaces it, knowingly.
func (s *site) showBoth(c *fiber.Ctx, now *post.Post, form views.PostFormPage) error {
	form.Conflict, form.Draft.At = true, now.Version()
	form.Theirs = s.postItem(now, views.Byline{})
	form.Theirs.HTML = now.HTML
	return show(c.Status(fiber.StatusConflict), views.PostForm(form))
}

// forDelete is the publication of the address, for who may delete it.
func (s *site) forDelete(c *fiber.Ctx) (post.Post, error) {
	return s.Posts.ForEdit(c.UserContext(), who(c).viewer(), c.Params("slug"))
}

func (s *site) confirmDeletePost(c *fiber.Ctx) error {
	p, err := s.forDelete(c)
	if err != nil {
		return err
	}
	return show(c, views.PostDelete(views.PostDeletePage{Chrome: s.chrome(c, "Supprimer la publication", views.NavFeed), Slug: p.Slug, Title: p.Heading(), Draft: p.Draft}))
}

// removePost deletes the publication of the address.
func (s *site) removePost(c *fiber.Ctx) (post.Post, error) {
	p, err := s.forDelete(c)
	if err == nil {
		err = s.Posts.Delete(c.UserContext(), who(c).viewer(), p.ID)
	}
	return p, err
}

func (s *site) deletePost(c *fiber.Ctx) error {
	p, err := s.removePost(c)
	if err != nil {
		return err
	}
	s.say(c, views.ToneDone, "« "+text.Cut(p.Heading(), 80)+" » est supprimé.")
	return seeOther(c, "/fil")
}

// unplanPost keeps what was to be published later as a draft.
func (s *site) unplanPost(c *fiber.Ctx) error {
	p, err := s.forDelete(c)
	if err == nil {
		p, err = s.Posts.Unplan(c.UserContext(), who(c).viewer(), p.ID)
	}
	if errors.Is(err, fault.Conflict) {
		s.say(c, views.ToneInfo, "Trop tard : cette publication vient de paraître.")
		return seeOther(c, "/publications/"+url.PathEscape(c.Params("slug")))
	}
	if err != nil {
		return err
	}
	s.say(c, views.ToneDone, "Elle ne paraîtra pas d'elle-même : c'est de nouveau un brouillon.")
	return seeOther(c, "/publications/"+url.PathEscape(p.Slug))
}
