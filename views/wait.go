package views

import "net/url"

// Field names of questions to institutions, besides those of package discussion.
const (
	FieldChoice  = "institution" // slug of the institution that is meant, among those of one name
	ParamTo      = "a"           // slug of the institution that a new question is put to
	ParamWaiting = "attente"     // the list holds what waits for an institution
)

// Asked is what pages say of a question that is put to an institution.
type Asked struct {
	To        Byline // the institution that is to answer, or did; zero: its page is gone
	State     string // ready: Awaits, RepliedIn…
	Waits     bool
	Unclaimed bool         // nobody answers for the page yet
	Passed    []AskedPass  // those that had it before, first to last
	Reason    string       // why it was declined
	Answer    string       // id of the answer of the institution
	Can       bool         // the reader may pass it on or decline
	Form      *RespondForm // one that is shown again
}

// AskedPass is an institution that passed a question on.
type AskedPass struct {
	From Byline
	To   Byline
	At   string // ready: Day(…)
}

// RespondForm is what an institution does with a question besides answering it.
type RespondForm struct {
	To     string // as typed
	Choice []Byline
	Reason string
	Wrong  map[string]string
}

// form is what was sent, or nothing.
func (a *Asked) form() RespondForm {
	if a.Form == nil {
		return RespondForm{}
	}
	return *a.Form
}

// askInstitution is where a question to an institution is written.
func askInstitution(slug string) string {
	return "/discussions/nouvelle?" + ParamTo + "=" + url.QueryEscape(slug)
}

// Awaits says how long a question waits.
func Awaits(days int) string {
	switch days {
	case 0:
		return "Attend une réponse depuis aujourd'hui"
	case 1:
		return "Attend une réponse depuis hier"
	}
	return "Attend une réponse depuis " + Plural(days, "jour", "jours")
}

// RepliedIn says after how long it was answered.
func RepliedIn(days int) string { return "Répondu " + afterDays(days) }

// DeclinedIn says after how long it was declined.
func DeclinedIn(days int) string { return "Réponse déclinée " + afterDays(days) }

// EndedIn says after how long it was closed without an answer.
func EndedIn(days int) string { return "Close sans réponse " + afterDays(days) }

func afterDays(days int) string {
	if days == 0 {
		return "le jour même"
	}
	return "après " + Plural(days, "jour", "jours")
}

// AskedPage is /fiches/{slug}/questions of an institution.
type AskedPage struct {
	Chrome  Chrome
	By      Byline
	Claimed bool
	List    []TalkCard
	Record  string // ready: how it answers; empty: nothing to say yet
	Next    string // local path
	First   bool
	Before  []Answer // what was asked below the page before questions were discussions
}

// InstitutionQuestions is what the page of an institution says of its questions.
type InstitutionQuestions struct {
	List   []TalkCard
	Record string
}

// RecordWords say how an institution answers.
func RecordWords(answered, median, waiting int) string {
	words := ""
	if answered > 0 {
		words = Plural(answered, "question répondue", "questions répondues")
		if median == 0 {
			words += ", le plus souvent le jour même"
		} else {
			words += ", en " + Plural(median, "jour", "jours") + " (médiane)"
		}
	}
	if waiting > 0 {
		if words != "" {
			words += " ; "
		}
		words += Plural(waiting, "attend", "attendent") + " encore"
	}
	return unbroken(words)
}
