package views

import (
	"strconv"
	"strings"

	"partant/internal/clock"
	"partant/internal/event"
)

// AttendancePage is /fiches/{slug}/chiffres/evenements.
type AttendancePage struct {
	Chrome     Chrome
	Slug, Name string // of the page
	Attendance event.Attendance
	Regulars   []RegularLine
}

// RegularLine is somebody who comes often.
type RegularLine struct {
	By    Byline
	Name  string // of who has no page
	Times int
	Last  string // the day
}

// ParamMonths is the parameter of the period, in months.
const ParamMonths = "periode"

// of is a period below the address of the page; with « .csv », for a spreadsheet.
func (p AttendancePage) of(months int, file string) string {
	do := "/chiffres/evenements" + file
	if months != event.AttendanceMonths[0] {
		do += "?" + ParamMonths + "=" + strconv.Itoa(months)
	}
	return do
}

// sum is one number of a period and what it means.
type sum struct {
	Name, N, Says string
	None          bool
}

// list are the sums in the order in which they are shown. Who came is only known where somebody was noted at the door.
func (p AttendancePage) list() []sum {
	a := &p.Attendance
	held := "Ceux que la page annonce ou accueille, et qui ont eu lieu."
	if a.More {
		held = "Les derniers que la page a annoncés ou accueillis : il y en a eu d'autres."
	}
	all := []sum{summed("Événements", len(a.Events), held), summed("Partants", a.Sum.Placed, "Personnes qui avaient une place, accompagnants compris.")}
	if a.Noted == 0 {
		return all
	}
	at := "Personnes notées à l'accueil " + ofNoted(a) + ", inscrites ou non."
	away := sum{Name: "Absents", N: percent(a.Sum.Missed, a.Expected), None: a.Sum.Missed == 0,
		Says: Plural(a.Sum.Missed, "personne qui avait une place n'est pas venue", "personnes qui avaient une place ne sont pas venues") + ", sur " + Number(a.Expected) + " attendues."}
	return append(all, summed("Venus", a.Sum.Came, at), away,
		summed("Nouvelles têtes", a.Sum.New, "Venues pour la première fois à un de vos événements, d'après les treize derniers mois."),
		summed("Habitués", a.Often, "Venus "+Number(event.OftenFrom)+" fois ou plus, parmi "+Plural(a.People, "personne venue après s'être inscrite", "personnes venues après s'être inscrites")+"."))
}

func summed(name string, n int, says string) sum { return sum{name, Number(n), says, n == 0} }

// ofNoted says at how many events who came was noted.
func ofNoted(a *event.Attendance) string {
	if a.Noted == len(a.Events) {
		return "de ces événements"
	}
	return "de " + Plural(a.Noted, "événement", "événements") + " sur " + Number(len(a.Events))
}

// percent is a share, « 25 % »; « 0 % » of nothing.
func percent(part, of int) string {
	if of == 0 {
		return "0" + joint + "%"
	}
	return Number((100*part+of/2)/of) + joint + "%"
}

// attendedWords are the numbers of an event: « mardi 8 janvier 2008 · 12 partants · 9 venus · 3 absents ».
func attendedWords(one *event.Attended) string {
	all := []string{Day(one.Event.Start.At.In(clock.Paris)), Plural(one.Placed, "partant", "partants")}
	switch {
	case !one.Noted:
		all = append(all, "accueil non noté")
	default:
		all = append(all, Plural(one.Came, "venu", "venus"), Plural(one.Missed, "absent", "absents"))
		if one.New > 0 {
			all = append(all, Plural(one.New, "nouvelle tête", "nouvelles têtes"))
		}
	}
	return strings.Join(all, " · ")
}
