package views

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"partant/internal/profile"
	"partant/internal/text"
)

// Spaces that do not break: the narrow one parts thousands and stands before « ; ! ? », the other joins a number to its unit.
const (
	thin  = "\u202f"
	joint = "\u00a0"
)

// signs are the ones before which French has a space, or after: it must not break.
var signs = strings.NewReplacer(" :", joint+":", " ;", thin+";", " !", thin+"!", " ?", thin+"?", " »", joint+"»", "« ", "«"+joint, " %", joint+"%", " €", joint+"€")

// unbroken keeps each sign on the line of its word in what people typed with ordinary spaces.
func unbroken(s string) string {
	if !strings.ContainsAny(s, ":;!?»«%€") {
		return s
	}
	return signs.Replace(s)
}

// unbrokenHTML does the same for the text of sanitised HTML, code apart.
func unbrokenHTML(html string) string {
	if !strings.ContainsAny(html, ":;!?»«%€") {
		return html
	}
	var b strings.Builder
	for code := 0; html != ""; {
		words, rest, tagged := strings.Cut(html, "<")
		if code == 0 {
			words = unbroken(words)
		}
		b.WriteString(words)
		if !tagged {
			break
		}
		tag, after, _ := strings.Cut(rest, ">")
		b.WriteString("<" + tag + ">")
		switch tag {
		case "code", "pre":
			code++
		case "/code", "/pre":
			code--
		}
		html = after
	}
	return b.String()
}

// quoted puts words between French quotation marks, which do not leave them, nor their own signs them.
func quoted(s string) string { return "«" + joint + unbroken(s) + joint + "»" }

// Number writes n as French does: « 1 234 ».
func Number(n int) string { return text.Number(n) }

// Plural writes a number and its noun: « 1 fiche », « 1 234 fiches ». French counts zero as singular.
func Plural(n int, one, many string) string {
	if n < 2 && n > -2 {
		return Number(n) + joint + one
	}
	return Number(n) + joint + many
}

// Kilometres writes how far something is: « à 4 km », « à 700 m », « sur place ». It is empty for a negative distance.
func Kilometres(metres float64) string {
	switch {
	case !(metres >= 0): // NaN too
		return ""
	case metres < 100:
		return "sur" + joint + "place"
	case metres < 950:
		return "à" + joint + strconv.Itoa(int(math.Round(metres/100))*100) + joint + "m"
	case metres < 9_950:
		return "à" + joint + strings.Replace(strconv.FormatFloat(math.Round(metres/100)/10, 'f', -1, 64), ".", ",", 1) + joint + "km"
	}
	return "à" + joint + Number(int(math.Round(metres/1000))) + joint + "km"
}

var (
	months = [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}
	days   = [...]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}
	// week is the order of profile.Hours.
	week = [...]string{"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"}
)

// Day writes a date in full: « mardi 8 janvier 2008 ».
func Day(t time.Time) string {
	return days[t.Weekday()] + " " + date(t.Day(), int(t.Month()), t.Year())
}

// Moment writes a date and an hour: « mardi 8 janvier 2008 à 18 h 30 ».
func Moment(t time.Time) string { return Day(t) + " à " + Clock(t.Hour()*60+t.Minute()) }

// Clock writes minutes since midnight: « 18 h 30 », « 9 h ».
func Clock(minutes int) string {
	h, m := minutes/60%24, minutes%60
	if m == 0 {
		return strconv.Itoa(h) + joint + "h"
	}
	if m < 10 {
		return strconv.Itoa(h) + joint + "h" + joint + "0" + strconv.Itoa(m)
	}
	return strconv.Itoa(h) + joint + "h" + joint + strconv.Itoa(m)
}

// Since writes the date of data known to the year, the month or the day: "2017-02" is « février 2017 ».
// What it cannot read comes back as it is.
func Since(iso string) string {
	var n [3]int
	parts := strings.Split(iso, "-")
	if len(parts) > 3 {
		return iso
	}
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil || v <= 0 {
			return iso
		}
		n[i] = v
	}
	if n[1] > 12 || n[2] > 31 {
		return iso
	}
	return date(n[2], n[1], n[0])
}

// ofDate puts a date after what is of it: « du 28 juin 2019 », « d'août 2024 », « de 2017 ».
func ofDate(date string) string {
	first, _, more := strings.Cut(date, " ")
	switch {
	case more && first != "" && first[0] >= '0' && first[0] <= '9':
		return "du " + date
	case slices.Contains(months[:], first) && strings.ContainsRune("ao", rune(first[0])):
		return "d'" + date
	}
	return "de " + date
}

func date(day, month, year int) string {
	s := strconv.Itoa(year)
	if month > 0 {
		s = months[month-1] + " " + s
	}
	switch {
	case day == 1:
		return "1er " + s
	case day > 1:
		return strconv.Itoa(day) + " " + s
	}
	return s
}

// initials are one or two letters that stand for a name without a logo: the first of its first and of its second word,
// leaving out small words.
func initials(name string) string {
	letters := make([]byte, 0, 8) // two runes at most
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if small(word) {
			continue
		}
		r, _ := utf8.DecodeRuneInString(word)
		letters = utf8.AppendRune(letters, unicode.ToUpper(r))
		if utf8.RuneCount(letters) == 2 {
			break
		}
	}
	return string(letters)
}

// small reports whether a word says nothing of who somebody is.
func small(word string) bool {
	if len(word) > 4 {
		return false
	}
	switch strings.ToLower(word) {
	case "a", "à", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "sur", "un", "une", "chez":
		return true
	}
	return false
}

// tint is one of the eight tints of the style sheet, always the same for a name.
func tint(name string) string {
	h := uint32(2166136261) // FNV-1a
	for i := range len(name) {
		h = (h ^ uint32(name[i])) * 16777619
	}
	return "01234567"[h>>13&7 : h>>13&7+1]
}

// kindWords are the names of the kinds: one of them, several of them, and as a form asks for it.
var kindWords = map[profile.Kind][3]string{
	profile.Company:     {"Entreprise", "Entreprises", "Une entreprise"},
	profile.Club:        {"Club", "Clubs", "Un club ou une association"},
	profile.Institution: {"Institution", "Institutions", "Une institution"},
	profile.Person:      {"Personne", "Personnes", "Vous-même"},
}

// Kind is the French name of a kind: « Entreprise ».
func Kind(k profile.Kind) string { return kindWords[k][0] }

// Kinds is its plural: « Entreprises ».
func Kinds(k profile.Kind) string { return kindWords[k][1] }

// siren parts the digits of a register number as they are read: « 732 829 320 00074 ».
func siren(digits string) string {
	if len(digits) < 9 {
		return digits
	}
	s := digits[:3] + joint + digits[3:6] + joint + digits[6:9]
	if len(digits) > 9 {
		s += joint + digits[9:]
	}
	return s
}

// share is n as a percentage of the largest, at least 2 so that a bar is seen.
func share(n, largest int) int {
	if largest <= 0 || n <= 0 {
		return 0
	}
	return max(2, n*100/largest)
}

// MonthYear writes a month: « janvier 2008 ».
func MonthYear(t time.Time) string { return date(0, int(t.Month()), t.Year()) }
