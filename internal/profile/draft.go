package profile

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"partant/internal/fault"
	"partant/internal/text"
)

// Field names one thing a form asks for. It is the name of the form field and the key of fault.Fields.
type Field string

// The fields of the form of a profile.
const (
	FieldKind     Field = "type"
	FieldName     Field = "nom"
	FieldPitch    Field = "accroche"
	FieldAbout    Field = "presentation"
	FieldActivity Field = "activite"
	FieldStreet   Field = "adresse"
	FieldDoor     Field = "adresse_pour"
	FieldPostcode Field = "code_postal"
	FieldCommune  Field = "commune"
	FieldPlace    Field = "position"
	FieldPhone    Field = "telephone"
	FieldEmail    Field = "email"
	FieldWeb      Field = "site"
	FieldLinks    Field = "liens"
	FieldHours    Field = "horaires"
	FieldSize     Field = "effectif"
	FieldFounded  Field = "annee"
	FieldSIRET    Field = "siret"
	FieldTags     Field = "etiquettes"
	FieldOffers   Field = "propose"
	FieldSeeks    Field = "cherche"
	FieldTitle    Field = "fonction"
)

// The limits of a profile, in characters or entries.
const (
	MaxName  = 120
	MaxPitch = 160
	MaxAbout = 10_000
	MaxTags  = 12 // also of offers, of seeks
	MaxTag   = 60
	MaxLinks = 6
)

// Draft is what the form holds, as typed. Lists are one entry a line or separated by commas.
type Draft struct {
	Key string // id of the profile to be, drawn with the empty form: sending it twice makes one page
	At  int64  // Version of the page the form was filled from; 0 for a new page

	Kind     Kind
	Name     string
	Pitch    string
	About    string
	Activity string
	Street   string
	Door     Audience // who sees the street of a person
	Postcode string
	Commune  string // INSEE code
	Place    string // "lat,lon" shown by hand; empty: the commune's point
	Phone    Contact
	Email    Contact
	Web      string
	Links    string
	Hours    [7]string
	Size     string
	Founded  string
	SIRET    string // or SIREN
	Tags     string
	Offers   string
	Seeks    string
	Title    string // what its author does there: « gérante »
}

// Text is what d says in a field, as typed or chosen: codes stay codes. Empty for the opening hours, which are seven texts.
func (d *Draft) Text(f Field) string {
	s, known := slots[f]
	if !known {
		return ""
	}
	switch is := s.read(d).(type) {
	case string:
		return is
	case Kind:
		return string(is)
	case Audience:
		return string(is)
	case Contact:
		return is.Value
	}
	return ""
}

// slot reads and writes one field of a draft.
type slot struct {
	same func(a, b *Draft) bool
	copy func(to, from *Draft)
	read func(*Draft) any
}

func at[T comparable](field func(*Draft) *T) slot {
	return slot{
		same: func(a, b *Draft) bool { return *field(a) == *field(b) },
		copy: func(to, from *Draft) { *field(to) = *field(from) },
		read: func(d *Draft) any { return *field(d) },
	}
}

// slots finds the part of a draft that a field names.
var slots = map[Field]slot{
	FieldKind:     at(func(d *Draft) *Kind { return &d.Kind }),
	FieldName:     at(func(d *Draft) *string { return &d.Name }),
	FieldPitch:    at(func(d *Draft) *string { return &d.Pitch }),
	FieldAbout:    at(func(d *Draft) *string { return &d.About }),
	FieldActivity: at(func(d *Draft) *string { return &d.Activity }),
	FieldStreet:   at(func(d *Draft) *string { return &d.Street }),
	FieldDoor:     at(func(d *Draft) *Audience { return &d.Door }),
	FieldPostcode: at(func(d *Draft) *string { return &d.Postcode }),
	FieldCommune:  at(func(d *Draft) *string { return &d.Commune }),
	FieldPlace:    at(func(d *Draft) *string { return &d.Place }),
	FieldPhone:    at(func(d *Draft) *Contact { return &d.Phone }),
	FieldEmail:    at(func(d *Draft) *Contact { return &d.Email }),
	FieldWeb:      at(func(d *Draft) *string { return &d.Web }),
	FieldLinks:    at(func(d *Draft) *string { return &d.Links }),
	FieldHours:    at(func(d *Draft) *[7]string { return &d.Hours }),
	FieldSize:     at(func(d *Draft) *string { return &d.Size }),
	FieldFounded:  at(func(d *Draft) *string { return &d.Founded }),
	FieldSIRET:    at(func(d *Draft) *string { return &d.SIRET }),
	FieldTags:     at(func(d *Draft) *string { return &d.Tags }),
	FieldOffers:   at(func(d *Draft) *string { return &d.Offers }),
	FieldSeeks:    at(func(d *Draft) *string { return &d.Seeks }),
}

// Filled returns the draft that shows p in a form.
func Filled(p Profile) Draft {
	d := Draft{Key: p.ID, At: p.Version(), Kind: p.Kind, Name: p.Name, Pitch: p.Pitch, About: p.About.Text, Activity: p.Activity,
		Street: p.Address.Street, Door: p.Address.For, Postcode: p.Address.Postcode, Commune: p.Address.Commune, Phone: p.Phone, Email: p.Email,
		Web: p.Web, Links: strings.Join(p.Links, "\n"), Size: p.Size, SIRET: p.SIRET, Tags: strings.Join(p.Tags, ", "),
		Offers: strings.Join(p.Offers, "\n"), Seeks: strings.Join(p.Seeks, "\n")}
	if d.SIRET == "" {
		d.SIRET = p.SIREN
	}
	if p.Founded > 0 {
		d.Founded = strconv.Itoa(p.Founded)
	}
	if p.Place != nil && p.Place.By == ByHand {
		d.Place = p.Place.Point.String()
	}
	for i, day := range p.Hours {
		d.Hours[i] = FormatDay(day)
	}
	return d
}

// fill writes d into p and returns what is wrong with it. It touches nothing a form may not set.
func (d Draft) fill(p *Profile, g Gazetteer, thisYear int) fault.Fields {
	wrong := fault.Fields{}
	add := func(f Field, message string) { wrong.Add(string(f), message) }
	d.checkReadable(add)
	d.fillName(p, add)
	d.fillActivity(p, g, add)
	d.fillAddress(p, g, add)
	d.fillPrivacy(p, g)
	d.fillContacts(p, add)
	d.fillHours(p, add)
	d.fillRegister(p, g, thisYear, add)
	p.Tags = list(d.Tags, ",\n", FieldTags, add)
	p.Offers = list(d.Offers, "\n;", FieldOffers, add)
	p.Seeks = list(d.Seeks, "\n;", FieldSeeks, add)
	return wrong
}

type adder func(f Field, message string)

// checkReadable refuses what nobody can type, so that no text is kept but for letters that its author does not see go.
func (d Draft) checkReadable(add adder) {
	for f, typed := range map[Field]string{FieldName: d.Name, FieldPitch: d.Pitch, FieldAbout: d.About, FieldStreet: d.Street,
		FieldTags: d.Tags, FieldOffers: d.Offers, FieldSeeks: d.Seeks, FieldTitle: d.Title} {
		if !utf8.ValidString(typed) || strings.ContainsFunc(typed, unreadable) {
			add(f, "Certains caractères sont illisibles : nous les avons retirés, relisez ce texte.")
		}
	}
}

// unreadable reports control characters; line ends and tabs are white space.
func unreadable(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) }

func (d Draft) fillName(p *Profile, add adder) {
	p.Kind, p.Name, p.Pitch = d.Kind, text.Line(d.Name), text.Line(d.Pitch)
	if !d.Kind.Valid() {
		add(FieldKind, "Choisissez ce que vous présentez.")
	}
	if p.Name == "" {
		add(FieldName, "Écrivez le nom.")
	} else if text.Slug(p.Name) == "" {
		add(FieldName, "Ce nom ne contient aucune lettre : ajoutez-en une.")
	}
	limit(p.Name, MaxName, FieldName, add)
	limit(p.Pitch, MaxPitch, FieldPitch, add)
	limit(text.Line(d.Title), MaxName, FieldTitle, add)
	p.About.Text = text.Lines(d.About)
	limit(p.About.Text, MaxAbout, FieldAbout, add)
}

func (d Draft) fillActivity(p *Profile, g Gazetteer, add adder) {
	p.Activity, p.Sector = text.Line(d.Activity), ""
	if p.Activity == "" {
		return
	}
	code, sector, ok := g.Activity(p.Activity)
	if !ok {
		add(FieldActivity, "Nous ne connaissons pas cette activité : choisissez-en une dans la liste.")
		return
	}
	p.Activity, p.Sector = code, sector
}

func (d Draft) fillAddress(p *Profile, g Gazetteer, add adder) {
	was := p.Address
	p.Address = Address{Street: text.Line(d.Street), Postcode: text.Line(d.Postcode), Commune: d.Commune}
	limit(p.Address.Street, 200, FieldStreet, add)
	if pc := p.Address.Postcode; pc != "" && (len(pc) != 5 || strings.Trim(pc, "0123456789") != "") {
		add(FieldPostcode, fmt.Sprintf("Un code postal a 5 chiffres, celui-ci en a %d.", countDigits(pc)))
	}
	at := d.shown(add)
	if d.Commune == "" {
		add(FieldCommune, "Choisissez la commune : c'est ainsi que l'on vous trouve.")
		return
	}
	town, ok := g.Town(d.Commune)
	if !ok {
		add(FieldCommune, "Nous ne connaissons pas cette commune : choisissez-la dans la liste.")
		return
	}
	if p.Address.Postcode == "" && len(town.Postcodes) == 1 {
		p.Address.Postcode = town.Postcodes[0]
	}
	if !town.serves(p.Address.Postcode) {
		add(FieldPostcode, town.Name+" a pour code postal "+strings.Join(town.Postcodes, " ou ")+".")
	}
	if p.Place != nil && p.Place.By == AtAddress && !p.Address.same(was) {
		p.Place = nil // it was that of another address
	}
	p.fillPlace(at, town, add)
}

// serves reports whether a postcode may stand in an address of the commune: one of its own, or one of the same département,
// as those of CEDEX are.
func (t Town) serves(postcode string) bool {
	return len(postcode) != 5 || len(t.Postcodes) == 0 || slices.ContainsFunc(t.Postcodes, func(p string) bool { return p[:2] == postcode[:2] })
}

func (d Draft) fillContacts(p *Profile, add adder) {
	p.Phone = Contact{Value: phone(d.Phone.Value, add), For: audience(d.Phone.For)}
	p.Email = Contact{Value: email(d.Email.Value, add), For: audience(d.Email.For)}
	p.Web = web(d.Web, FieldWeb, add)
	p.Links = nil
	for _, line := range strings.Fields(d.Links) {
		if link := web(line, FieldLinks, add); link != "" && !slices.Contains(p.Links, link) {
			p.Links = append(p.Links, link)
		}
	}
	if len(p.Links) > MaxLinks {
		add(FieldLinks, fmt.Sprintf("%d liens au plus.", MaxLinks))
	}
}

func (d Draft) fillRegister(p *Profile, g Gazetteer, thisYear int, add adder) {
	p.Size, p.Founded, p.SIREN, p.SIRET = d.Size, 0, "", ""
	if d.Size != "" && !g.SizeBand(d.Size) {
		add(FieldSize, "Choisissez un effectif dans la liste.")
	}
	if y := text.Line(d.Founded); y != "" {
		year, err := strconv.Atoi(y)
		if err != nil || len(y) != 4 || year < 1000 || year > thisYear {
			add(FieldFounded, fmt.Sprintf("Écrivez une année en quatre chiffres, jusqu'à %d.", thisYear))
		}
		p.Founded = year
	}
	number, ok := digits(text.Line(d.SIRET))
	switch {
	case number == "" && ok:
	case !ok:
		add(FieldSIRET, "Un SIRET ne contient que des chiffres.")
	case ValidSIRET(number):
		p.SIRET, p.SIREN = number, number[:9]
	case ValidSIREN(number):
		p.SIREN = number
	case len(number) == 14 || len(number) == 9:
		add(FieldSIRET, "Ce numéro ne tombe pas juste : un chiffre est sans doute faux ou deux sont échangés.")
	default:
		add(FieldSIRET, fmt.Sprintf("Ce SIRET a %d chiffres, il en faut 14 (ou 9 pour un SIREN).", len(number)))
	}
}

func countDigits(s string) int {
	return len(strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s))
}

func limit(s string, most int, f Field, add adder) {
	if n := text.Len(s); n > most {
		add(f, fmt.Sprintf("%s caractères au plus, il y en a %s.", text.Number(most), text.Number(n)))
	}
}

func audience(a Audience) Audience {
	if a == ForMembers || a == ForTeam {
		return a
	}
	return ForAll
}

// list splits what was typed into at most MaxTags distinct entries.
func list(typed, seps string, f Field, add adder) []string {
	var entries []string
	seen := map[string]bool{}
	for _, part := range strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(seps, r) }) {
		entry := text.Line(part)
		if entry == "" || seen[text.Fold(entry)] {
			continue
		}
		seen[text.Fold(entry)] = true
		limit(entry, MaxTag, f, add)
		entries = append(entries, entry)
	}
	if len(entries) > MaxTags {
		add(f, fmt.Sprintf("%d au plus, il y en a %s.", MaxTags, text.Number(len(entries))))
	}
	return entries
}
