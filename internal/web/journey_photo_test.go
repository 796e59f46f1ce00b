package web_test

import (
	"bytes"
	"image"
	"net/http"
	"strings"
	"testing"
	"time"

	"partant/internal/id"
	"partant/internal/media"
	"partant/internal/picture"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/unseen"
	"partant/internal/viewer"
	"partant/views"
)

// A page gets a logo, a cover and a gallery; each shows where it should, once it is described.
func TestPhotosOfAPage(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner, visitor := h.join("odile", viewer.Member), h.visit()
	p := h.page(owner, full)
	at := "/fiches/" + p.Slug + "/photos"
	owner.get(at).is(http.StatusOK).has("h1", "Photos de Atelier du Héron")
	owner.send(at, owner.with(views.DoLogo), []attached{photoNamed(views.FieldLogo, "logo.png", painted(400, 400))}).leads(http.StatusSeeOther, at)
	owner.get(at).has("[role=status]", "Votre logo est en place.")
	logo := h.pictures(p).Logo
	h.settle()
	for _, path := range []string{"/fiches/" + p.Slug, "/annuaire?q=heron", "/communes/orleans"} {
		visitor.get(path).is(http.StatusOK).counts(`.em[data-logo] img[src="`+photoAt(logo.ID, picture.Square)+`"]`, 1)
	}
	if got := visitor.get("/fiches/" + p.Slug).one(`meta[property="og:image"]`); !strings.HasSuffix(attribute(got, "content"), photoAt(logo.ID, picture.Medium)) {
		t.Errorf("shared with %s", attribute(got, "content"))
	}

	owner.send(at, owner.with(views.DoCover), []attached{photoNamed(views.FieldCover, "facade.png", painted(900, 300))}).is(http.StatusSeeOther)
	owner.get(at).has("[role=status]", "Une photo paraîtra dès que vous aurez dit ce qu'elle montre.")
	visitor.get("/fiches/"+p.Slug).counts(".cover .photo", 0)
	owner.send(at, owner.with(views.DoCover, views.FieldCoverAlt, "La façade, quai du Châtelet"), nil).is(http.StatusSeeOther)
	page := visitor.get("/fiches/" + p.Slug)
	page.counts(`.cover img[alt="La façade, quai du Châtelet"]`, 1)
	page.has(`script[type="application/ld+json"]`, `"logo":"`+h.Base.String()+photoAt(logo.ID, picture.Square)+`"`, `"image":["`+h.Base.String()+photoAt(h.pictures(p).Cover.ID, picture.Large)+`"]`)
	page.counts(`meta[property="og:image:alt"][content="La façade, quai du Châtelet"]`, 1)

	three := []attached{photoNamed(profile.FieldPhotos, "a.png", painted(50, 40)), photoNamed(profile.FieldPhotos, "b.png", painted(60, 40)), photoNamed(profile.FieldPhotos, "c.png", painted(70, 40))}
	owner.send(at, owner.with(views.DoGallery), three).is(http.StatusSeeOther)
	visitor.get("/fiches/"+p.Slug).counts(".photos li", 0)
	ids := picture.IDs(h.pictures(p).Photos)
	form := owner.with(views.DoGallery, views.FieldTakeOut, ids[1], views.FieldPlace+ids[2], "1")
	for i, one := range ids {
		form.Set(profile.FieldAlt+one, "Escalier "+string(rune('A'+i)))
	}
	owner.send(at, form, nil).is(http.StatusSeeOther)
	shown := visitor.get("/fiches/" + p.Slug).all(".photos img:not(.blur)")
	if len(shown) != 2 || attribute(shown[0], "alt") != "Escalier C" || attribute(shown[1], "alt") != "Escalier A" {
		t.Errorf("the gallery is %d photos", len(shown))
	}
	visitor.get(photoAt(ids[1], picture.Small)).is(http.StatusNotFound)
	owner.send(at, owner.with(views.DoNoLogo), nil).is(http.StatusSeeOther)
	owner.send(at, owner.with(views.DoNoCover), nil).is(http.StatusSeeOther)
	h.leaves(4) // the square and the smallest of two
}

// What a form of photos refuses, and that nothing that was typed is lost.
func TestPhotosRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.join("odile", viewer.Member)
	p := h.page(owner, full)
	at := "/fiches/" + p.Slug + "/photos"
	owner.send(at, owner.with(views.DoLogo), nil).is(http.StatusUnprocessableEntity).has("#champ-logo-erreur", "Choisissez d'abord une photo.")
	owner.send(at, owner.with("autre-chose"), nil).is(http.StatusBadRequest)
	owner.send(at, owner.with(views.DoGallery), []attached{photoNamed(profile.FieldPhotos, "a.png", painted(9, 9)), photoNamed(profile.FieldPhotos, "mémo <b>.txt", []byte("bonjour"))}).
		is(http.StatusUnprocessableEntity).has("#champ-photos-erreur", "« mémo <b>.txt » : Cette photo est dans un format que nous ne lisons pas")
	if n := len(h.pictures(p).Photos); n != 1 {
		t.Errorf("%d photos: the good one should be kept", n)
	}
	one := h.pictures(p).Photos[0].ID
	many := make([]attached, 7)
	for i := range many {
		many[i] = photoNamed(profile.FieldPhotos, "x.png", painted(3, 3))
	}
	again := owner.send(at, owner.with(views.DoGallery, profile.FieldAlt+one, "Un établi"), many).is(http.StatusUnprocessableEntity)
	again.has("#champ-photos-erreur", "Six photos à la fois")
	if got := again.value("#champ-" + profile.FieldAlt + one); got != "Un établi" {
		t.Errorf("what was typed is %q", got)
	}
	owner.send(at, owner.with(views.DoGallery, profile.FieldAlt+one, strings.Repeat("é", profile.MaxAlt+1)), nil).is(http.StatusUnprocessableEntity).has("#champ-description_"+one+"-erreur", "300 caractères au plus")
	for _, who := range []*browser{h.join("omar", viewer.Member), h.join("mona", viewer.Moderator)} {
		if a := who.send(at, who.with(views.DoLogo), []attached{photoNamed(views.FieldLogo, "x.png", painted(3, 3))}); a.StatusCode != http.StatusForbidden {
			t.Errorf("somebody else: %d", a.StatusCode)
		}
	}
}

// The whole corpus goes through the form: bad photos are refused in words, and the site goes on.
func TestPhotosBadInput(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.join("odile", viewer.Member)
	p := h.page(owner, full)
	at := "/fiches/" + p.Slug + "/photos"
	for name, good := range map[string]bool{"bombe_20000x20000_1bit.png": false, "bombe_gif_65535x65535.gif": false, "crc_faux.png": false, "tronquee.jpg": false, "tronquee.png": false,
		"entete_corrompu.jpg": false, "script.svg": false, "polyglotte_html.gif": true, "extension_mensongere.jpg": true, "tres_large_10000x20.png": true, "gps_orleans_orientation6.jpg": true} {
		a := owner.send(at, owner.with(views.DoLogo), []attached{photoNamed(views.FieldLogo, "../../"+name, corpus(t, name))})
		if good {
			a.is(http.StatusSeeOther)
			continue
		}
		a.is(http.StatusUnprocessableEntity).has("#champ-logo-erreur", "Cette photo est ")
	}
	owner.send(at, owner.with(views.DoLogo), []attached{photoNamed(views.FieldLogo, "vide.jpg", nil)}).is(http.StatusUnprocessableEntity).has("#champ-logo-erreur", "fichier vide")
	owner.send(at, owner.with(views.DoLogo), []attached{photoNamed(views.FieldLogo, "lourde.png", append(painted(9, 9), make([]byte, media.MostBytes)...))}).
		is(http.StatusUnprocessableEntity).has("#champ-logo-erreur", "trop lourde")
	owner.get("/healthz").is(http.StatusOK)
	logo := h.visit().get(photoAt(h.pictures(p).Logo.ID, picture.Small)).is(http.StatusOK)
	if _, _, err := image.DecodeConfig(bytes.NewReader(logo.body)); err != nil || contains(logo.body, "<script") || contains(logo.body, "GPS") {
		t.Errorf("what is served is no clean photo: %v", err)
	}
}

// A photo is served so that it can do nothing, and is kept by browsers alone.
func TestPhotoHeaders(t *testing.T) {
	t.Parallel()
	c := gather(open(t, secured))
	path := photoAt(c.drawn(c.page), picture.Square)
	a := c.of["visitor"].get(path).is(http.StatusOK)
	for name, want := range map[string]string{"Content-Type": "image/jpeg", "Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff",
		"Cache-Control": "private, max-age=31536000, immutable", "Cross-Origin-Resource-Policy": "same-origin"} {
		if got := a.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	c.of["visitor"].get(path, header("If-None-Match", a.Header.Get("ETag"))).is(http.StatusNotModified)
	for _, other := range []string{"/medias/rien/320", "/medias/" + id.New() + "/320", photoAt(c.drawn(c.page), "9999"), photoAt(c.drawn(c.page), "..%2f320")} {
		c.of["visitor"].get(other).is(http.StatusNotFound)
	}
}

// Photos in a publication: they come with the form, are described, and show in the feed.
func TestPhotosOfAPost(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner, visitor := h.join("odile", viewer.Member), h.visit()
	p := h.page(owner, full)
	key := id.New()
	form := owner.with(views.DoPublish, views.FieldKey, key, viewer.FieldVoice, p.ID, post.FieldBody, "Le four chauffe.")
	two := []attached{photoNamed(post.FieldPhotos, "a.png", painted(900, 300)), photoNamed(post.FieldPhotos, "b.png", painted(30, 30))}
	again := owner.send("/publications", form, two).is(http.StatusUnprocessableEntity)
	again.has("[role=alert]", "Vos 2 photos sont arrivées.")
	if got := again.one("textarea[name=" + post.FieldBody + "]"); !strings.Contains(words(got), "Le four chauffe.") {
		t.Errorf("the text is lost: %q", words(got))
	}
	var ids []string
	for _, hidden := range again.all("input[name=" + post.FieldPhoto + "]") {
		ids = append(ids, attribute(hidden, "value"))
	}
	if len(ids) != 2 {
		t.Fatalf("%d photos", len(ids))
	}
	owner.get(photoAt(ids[0], picture.Small)).is(http.StatusOK)
	visitor.get(photoAt(ids[0], picture.Small)).is(http.StatusNotFound)
	again.submit("main form", nil).is(http.StatusUnprocessableEntity).has("#champ-description_"+ids[0]+"-erreur", "Dites en quelques mots ce que montre la photo 1")
	described := again.submit("main form", map[string][]string{post.FieldAlt + ids[0]: {"Le four"}, post.FieldAlt + ids[1]: {"Le pain"}, views.FieldDo: {views.DoPublish}}).is(http.StatusSeeOther)
	visitor.get(photoAt(ids[0], picture.Small)).is(http.StatusOK)
	shown := described.follow().is(http.StatusOK)
	shown.counts(".photos img:not(.blur)", 2)
	shown.counts(`.photos img[alt="Le four"][srcset$="900w"][width="900"][height="300"][loading=lazy]`, 1)
	visitor.get("/fil").counts(`.leading img[alt="Le four"]`, 1)

	slug := strings.TrimPrefix(described.Header.Get("Location"), "/publications/")
	edit := owner.get("/publications/" + slug + "/modifier").is(http.StatusOK)
	edit.submit("main form", map[string][]string{views.FieldTakeOut: {ids[1]}, views.FieldDo: {views.DoPublish}}).is(http.StatusSeeOther)
	visitor.get(photoAt(ids[1], picture.Small)).is(http.StatusNotFound)
	visitor.get(photoAt(ids[0], picture.Small)).is(http.StatusOK)
	owner.post("/publications/"+slug+"/supprimer", owner.with("")).is(http.StatusSeeOther)
	visitor.get(photoAt(ids[0], picture.Small)).is(http.StatusNotFound)
	h.leaves(0)
}

// The photo of a draft, and of a page that is hidden or erased, is seen by those only who see these.
func TestPhotosUnseen(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner, other, visitor := h.join("odile", viewer.Member), h.join("omar", viewer.Member), h.visit()
	p := h.page(owner, full)
	form := owner.with(views.DoDraft, viewer.FieldVoice, p.ID, post.FieldBody, "Bientôt.")
	draft := owner.send("/publications", form, []attached{photoNamed(post.FieldPhotos, "a.png", painted(30, 30))}).is(http.StatusSeeOther).follow()
	path := strings.TrimSuffix(attribute(draft.one(".photos a"), "href"), "")
	for b, want := range map[*browser]int{owner: http.StatusOK, other: http.StatusNotFound, visitor: http.StatusNotFound} {
		a := b.get(path).is(want)
		if got := a.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("a draft's photo is kept: %q", got)
		}
	}
	at := "/fiches/" + p.Slug + "/photos"
	owner.send(at, owner.with(views.DoLogo), []attached{photoNamed(views.FieldLogo, "l.png", painted(30, 30))}).is(http.StatusSeeOther)
	logo := photoAt(h.pictures(p).Logo.ID, picture.Square)
	visitor.get(logo).is(http.StatusOK)
	if err := h.Profiles.Mark(t.Context(), p.ID, &unseen.Mark{At: h.hands.now()}); err != nil {
		t.Fatal(err)
	}
	for _, b := range []*browser{owner, other, visitor} {
		b.get(logo).is(http.StatusNotFound)
	}
	h.hands.pass(10 * 24 * time.Hour)
	h.look()
	if err := h.Profiles.Mark(t.Context(), p.ID, nil); err != nil {
		t.Fatal(err)
	}
	visitor.get(logo).is(http.StatusOK)
	if err := h.Profiles.Erase(t.Context(), owner.account.Viewer(), p.ID); err != nil {
		t.Fatal(err)
	}
	visitor.get(logo).is(http.StatusNotFound)
	if _, err := h.Retractor.Pay(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.leaves(0)
}

// Large bodies are for members, on the forms that take files; what is not a form of ours keeps nothing.
func TestPhotosDoors(t *testing.T) {
	t.Parallel()
	h := open(t, counted)
	owner := h.join("odile", viewer.Member)
	p := h.page(owner, full)
	at, heavy := "/fiches/"+p.Slug+"/photos", []attached{photoNamed(views.FieldLogo, "x.png", make([]byte, 200<<10))}
	stranger := h.visit()
	stranger.cookies[h.cookie("session")] = "invente"
	stranger.send(at, nil, heavy).is(http.StatusRequestEntityTooLarge)
	h.visit().send("/publications", nil, heavy).is(http.StatusRequestEntityTooLarge)
	owner.send("/fiches/nouvelle", owner.with(""), heavy).is(http.StatusRequestEntityTooLarge)
	owner.send("/compte/nom", owner.with(""), []attached{photoNamed("x", "x.png", painted(3, 3))}).is(http.StatusUnsupportedMediaType)
	owner.send(at, owner.with(views.DoLogo), heavy, header("Origin", "https://ailleurs.invalid"), header("Sec-Fetch-Site", "cross-site")).is(http.StatusForbidden)
	without := owner.with(views.DoLogo)
	without.Del(views.FieldToken)
	owner.send(at, without, []attached{photoNamed(views.FieldLogo, "x.png", painted(3, 3))}).is(http.StatusForbidden)
	owner.do(http.MethodPost, at, strings.NewReader("--x\r\nbroken"), header("Content-Type", "multipart/form-data; boundary=x")).is(http.StatusBadRequest)
	if left := h.kept(); len(left) != 0 {
		t.Errorf("something was kept: %v", left)
	}
	for n := range 31 {
		a := owner.send(at, owner.with(views.DoLogo), []attached{photoNamed(views.FieldLogo, "x.png", painted(3, 3))})
		if want := http.StatusSeeOther; n < 30 && a.StatusCode != want {
			t.Fatalf("photo %d: %d", n+1, a.StatusCode)
		} else if n == 30 {
			a.is(http.StatusTooManyRequests).has("#champ-logo-erreur", "les suivantes seront les bienvenues")
		}
	}
}
