package profile

import (
	"fmt"
	"net/mail"
	"net/url"
	"strings"

	"partant/internal/host"
	"partant/internal/text"
)

// phone returns the number in international form, "+33238791234", or "".
func phone(typed string, add adder) string {
	s := text.Line(typed)
	if s == "" {
		return ""
	}
	international := strings.HasPrefix(s, "+")
	d, ok := digits(strings.NewReplacer("(0)", "", "(", "", ")", "", "/", "").Replace(strings.TrimPrefix(s, "+")))
	switch {
	case !ok:
		add(FieldPhone, "Un numéro de téléphone ne contient que des chiffres.")
	case strings.HasPrefix(d, "00"):
		d, international = d[2:], true
	}
	if !ok {
		return ""
	}
	if !international {
		return national(d, add)
	}
	if len(d) < 8 || len(d) > 15 {
		add(FieldPhone, "Ce numéro est trop court ou trop long.")
		return ""
	}
	return "+" + d
}

// ReadPhone is the number that somebody typed, in international form, and what is wrong with it, in French; empty: nothing.
func ReadPhone(typed string) (number, wrong string) {
	number = phone(typed, func(_ Field, say string) { wrong = say })
	return number, wrong
}

func national(d string, add adder) string {
	if len(d) == 4 && d[0] == '3' { // short numbers such as 3939
		return d
	}
	if len(d) != 10 || d[0] != '0' {
		add(FieldPhone, "Un numéro français a 10 chiffres et commence par 0.")
		return ""
	}
	return "+33" + d[1:]
}

// FormatPhone writes a stored number as it is read aloud in France: « 02 38 79 12 34 ».
func FormatPhone(stored string) string {
	rest, french := strings.CutPrefix(stored, "+33")
	if !french || len(rest) != 9 {
		return stored
	}
	d := "0" + rest
	return d[0:2] + "\u00a0" + d[2:4] + "\u00a0" + d[4:6] + "\u00a0" + d[6:8] + "\u00a0" + d[8:10]
}

func email(typed string, add adder) string {
	s := text.Line(typed)
	if s == "" {
		return ""
	}
	at, err := mail.ParseAddress(s)
	if err != nil || at.Address != s || len(s) > 254 || !strings.Contains(s[strings.LastIndexByte(s, '@')+1:], ".") {
		add(FieldEmail, "Cette adresse e-mail n'est pas complète : écrivez par exemple contact@exemple.fr.")
		return ""
	}
	return s
}

// web returns the absolute http(s) address of what people type: « www.exemple.fr » included.
func web(typed string, f Field, add adder) string {
	s := text.Line(typed)
	if s == "" {
		return ""
	}
	full := s
	if !strings.Contains(s, "://") {
		full = "https://" + s
	}
	u, err := url.Parse(full)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || !publicHost(u.Hostname()) ||
		u.User != nil || len(full) > 300 || strings.ContainsAny(full, "<>\"' \\`") {
		add(f, fmt.Sprintf("« %s » n'est pas l'adresse d'un site que tout le monde peut ouvrir : écrivez par exemple www.exemple.fr.", text.Cut(s, 60)))
		return ""
	}
	return u.String()
}

// publicHost reports whether visitors can reach a host by its name: no machine of an office, no number. Names that
// end in .invalid lead nobody astray: examples have them.
func publicHost(name string) bool {
	_, err := host.Parse(name)
	return err == nil || strings.HasSuffix(name, ".invalid")
}
