package views

import (
	"strconv"

	"partant/internal/club"
	"partant/internal/fault"
)

// FieldBondWith is the id of the page on the other side of a bond; FieldDo is a club.Act.
const FieldBondWith = "avec"

// ClubNetworkPage is /clubs/{slug}/reseau: of a network, its clubs; of a club, the networks that it is in, for its board.
type ClubNetworkPage struct {
	Room
	Count   int           // clubs that are in, up to club.MostCounted
	List    []ClubChapter // those that are in, some of them
	Next    string
	Asked   []ClubChapter // who waits for an answer of this side; for the board, as the next one
	Invited []ClubChapter // of whom this side waits for an answer
	Meets   []EventCard   // the next events of all of them
	Agenda  Agenda
	Typed   string
	Choice  []Byline // those that what was typed may mean
	Wrong   fault.Fields
}

// ClubChapter is what stands on the other side of a bond.
type ClubChapter struct {
	By      Byline
	ID      string // of the page
	Members string // « 12 membres »; empty for a network
	Since   string // « depuis le 3 mars 2026 »; for the board
}

// name is what it is called; nobody sees some for now.
func (c ClubChapter) name() string {
	if c.By.Name == "" {
		return "Une page que personne ne voit pour le moment"
	}
	return c.By.Name
}

// ClubAgendaPage is /clubs/{slug}/reseau/agenda.
type ClubAgendaPage struct {
	Room
	Past   bool
	List   []EventCard
	Next   string
	Agenda Agenda
}

// ClubNetworkFiguresPage is /clubs/{slug}/reseau/chiffres.
type ClubNetworkFiguresPage struct {
	Room
	Figures    club.NetworkFigures
	Soon, Past int // events that are announced, and those of the last twelve months; up to MostMeets
}

// does is what a button says.
func (p ClubNetworkPage) does(a club.Act, c ClubChapter) string {
	switch {
	case a == club.Accept:
		return "Accepter"
	case a == club.Refuse:
		return "Non, merci"
	case c.Since != "":
		return "Quitter ce réseau"
	case p.Network:
		return "Retirer l'invitation"
	}
	return "Retirer la demande"
}

// MostMeets is how many events of each club are counted.
const MostMeets = 100

func (p ClubNetworkFiguresPage) most() string {
	most := 1
	for _, m := range p.Figures.Months {
		most = max(most, m.Members)
	}
	return strconv.Itoa(most)
}

// clubsCount is « 12 clubs ».
func clubsCount(n int) string {
	if n >= club.MostCounted {
		return "plus de " + Number(club.MostCounted-1) + joint + "clubs"
	}
	return Plural(n, "club", "clubs")
}
