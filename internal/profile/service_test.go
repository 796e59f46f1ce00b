package profile_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/geo"
	"partant/internal/id"
	"partant/internal/markdown"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/region"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/territory"
	"partant/internal/viewer"
)

var (
	noon   = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	place  = territory.New(region.Loiret())
	claude = viewer.Viewer{Account: "a-1", Role: viewer.Member}
	dany   = viewer.Viewer{Account: "a-2", Role: viewer.Member}
	judge  = viewer.Viewer{Account: "a-3", Role: viewer.Moderator}
)

// house is a service on a real store, with a bell that counts how often it was rung.
type house struct {
	*profile.Service
	store sqlite.Profiles
	pasts sqlite.History
	rung  atomic.Int64
}

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{store: db.Profiles(), pasts: db.History()}
	h.Service = profile.New(h.store, place, markdown.New(), clock.At(noon), func() { h.rung.Add(1) }).KeepIn(db.History())
	return h
}

// bakery is a draft that fills every field.
func bakery() profile.Draft {
	return profile.Draft{
		Key: id.New(), Kind: profile.Company, Name: " Boulangerie  du Martroi ", Pitch: "Pain au levain", About: "**Bonjour** <script>x</script>",
		Activity: "boulanger", Street: "1 place du Martroi", Commune: "45234", Postcode: "45000", Place: "47.9029,1.9039",
		Phone: profile.Contact{Value: "02 61 91 00 01"}, Email: profile.Contact{Value: "pain@exemple.invalid", For: profile.ForMembers},
		Web: "www.exemple.invalid", Links: "https://exemple.invalid/a\nhttps://exemple.invalid/a exemple.invalid/b",
		Hours: [7]string{1: "7h-13h 16h-19h30"}, Size: "02", Founded: "1987", SIRET: "732 829 320 00074",
		Tags: "pain, Pain, levain", Offers: "pain au levain\npain de fête", Seeks: "apprenti boulanger", Title: "gérante",
	}
}

func create(t *testing.T, h *house, v viewer.Viewer, d profile.Draft) profile.Profile {
	t.Helper()
	p, err := h.Create(t.Context(), v, d)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestCreate(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := create(t, h, claude, bakery())
	if p.Slug != "boulangerie-du-martroi" || p.Name != "Boulangerie du Martroi" || p.Activity != "10.71C" || p.Sector != "alimentation" {
		t.Errorf("%+v", p)
	}
	if p.Phone.Value != "+33261910001" || p.Phone.For != profile.ForAll || p.Web != "https://www.exemple.invalid" || p.SIREN != "732829320" || p.Founded != 1987 {
		t.Errorf("%+v", p)
	}
	if len(p.Links) != 2 || len(p.Tags) != 2 || len(p.Offers) != 2 || p.Place.By != profile.ByHand {
		t.Errorf("%+v", p)
	}
	if strings.Contains(p.About.HTML, "script>") || !strings.Contains(p.About.HTML, "<strong>Bonjour</strong>") {
		t.Errorf("HTML %q", p.About.HTML)
	}
	if !p.Claimed() || len(p.Owes) != 1 || h.rung.Load() != 1 {
		t.Errorf("owner %v, debts %v, rung %d", p.Claimed(), p.Owes, h.rung.Load())
	}
}

func TestCreateTwiceMakesOnePage(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := bakery()
	first, second := create(t, h, claude, d), create(t, h, claude, d)
	if first.ID != second.ID || first.Slug != second.Slug {
		t.Errorf("two pages: %s and %s", first.Slug, second.Slug)
	}
	if _, err := h.Create(t.Context(), dany, d); !errors.Is(err, fault.Conflict) {
		t.Errorf("another's key: %v", err)
	}
}

func TestCreateNeedsAnAccount(t *testing.T) {
	t.Parallel()
	if _, err := open(t).Create(t.Context(), viewer.Viewer{}, bakery()); !errors.Is(err, fault.SignedOut) {
		t.Errorf("got %v", err)
	}
}

func TestSlugs(t *testing.T) {
	t.Parallel()
	h := open(t)
	for _, want := range []string{"boulangerie-du-martroi", "boulangerie-du-martroi-orleans", "boulangerie-du-martroi-orleans-2", "boulangerie-du-martroi-orleans-3"} {
		d := bakery()
		d.SIRET = ""
		if p := create(t, h, claude, d); p.Slug != want {
			t.Errorf("slug %q, want %q", p.Slug, want)
		}
	}
	d := bakery()
	d.SIRET, d.Name = "", "Nouvelle" // a word of the site's own addresses
	if p := create(t, h, claude, d); p.Slug != "nouvelle-orleans" {
		t.Errorf("slug %q", p.Slug)
	}
}

// Each line is one thing wrong, in the field that must say so.
func TestRefusals(t *testing.T) {
	t.Parallel()
	h := open(t)
	for name, c := range map[string]struct {
		change func(*profile.Draft)
		field  profile.Field
		say    string
	}{
		"no name":              {func(d *profile.Draft) { d.Name = " \u200b " }, profile.FieldName, "nom"},
		"name of signs":        {func(d *profile.Draft) { d.Name = "!!!" }, profile.FieldName, "lettre"},
		"name too long":        {func(d *profile.Draft) { d.Name = strings.Repeat("a", 121) }, profile.FieldName, "121"},
		"bytes not UTF-8":      {func(d *profile.Draft) { d.Name = "Caf\xe9" }, profile.FieldName, "illisibles"},
		"no kind":              {func(d *profile.Draft) { d.Kind = "admin" }, profile.FieldKind, "Choisissez"},
		"no commune":           {func(d *profile.Draft) { d.Commune = "" }, profile.FieldCommune, "commune"},
		"unknown commune":      {func(d *profile.Draft) { d.Commune = "Atlantide" }, profile.FieldCommune, "liste"},
		"postcode":             {func(d *profile.Draft) { d.Postcode = "4500" }, profile.FieldPostcode, "4"},
		"activity":             {func(d *profile.Draft) { d.Activity = "zzzqqq" }, profile.FieldActivity, "activité"},
		"SIRET of 13 digits":   {func(d *profile.Draft) { d.SIRET = "7328293200007" }, profile.FieldSIRET, "13 chiffres"},
		"SIRET of a false key": {func(d *profile.Draft) { d.SIRET = "73282932000075" }, profile.FieldSIRET, "tombe pas juste"},
		"SIRET with letters":   {func(d *profile.Draft) { d.SIRET = "7328293200007O" }, profile.FieldSIRET, "chiffres"},
		"phone":                {func(d *profile.Draft) { d.Phone.Value = "02 38 79" }, profile.FieldPhone, "10 chiffres"},
		"phone with words":     {func(d *profile.Draft) { d.Phone.Value = "appelez-moi" }, profile.FieldPhone, "chiffres"},
		"e-mail":               {func(d *profile.Draft) { d.Email.Value = "pain@exemple" }, profile.FieldEmail, "complète"},
		"e-mail with header":   {func(d *profile.Draft) { d.Email.Value = "a@b.fr\nBcc: c@d.fr" }, profile.FieldEmail, "complète"},
		"script as site":       {func(d *profile.Draft) { d.Web = "javascript:alert(1)" }, profile.FieldWeb, "« javascript:alert(1) »"},
		"script as link":       {func(d *profile.Draft) { d.Links = "javascript://exemple.fr/%0aalert(1)" }, profile.FieldLinks, "site"},
		"password in link":     {func(d *profile.Draft) { d.Links = "https://a:b@exemple.fr/" }, profile.FieldLinks, "site"},
		"seven links":          {func(d *profile.Draft) { d.Links = "a.fr b.fr c.fr d.fr e.fr f.fr g.fr" }, profile.FieldLinks, "6"},
		"hours":                {func(d *profile.Draft) { d.Hours[2] = "le matin" }, profile.FieldHours, "Les heures du mercredi : écrivez"},
		"hours of many days":   {func(d *profile.Draft) { d.Hours = [7]string{"le matin", "9h-12h", "tard", "", "29h-30h", "?"} }, profile.FieldHours, "Les heures du lundi, du mercredi, du vendredi et du samedi : écrivez"},
		"hours wrong two ways": {func(d *profile.Draft) { d.Hours[0], d.Hours[4] = "tard", "9h-12h 11h-14h" }, profile.FieldHours, "19h. Les heures du vendredi : elles se chevauchent."},
		"year of three digits": {func(d *profile.Draft) { d.Founded = "998" }, profile.FieldFounded, "quatre chiffres"},
		"year with a zero":     {func(d *profile.Draft) { d.Founded = "0998" }, profile.FieldFounded, "quatre chiffres"},
		"NUL in the pitch":     {func(d *profile.Draft) { d.Pitch = "Du pain\x00" }, profile.FieldPitch, "illisibles"},
		"bell in an offer":     {func(d *profile.Draft) { d.Offers = "pain\n\a" }, profile.FieldOffers, "illisibles"},
		"escape in the text":   {func(d *profile.Draft) { d.About = "\x1b[31mrouge" }, profile.FieldAbout, "illisibles"},
		"machine of our own":   {func(d *profile.Draft) { d.Web = "http://127.0.0.1/" }, profile.FieldWeb, "« http://127.0.0.1/ »"},
		"localhost":            {func(d *profile.Draft) { d.Web = "localhost" }, profile.FieldWeb, "« localhost »"},
		"a name of an office":  {func(d *profile.Draft) { d.Web = "http://serveur.local/" }, profile.FieldWeb, "tout le monde"},
		"a number":             {func(d *profile.Draft) { d.Links = "https://0x7f.1/" }, profile.FieldLinks, "tout le monde"},
		"IPv6":                 {func(d *profile.Draft) { d.Web = "http://[::1]:80/" }, profile.FieldWeb, "tout le monde"},
		"cloud metadata":       {func(d *profile.Draft) { d.Web = "169.254.169.254/latest" }, profile.FieldWeb, "« 169.254.169.254/latest »"},
		"year to come":         {func(d *profile.Draft) { d.Founded = "2027" }, profile.FieldFounded, "2026"},
		"size":                 {func(d *profile.Draft) { d.Size = "99" }, profile.FieldSize, "liste"},
		"another postcode":     {func(d *profile.Draft) { d.Postcode = "99999" }, profile.FieldPostcode, "45000 ou 45100"},
		"far away":             {func(d *profile.Draft) { d.Place = "43.3,5.4" }, profile.FieldPlace, "loin"},
		"nowhere":              {func(d *profile.Draft) { d.Place = "là" }, profile.FieldPlace, "lisible"},
		"too many offers":      {func(d *profile.Draft) { d.Offers = strings.Join(strings.Split("abcdefghijklm", ""), "\n") }, profile.FieldOffers, "13"},
		"long tag":             {func(d *profile.Draft) { d.Tags = strings.Repeat("x", 61) }, profile.FieldTags, "61"},
		"text too long":        {func(d *profile.Draft) { d.About = strings.Repeat("x", 10_001) }, profile.FieldAbout, "10\u202f000 caractères au plus, il y en a 10\u202f001."},
		"long title":           {func(d *profile.Draft) { d.Title = strings.Repeat("x", 121) }, profile.FieldTitle, "121"},
		"heavy text":           {func(d *profile.Draft) { d.About = strings.Repeat("> ", 40) + "x" }, profile.FieldAbout, "simplifiez"},
	} {
		d := bakery()
		c.change(&d)
		_, err := h.Create(t.Context(), claude, d)
		var wrong fault.Fields
		if !errors.As(err, &wrong) || len(wrong) != 1 || !strings.Contains(wrong[string(c.field)], c.say) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if list, err := h.store.Newest(t.Context(), page.Req{Limit: 1}); err != nil || len(list.Items) != 0 {
		t.Errorf("a refused page was written: %v %v", list.Items, err)
	}
}

// Everything that is wrong is said at once: nobody sends a form seven times.
func TestRefusedAtOnce(t *testing.T) {
	t.Parallel()
	d := bakery()
	d.Commune, d.Place, d.Hours[3], d.Web, d.Pitch = "Atlantide", "là", "tard", "localhost", "\x01"
	var wrong fault.Fields
	if err := open(t).Check(d); !errors.As(err, &wrong) {
		t.Fatal(err)
	}
	want := []string{"accroche", "commune", "horaires", "position", "site"}
	if got := slices.Sorted(maps.Keys(wrong)); !slices.Equal(got, want) {
		t.Errorf("%v are refused, want %v", got, want)
	}
}

func TestTakenSIRET(t *testing.T) {
	t.Parallel()
	h := open(t)
	create(t, h, claude, bakery())
	_, err := h.Create(t.Context(), dany, bakery())
	var wrong fault.Fields
	if !errors.As(err, &wrong) || wrong[string(profile.FieldSIRET)] == "" {
		t.Errorf("got %v", err)
	}
}

func TestEdit(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := create(t, h, claude, bakery())
	d := profile.Filled(p)
	d.Name, d.Pitch = "Le Fournil", ""
	for _, stranger := range []viewer.Viewer{{}, dany} {
		if _, err := h.Edit(t.Context(), stranger, p.ID, d); !errors.Is(err, fault.Forbidden) {
			t.Errorf("%v: %v", stranger, err)
		}
	}
	edited, err := h.Edit(t.Context(), claude, p.ID, d)
	if err != nil {
		t.Fatal(err)
	}
	if edited.Slug != "le-fournil" || edited.Pitch != "" || !slices.Contains(edited.Owned, profile.FieldName) || slices.Contains(edited.Owned, profile.FieldPhone) {
		t.Errorf("%+v", edited)
	}
	old, err := h.BySlug(t.Context(), viewer.Viewer{}, p.Slug)
	if err != nil || old.Slug != "le-fournil" {
		t.Errorf("the old address leads to %q, %v", old.Slug, err)
	}
	if _, err := h.Edit(t.Context(), claude, p.ID, d); !errors.Is(err, fault.Conflict) {
		t.Errorf("a form of an older version: %v", err)
	}
	d.At, d.Name = 0, "Boulangerie du Martroi" // back to the first name: back to its address
	again, err := h.Edit(t.Context(), judge, p.ID, d)
	if err != nil || again.Slug != p.Slug || !slices.Equal(again.OldSlugs, []string{"le-fournil"}) {
		t.Errorf("%q, old %v, %v", again.Slug, again.OldSlugs, err)
	}
}

func TestErase(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := create(t, h, claude, bakery())
	if err := h.Erase(t.Context(), dany, p.ID); !errors.Is(err, fault.Forbidden) {
		t.Errorf("a stranger: %v", err)
	}
	if err := h.Erase(t.Context(), claude, p.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := h.BySlug(t.Context(), claude, p.Slug); !errors.Is(err, fault.Gone) {
		t.Errorf("after: %v", err)
	}
	left, err := h.store.Changed(t.Context(), time.Time{}, page.Req{Limit: 9})
	if err != nil || len(left.Items) != 1 {
		t.Fatal(left, err)
	}
	if grave := left.Items[0]; grave.Name != "" || grave.SIRET != "" || len(grave.Team) != 0 || len(grave.Owes) != 2 {
		t.Errorf("the tombstone holds %+v", grave)
	}
}

func TestSeen(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := bakery()
	d.Phone.For = profile.ForTeam
	p := create(t, h, claude, d)
	for name, c := range map[string]struct {
		v            viewer.Viewer
		email, phone bool
	}{
		"visitor": {viewer.Viewer{}, false, false}, "member": {dany, true, false}, "owner": {claude, true, true}, "moderator": {judge, true, true},
	} {
		got, err := h.BySlug(t.Context(), c.v, p.Slug)
		if err != nil {
			t.Fatal(err)
		}
		if got.Email.Value != "" != c.email || got.Phone.Value != "" != c.phone {
			t.Errorf("%s sees e-mail %q, phone %q", name, got.Email.Value, got.Phone.Value)
		}
		for _, m := range got.Team {
			if m.Account != "" {
				t.Errorf("%s sees the account of a mate", name)
			}
		}
	}
}

func record() profile.Record {
	d := bakery()
	d.Key, d.Place, d.Title = "", "", ""
	return profile.Record{ID: id.Named("essai", "1"), Draft: d, Place: &profile.Place{Point: geo.Point{Lat: 47.9, Lon: 1.9}, By: profile.BySource},
		Source: &profile.Source{Key: "essai:1", Name: "Essai", Date: "2026-11", Licence: "Licence Ouverte 2.0"}}
}

func TestImport(t *testing.T) {
	t.Parallel()
	h := open(t)
	r := record()
	importing := func(want bool) {
		t.Helper()
		if changed, err := h.Import(t.Context(), r); err != nil || changed != want {
			t.Fatalf("changed %v, %v", changed, err)
		}
	}
	importing(true)
	importing(false) // twice changes nothing
	p, err := h.store.Get(t.Context(), r.ID)
	if err != nil || p.Place.By != profile.BySource || p.Claimed() {
		t.Fatalf("%+v, %v", p, err)
	}
	d := profile.Filled(p)
	d.Pitch, d.Phone.Value = "", "02 61 91 00 02" // the owner empties the one and changes the other
	if _, err := h.Edit(t.Context(), judge, p.ID, d); err != nil {
		t.Fatal(err)
	}
	r.Draft.Street = "2 place du Martroi"
	importing(true)
	p, err = h.store.Get(t.Context(), r.ID)
	if err != nil || p.Pitch != "" || p.Phone.Value != "+33261910002" || p.Address.Street != "2 place du Martroi" {
		t.Errorf("%+v, %v", p, err)
	}
	if err := h.Mark(t.Context(), p.ID, down(h)); err != nil {
		t.Fatal(err)
	}
	importing(false) // what was taken down stays down
}

func TestImportWithoutCommune(t *testing.T) {
	t.Parallel()
	h := open(t)
	r := record()
	r.Draft.Commune, r.Place = "", nil
	if _, err := h.Import(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if p, err := h.store.Get(t.Context(), r.ID); err != nil || p.Place != nil {
		t.Errorf("%+v %v", p.Place, err)
	}
}

func TestWithdraw(t *testing.T) {
	t.Parallel()
	h := open(t)
	mine := create(t, h, claude, bakery())
	if err := h.Withdraw(t.Context(), mine.ID); !errors.Is(err, fault.Forbidden) {
		t.Errorf("a page with an owner: %v", err)
	}
	r := record()
	r.Draft.SIRET = ""
	if _, err := h.Import(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if err := h.Withdraw(t.Context(), r.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := h.store.Get(t.Context(), r.ID); !errors.Is(err, fault.Gone) {
		t.Errorf("after: %v", err)
	}
}

func TestCompleteness(t *testing.T) {
	t.Parallel()
	h := open(t)
	full := create(t, h, claude, bakery())
	if c := full.Completeness(); c.Percent != 95 || len(c.Missing) != 1 || c.Missing[0].Field != profile.FieldLogo {
		t.Errorf("without a logo: %+v", c)
	}
	full.Pictures.Logo.ID = "x"
	if c := full.Completeness(); c.Percent != 100 || len(c.Missing) != 0 {
		t.Errorf("%+v", c)
	}
	poor := create(t, h, claude, profile.Draft{Kind: profile.Company, Name: "Rien", Commune: "45234"})
	c := poor.Completeness()
	if c.Percent >= 30 || c.Percent == 0 || c.Missing[0].Field != profile.FieldPitch {
		t.Errorf("%+v", c)
	}
}
