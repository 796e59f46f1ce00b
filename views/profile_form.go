package views

import (
	"github.com/a-h/templ"

	"partant/internal/profile"
)

// formOrder is the order of the questions, for the summary of errors.
var formOrder = []profile.Field{
	profile.FieldKind, profile.FieldName, profile.FieldCommune, profile.FieldActivity, profile.FieldPitch, profile.FieldPhone, profile.FieldOffers, profile.FieldSeeks,
	profile.FieldTags, profile.FieldStreet, profile.FieldPostcode, profile.FieldPlace, profile.FieldEmail, profile.FieldWeb, profile.FieldLinks, profile.FieldAbout,
	profile.FieldTitle, profile.FieldHours, profile.FieldSize, profile.FieldFounded, profile.FieldSIRET,
}

func (p ProfileFormPage) order() []string {
	names := make([]string, len(formOrder))
	for i, f := range formOrder {
		names[i] = string(f)
	}
	return names
}

// action is where the form is sent.
func (p ProfileFormPage) action() templ.SafeURL {
	if p.Slug == "" {
		return "/fiches/nouvelle"
	}
	return page(p.Slug, "/modifier")
}

// wrong is what is wrong with a field, or nothing.
func (p ProfileFormPage) wrong(f profile.Field) string { return p.Wrong[string(f)] }

// open reports whether a folded part must show: it holds an error, or the page is being completed.
func (p ProfileFormPage) open(fields ...profile.Field) bool {
	for _, f := range fields {
		if p.Wrong[string(f)] != "" {
			return true
		}
	}
	return p.Slug != ""
}
