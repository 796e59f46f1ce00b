package views

import "partant/internal/club"

// FieldPage says that a form was sent from its page, not by a mail program.
const FieldPage = "page"

// StopPage is /lettres/arret/{secret}.
type StopPage struct {
	Chrome  Chrome
	Action  string // where the button sends
	Stopped bool   // it was pressed already

	Letters club.Letters // of one club alone; empty: all that tell what is new
	Club    Link         // the club; no URL: it is not there any more
}

// ends says what is about to end, of one club.
func (p StopPage) ends() string {
	of := "« " + p.Club.Text + " »"
	if p.Letters == club.OfReminders {
		return "Nous ne vous rappellerons plus que votre adhésion à " + of + " se termine, ni par lettre ni sur le site."
	}
	return "Nous ne vous dirons plus ce que le bureau de " + of + " annonce, ni par lettre ni sur le site. Ses annonces restent dans la salle du club."
}

// ended says what has ended.
func (p StopPage) ended() string {
	of := "« " + p.Club.Text + " »"
	if p.Letters == club.OfReminders {
		return "Nous ne vous rappelons plus la fin de votre adhésion à " + of + "."
	}
	return "Nous ne vous disons plus ce que le bureau de " + of + " annonce."
}
