package profile

// Step is one thing that would make a page more useful, with the field of the form where it is done.
type Step struct {
	Field Field
	Say   string // in French, to the owner
}

// Completeness is how far a page is filled and what to do next, the most useful first.
type Completeness struct {
	Percent int
	Missing []Step
}

// Completeness weighs what visitors look for first: what one does, how to reach one, what one offers and needs.
func (p *Profile) Completeness() Completeness {
	c := Completeness{}
	total, have := 0, 0
	for _, part := range p.parts() {
		total += part.weight
		if part.filled {
			have += part.weight
		} else {
			c.Missing = append(c.Missing, part.Step)
		}
	}
	c.Percent = have * 100 / total
	return c
}

type part struct {
	weight int
	filled bool
	Step
}

// FieldLogo is done on the page of the photos, not in the form.
const FieldLogo Field = "logo"

func (p *Profile) askLogo() string {
	if p.Kind == Person {
		return "Ajoutez votre portrait : on reconnaît mieux un visage qu'un nom."
	}
	return "Ajoutez votre logo : on vous reconnaîtra dans les listes."
}

func (p *Profile) parts() []part {
	parts := []part{
		{15, p.Pitch != "", Step{FieldPitch, "Dites en une ligne ce que vous faites."}},
		{15, p.Phone.Value != "" || p.Email.Value != "", Step{FieldPhone, "Indiquez un téléphone ou un e-mail."}},
		{15, len(p.Offers) > 0, Step{FieldOffers, "Écrivez ce que vous proposez : c'est ce que l'on cherche ici."}},
		{10, len(p.Seeks) > 0, Step{FieldSeeks, "Écrivez ce que vous cherchez : quelqu'un l'a peut-être."}},
		{10, p.About.Text != "", Step{FieldAbout, "Présentez-vous en quelques phrases."}},
		{10, p.Address.Commune != "", Step{FieldCommune, "Indiquez votre commune."}},
		{5, len(p.Tags) > 0, Step{FieldTags, "Ajoutez trois mots-clés."}},
		{5, p.Pictures.Logo.Is(), Step{FieldLogo, p.askLogo()}},
		{5, p.Web != "" || len(p.Links) > 0, Step{FieldWeb, "Ajoutez votre site ou une page où l'on vous suit."}},
	}
	if p.Kind == Person {
		return parts
	}
	return append(parts,
		part{10, p.Activity != "", Step{FieldActivity, "Choisissez votre activité."}},
		part{5, p.Address.Street != "", Step{FieldStreet, "Complétez l'adresse : on pourra venir."}},
		part{5, !p.Hours.IsZero(), Step{FieldHours, "Donnez vos horaires."}},
		part{3, p.Founded > 0, Step{FieldFounded, "Depuis quelle année ?"}},
		part{2, p.Size != "", Step{FieldSize, "Combien êtes-vous ?"}},
	)
}
