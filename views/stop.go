package views

// FieldPage says that a form was sent from its page, not by a mail program.
const FieldPage = "page"

// StopPage is /lettres/arret/{secret}.
type StopPage struct {
	Chrome  Chrome
	Action  string // where the button sends
	Stopped bool   // it was pressed already
}
