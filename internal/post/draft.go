package post

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/picture"
	"partant/internal/text"
)

// The names of the form's fields: keys of fault.Fields.
const (
	FieldTitle = "titre"
	FieldBody  = "texte"
	FieldTags  = "etiquettes"

	FieldPhotos = "photos"       // the files
	FieldPhoto  = "photo"        // the id of one that is there already
	FieldAlt    = "description_" // followed by the id of a photo: what it shows
)

// The limits of the photos of a publication.
const (
	MaxPhotos = 6
	MaxAlt    = 300 // characters
)

// The limits of a publication, in characters or entries.
const (
	MaxTitle = 160
	MaxBody  = 20_000
	MaxTags  = 10
	MaxTag   = 60
)

// Draft is what the form holds, as typed.
type Draft struct {
	Key   string // id of the publication to be, drawn with the empty form: sending it twice makes one
	At    int64  // Version of the publication that the form was filled from; 0 for a new one
	Voice string // id of the page that speaks; a publication keeps the one that it has
	Title string
	Body  string
	Tags  string // separated by commas
	Later bool   // keep it as a draft; what was published stays so

	Planned bool   // publish the draft at an instant
	Day     string // of the plan: « 2026-11-30 »
	Hour    string // « 08:30 »

	NoPreview bool // show nothing of the page behind the first link

	Version string   // of a project in the making; empty: it is about none
	Former  string   // slug of the version that a new one follows
	Settles []string // ids of the criticisms that this version answers

	Photos []picture.Picture // in their order: only id and description count
}

// Filled returns the draft that shows p in a form.
func Filled(p Post) Draft {
	d := Draft{Key: p.ID, At: p.Version(), Voice: p.By.Page, Title: p.Title, Body: p.Body, Tags: strings.Join(p.Tags, ", "), Later: p.Draft, Photos: p.Photos, NoPreview: p.NoPreview}
	if p.Beta != nil {
		d.Version, d.Settles = p.Beta.Version, p.Beta.Settles
	}
	if p.Plan != nil {
		here := p.Plan.At.In(clock.Paris)
		d.Planned, d.Day, d.Hour = true, here.Format("2006-01-02"), here.Format("15:04")
	}
	return d
}

// fill checks d and writes it into p: nothing that a form may not set.
func (d Draft) fill(p *Post, r Renderer) error {
	wrong := fault.Fields{}
	d.checkReadable(wrong)
	p.Title, p.Body = text.Line(d.Title), text.Lines(d.Body)
	if p.Body == "" {
		wrong.Add(FieldBody, "Écrivez quelques mots.")
	}
	limit(wrong, FieldTitle, p.Title, MaxTitle)
	limit(wrong, FieldBody, p.Body, MaxBody)
	p.Tags = tags(d.Tags, wrong)
	p.Photos = d.photos(wrong)
	d.project(p, wrong)
	p.NoPreview = d.NoPreview
	if len(wrong) > 0 {
		return wrong
	}
	html, err := r.Render(p.Body)
	if errors.Is(err, fault.Invalid) {
		return fault.Fields{FieldBody: "Ce texte est trop long ou trop chargé en mises en forme : abrégez-le ou simplifiez-le."}
	}
	if err != nil {
		return err
	}
	p.HTML, p.Lead = html, text.Cut(text.Line(r.Words(html)), leadMost)
	if !text.Shows(html) {
		return fault.Fields{FieldBody: text.NothingShown}
	}
	return nil
}

// leadMost is how much of the beginning is kept in plain words.
const leadMost = 300

// checkReadable refuses what nobody can type, so that no text is kept but for letters that its author does not see go.
func (d Draft) checkReadable(wrong fault.Fields) {
	fields := map[string]string{FieldTitle: d.Title, FieldBody: d.Body, FieldTags: d.Tags, FieldVersion: d.Version, FieldDay: d.Day, FieldHour: d.Hour}
	for _, one := range d.Photos {
		fields[FieldAlt+one.ID] = one.Alt
	}
	for field, typed := range fields {
		if !utf8.ValidString(typed) || strings.ContainsFunc(typed, func(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) }) {
			wrong.Add(field, "Certains caractères sont illisibles : nous les avons retirés, relisez ce texte.")
		}
	}
}

// photos are those of the publication, each described; a draft may describe its own later.
func (d Draft) photos(wrong fault.Fields) (all []picture.Picture) {
	for i, one := range d.Photos {
		one.Alt = text.Line(one.Alt)
		limit(wrong, FieldAlt+one.ID, one.Alt, MaxAlt)
		if one.Alt == "" && (!d.Later || d.Planned) {
			wrong.Add(FieldAlt+one.ID, fmt.Sprintf("Dites en quelques mots ce que montre la photo %d : ceux qui ne la voient pas le liront.", i+1))
		}
		all = append(all, one)
	}
	if len(all) > MaxPhotos {
		wrong.Add(FieldPhotos, fmt.Sprintf("%d photos au plus, il y en a %s.", MaxPhotos, text.Number(len(all))))
	}
	return all
}

func limit(wrong fault.Fields, field, s string, most int) {
	if n := text.Len(s); n > most {
		wrong.Add(field, fmt.Sprintf("%s caractères au plus, il y en a %s.", text.Number(most), text.Number(n)))
	}
}

// tags splits what was typed into distinct entries.
func tags(typed string, wrong fault.Fields) (entries []string) {
	seen := map[string]bool{}
	for _, part := range strings.FieldsFunc(typed, func(r rune) bool { return r == ',' || r == '\n' }) {
		entry := text.Line(part)
		if entry == "" || seen[text.Fold(entry)] {
			continue
		}
		seen[text.Fold(entry)] = true
		limit(wrong, FieldTags, entry, MaxTag)
		entries = append(entries, entry)
	}
	if len(entries) > MaxTags {
		wrong.Add(FieldTags, fmt.Sprintf("%d au plus, il y en a %s.", MaxTags, text.Number(len(entries))))
	}
	return entries
}
