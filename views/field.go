package views

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"partant/internal/account"
	"partant/internal/fault"

	"github.com/a-h/templ"
)

// field is one question of a form.
type field struct {
	Name     string
	Label    string
	Help     string
	Value    string
	Type     string // of the input; "text" when empty
	Auto     string // autocomplete; "off" has browsers forget what was typed when one goes back
	List     string // id of its datalist
	Mode     string // inputmode
	Max      string // maxlength
	Wrong    string // what is wrong with it
	Optional bool
	Rows     string // makes it a textarea
	Names    bool   // a text in which « @ » names pages: a list of them opens while one types
}

// fieldID is the id of the control of a form field: links from the summary of errors and from « ce qui manque » lead to it.
func fieldID(name string) string { return "champ-" + name }

func (f field) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

// shown is the value without what no page may hold: control characters, which the message says were taken out.
func (f field) shown() string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, f.Value)
}

// described lists the ids of the help and of the error.
func (f field) described() string {
	switch {
	case f.Help != "" && f.Wrong != "":
		return fieldID(f.Name) + "-erreur " + fieldID(f.Name) + "-aide"
	case f.Wrong != "":
		return fieldID(f.Name) + "-erreur"
	case f.Help != "":
		return fieldID(f.Name) + "-aide"
	}
	return ""
}

// wrongNames are the refused fields, in the order of the form as far as it is known.
func wrongNames(wrong fault.Fields, order []string) []string {
	names := slices.Sorted(maps.Keys(wrong))
	place := func(name string) int {
		if i := slices.Index(order, name); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortStableFunc(names, func(a, b string) int { return place(a) - place(b) })
	return names
}

// attributes are those that an input and a textarea share.
func (f field) attributes() templ.OrderedAttributes {
	attrs := templ.OrderedAttributes{
		{Key: "id", Value: fieldID(f.Name)},
		{Key: "name", Value: f.Name},
	}
	for _, a := range []templ.KeyValue[string, any]{
		{Key: "autocomplete", Value: f.Auto}, {Key: "list", Value: f.List}, {Key: "inputmode", Value: f.Mode}, {Key: "maxlength", Value: f.Max}, {Key: "aria-describedby", Value: f.described()},
	} {
		if a.Value != "" {
			attrs = append(attrs, a)
		}
	}
	if f.Wrong != "" {
		attrs = append(attrs, templ.KeyValue[string, any]{Key: "aria-invalid", Value: "true"})
	}
	if f.Names {
		attrs = append(attrs, templ.KeyValue[string, any]{Key: "data-names", Value: "/listes/fiches"})
	}
	if !f.Optional {
		attrs = append(attrs, templ.KeyValue[string, any]{Key: "required", Value: true})
	}
	return attrs
}

// kept says that what was typed is there; a code or a password is not shown again.
func kept(wrong fault.Fields) string {
	for name := range wrong {
		if name != account.FieldCode && name != account.FieldOldCode && name != account.FieldPassword {
			return "Votre texte est gardé."
		}
	}
	return ""
}

// refused heads a summary of errors.
func refused(n int) string {
	if n == 1 {
		return "Une réponse est à revoir."
	}
	return Number(n) + " réponses sont à revoir."
}
