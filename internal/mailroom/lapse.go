package mailroom

import (
	"fmt"

	"partant/internal/account"
)

// last reports whether a letter is the last one that warns before an account is deleted.
func last(line account.Line) bool {
	return !line.At.AddDate(0, 0, account.LapseReminder+1).Before(line.Until)
}

// lapse says of an account that nobody uses what will become of it, when, and how to keep it.
func (w french) lapse(line account.Line, s Site, l said) said {
	until, long := w.moment(s, line.Until), fmt.Sprintf("%d ans", account.LapseYears)
	goes := "votre nom et votre adresse, les pages que personne d'autre ne tient et ce qu'elles ont dit, vos photos, vos messages, vos abonnements"
	switch line.What {
	case account.LapsingShut:
		l.Before = []string{"Votre compte sur " + s.Name + " est suspendu, et personne n'y est entré depuis près de " + long + ". Comme tout compte qui ne sert plus, il sera effacé le " + until + " : " + goes + "."}
		l.Do = "Mentions légales"
		l.After = []string{"Vous contestez la suspension, ou vous voulez vos données avant ? Écrivez à l'équipe du site, dont l'adresse est dans les mentions légales."}
	case account.Lapsed:
		l.Before = []string{"Personne n'est entré dans votre compte sur " + s.Name + " depuis " + long + ", malgré nos lettres : votre compte et les pages que personne d'autre ne tient ne se voient plus. Tout sera effacé le " + until + ".",
			"Entrez une fois avant cette date, et tout revient aussitôt."}
		l.Do = "Entrer et tout garder"
		l.After = []string{"Vous ne voulez plus de ce compte ? Ne faites rien."}
	default:
		if last(line) {
			l.Subject = "Dernier rappel : votre compte sera supprimé, faute de visite"
		}
		l.Before = []string{"Personne n'est entré dans votre compte sur " + s.Name + " depuis près de " + long + ". Nous ne gardons pas les comptes qui ne servent plus : sans visite de votre part, le vôtre sera supprimé le " + until + ".",
			"Partiraient avec lui : " + goes + ".",
			"Pour tout garder, entrez une fois avant cette date : il n'y a rien d'autre à faire."}
		l.Do = "Entrer et garder mon compte"
		l.After = []string{fmt.Sprintf("Vous ne voulez plus de ce compte ? Ne faites rien : à cette date il ne se verra plus, et %d jours plus tard tout sera effacé. Vous pouvez aussi entrer pour emporter vos données.", account.LeaveDays)}
	}
	return l
}

// lapse says the same as in French.
func (w english) lapse(line account.Line, s Site, l said) said {
	until, long := w.moment(s, line.Until), fmt.Sprintf("%d years", account.LapseYears)
	goes := "your name and your address, the pages that nobody else runs and what they said, your photos, your messages, what you follow"
	switch line.What {
	case account.LapsingShut:
		l.Before = []string{"Your account on " + s.Name + " is suspended, and nobody has signed in to it for nearly " + long + ". Like every account that is no longer used, it will be erased on " + until + ": " + goes + "."}
		l.Do = "Legal notice"
		l.After = []string{"You contest the suspension, or want your data first? Write to the team of the site, whose address is in the legal notice."}
	case account.Lapsed:
		l.Before = []string{"Nobody has signed in to your account on " + s.Name + " for " + long + ", in spite of our letters: your account, and the pages that nobody else runs, can no longer be seen. Everything will be erased on " + until + ".",
			"Sign in once before then, and everything is back at once."}
		l.Do = "Sign in and keep everything"
		l.After = []string{"You no longer want this account? Do nothing."}
	default:
		if last(line) {
			l.Subject = "Last reminder: your account will be deleted, nobody has used it for long"
		}
		l.Before = []string{"Nobody has signed in to your account on " + s.Name + " for nearly " + long + ". We do not keep accounts that are no longer used: unless you come by, yours will be deleted on " + until + ".",
			"With it would go: " + goes + ".",
			"To keep everything, sign in once before then: there is nothing else to do."}
		l.Do = "Sign in and keep my account"
		l.After = []string{fmt.Sprintf("You no longer want this account? Do nothing: on that day it can no longer be seen, and %d days later everything is erased. You can also sign in to take your data along.", account.LeaveDays)}
	}
	return l
}
