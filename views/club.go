package views

import (
	"strconv"

	"partant/internal/club"
	"partant/internal/document"
	"partant/internal/fault"
	"partant/internal/picture"
)

// Room is what every page of the room of a club has.
type Room struct {
	Chrome Chrome
	Of     Byline // the club
	Place  RoomPlace

	Inside, Office, Helm bool // what the viewer sees: see club.Here.CanSee
	Waiting              int  // who asks to come in, for the board
	Network              bool // it gathers clubs
}

// RoomPlace is a page of a room: what follows its address.
type RoomPlace string

// The places of the bar of a room.
const (
	RoomHome     RoomPlace = ""
	RoomNews     RoomPlace = "/annonces"
	RoomPeople   RoomPlace = "/membres"
	RoomTalks    RoomPlace = "/discussions"
	RoomFiles    RoomPlace = "/documents"
	RoomLinks    RoomPlace = "/liens"
	RoomRenewals RoomPlace = "/adhesions"
	RoomRequests RoomPlace = "/demandes"
	RoomInvite   RoomPlace = "/inviter"
	RoomFigures  RoomPlace = "/chiffres"
	RoomSettings RoomPlace = "/reglages"
	RoomNetwork  RoomPlace = "/reseau"
)

// roomTab is one place of the bar and its words.
type roomTab struct {
	At   RoomPlace
	Text string
}

// tabs are the places that the viewer may go to.
func (r Room) tabs() []roomTab {
	if !r.Inside {
		return nil
	}
	all := []roomTab{{RoomHome, "La salle"}, {RoomNews, "Annonces"}, {RoomTalks, "Discussions"}, {RoomPeople, "Membres"}, {RoomFiles, "Documents"}, {RoomLinks, "Liens"}}
	if r.Network {
		all = append(all, roomTab{RoomNetwork, "Clubs"})
	}
	if r.Office {
		requests := "Demandes"
		if r.Waiting > 0 {
			requests += " (" + Number(r.Waiting) + ")"
		}
		all = append(all, roomTab{RoomRequests, requests}, roomTab{RoomRenewals, "Adhésions"}, roomTab{RoomInvite, "Inviter"}, roomTab{RoomFigures, "Chiffres"})
	}
	if r.Office && !r.Network {
		all = append(all, roomTab{RoomNetwork, "Réseaux"})
	}
	if r.Helm {
		all = append(all, roomTab{RoomSettings, "Réglages"})
	}
	return all
}

// ClubPage is /clubs/{slug}.
type ClubPage struct {
	Room
	Pitch  string
	Opened bool // there is a room
	Mine   bool // the viewer owns the page
	Way    club.Way
	Count  int // of members, up to club.MostCounted

	State   club.State // of the viewer; empty: nothing
	Role    club.Role  // of a member
	Word    string     // of the board, for who was told no
	Paid    string     // the last day for which they are « à jour »; empty: none
	Late    bool       // that day has passed
	Listed  bool
	Quiet   bool
	Unasked bool // they are not reminded that their membership ends

	Faces  []ClubFace  // who lets everybody see them
	News   []ClubNews  // the last announcements, for members
	Talks  []TalkCard  // that everybody reads
	Among  []TalkCard  // that members alone read
	Meets  []EventCard // what comes next: for everybody and, for who is in, for members alone
	Shared []ClubLink

	Nets     []Byline // the networks that it is in
	Chapters int      // clubs of a network
	Leads    bool     // the viewer is on the board of one of them
}

// ClubFace is a member as others see them.
type ClubFace struct {
	ID   string // of the membership
	Name string
	Slug string // of their page; empty: they have none
	Town string
	Logo picture.Picture
	Role club.Role

	Kind   string // for the board
	Paid   string // « à jour jusqu'au … »; for the board
	Late   bool
	Since  string
	Listed bool
}

// ClubRenewalsPage is /clubs/{slug}/adhesions.
type ClubRenewalsPage struct {
	Room
	List []ClubRenewal
	Next string
}

// ClubRenewal is a membership that ends soon, or has ended.
type ClubRenewal struct {
	ClubFace
	Year string // the last day of one more year
}

// FieldRenewals says that a membership was renewed from the list, and where to go back.
const FieldRenewals = "depuis-la-liste"

// ClubFilesPage is /clubs/{slug}/documents.
type ClubFilesPage struct {
	Room
	List  []ClubFile
	Left  int // how many more may come
	Full  int // what those weigh that are there, in bytes
	Title string
	Wrong fault.Fields
}

// ClubFile is a document that members share.
type ClubFile struct {
	document.Document
	Name    string // for who reports it
	By, Day string
	May     bool // the viewer may take it away
}

// clubFilesOrder is the order of the fields of the form.
var clubFilesOrder = []string{club.FieldTitle, club.FieldFile}

// ClubNews is an announcement.
type ClubNews struct {
	ID, Title, HTML, At string
}

// ClubLink is something that members share.
type ClubLink struct {
	ID, Title, URL, By, At string
	May                    bool // the viewer may take it away
}

// members is « 12 membres ».
func (p ClubPage) members() string { return ClubSize(p.Count) }

// ClubSize is how many members a club has, in words.
func ClubSize(n int) string {
	if n >= club.MostCounted {
		return "plus de " + Number(club.MostCounted-1) + joint + "membres"
	}
	return Plural(n, "membre", "membres")
}

// how says how one comes in.
func (p ClubPage) how() string { return clubWay(p.Way) }

func clubWay(w club.Way) string {
	switch w {
	case club.Open:
		return "Entrée libre : on devient membre aussitôt."
	case club.OnRequest:
		return "Sur demande : le bureau répond à chacun."
	}
	return "Sur invitation d'un membre du bureau."
}

// wayHelp says beside its name what a choice in the settings does.
func wayHelp(w club.Way) string {
	switch w {
	case club.Open:
		return "on devient membre aussitôt."
	case club.OnRequest:
		return "le bureau répond à chacun."
	}
	return "le bureau envoie une lettre, ou donne un lien."
}

// wayName is the choice in the settings.
func wayName(w club.Way) string {
	switch w {
	case club.Open:
		return "Libre"
	case club.OnRequest:
		return "Sur demande"
	}
	return "Sur invitation"
}

// ClubRole is a role in words.
func ClubRole(r club.Role) string {
	switch r {
	case club.Chair:
		return "présidence"
	case club.Officer:
		return "bureau"
	}
	return "membre"
}

// Names of form fields of rooms that package club does not name.
const (
	FieldClubSecret = "lien"     // the secret of a link
	FieldAnswerTo   = "decision" // oui, non, annuler, lever
	FieldListStep   = "envoi"    // of a list: StepSend
	FieldFile       = "fichier"
	FieldLinkDo     = "faire-lien" // renouveler, fermer
	FieldShared     = "partage"    // id of a link
)

// The values of FieldAnswerTo, FieldListStep and FieldLinkDo.
const (
	AnswerYes   = "oui"
	AnswerNo    = "non"
	AnswerUndo  = "annuler"
	AnswerLift  = "lever"
	StepSend    = "envoyer"
	LinkOpens   = "renouveler"
	LinkCloses  = "fermer"
	ParamMember = "nom" // what is searched among members
)

// ClubJoinPage is the form by which one comes in: on one's own, by the link of a club, or by a letter.
type ClubJoinPage struct {
	Room
	Way       club.Way
	Questions []string
	Kinds     []string
	Entry     club.Entry
	Wrong     fault.Fields
	Action    string // local path of the form
	Sure      bool   // one is in at once: the holder of a link, of an invitation
	Decline   string // local path of the no; empty: there is nobody to tell
	Shut      bool   // one comes in by invitation alone
	Kept      bool   // the board has said no
	Word      string
}

// joinOrder is the order of its fields.
func (p ClubJoinPage) joinOrder() (order []string) {
	for i := range p.Questions {
		order = append(order, club.AnswerField(i))
	}
	return append(order, club.FieldKind)
}

func (p ClubJoinPage) answer(i int) string {
	if i < len(p.Entry.Answers) {
		return p.Entry.Answers[i]
	}
	return ""
}

// button says what happens next.
func (p ClubJoinPage) button() string {
	if p.Sure || p.Way == club.Open {
		return "Rejoindre le club"
	}
	return "Envoyer ma demande"
}

// ClubLeavePage is /clubs/{slug}/quitter.
type ClubLeavePage struct {
	Room
	Last  bool // they alone preside
	Alone bool // nobody else is a member
}

// ClubSettingsPage is /clubs/{slug}/reglages.
type ClubSettingsPage struct {
	Room
	Opened bool
	Form   club.Settings
	Wrong  fault.Fields
}

var clubSettingsOrder = []string{club.FieldWay, club.FieldQuestions, club.FieldKinds, club.FieldNetwork}

// ClubMembersPage is /clubs/{slug}/membres.
type ClubMembersPage struct {
	Room
	Query string
	List  []ClubFace
	Count int
	Most  bool // not all were searched
	Next  string
}

// ClubMemberPage is /clubs/{slug}/membres/{id}, for the board.
type ClubMemberPage struct {
	Room
	One     ClubFace
	Me      bool
	Answers []club.Answer
	Kinds   []string
	Renewal club.Renewal
	Year    string // the day that renews for a year
	Reason  string
	Remove  bool // the viewer may take them out
	Chair   bool // the viewer presides, and may hand over
	Wrong   fault.Fields
}

// ClubRequestsPage is /clubs/{slug}/demandes.
type ClubRequestsPage struct {
	Room
	Asked   []ClubRequest
	Invited []ClubRequest
	Refused []ClubRequest
	Wrong   fault.Fields
	Word    string
	About   string // id of the request that Wrong is about
}

// ClubRequest is somebody who is not in, or not yet.
type ClubRequest struct {
	ID      string
	Face    ClubFace
	At      string
	Kind    string
	Answers []club.Answer
	Word    string
	Removed bool // taken out, rather than refused
	Until   string
}

// ClubInvitePage is /clubs/{slug}/inviter.
type ClubInvitePage struct {
	Room
	Email   string
	Link    string // absolute address of the link that was just made: shown once
	Linked  string // when the link that holds was made; empty: there is none
	List    string
	Lines   []club.Line // what would become of a list; nil: none was tried
	Sent    bool        // it became of it
	Wrong   fault.Fields
	Unsure  bool // the page is not verified
	Letters int  // how many of Lines are written to
}

var clubInviteOrder = []string{club.FieldEmail, club.FieldList}

// ClubNewsPage is /clubs/{slug}/annonces.
type ClubNewsPage struct {
	Room
	List []ClubNews
	Next string
}

// ClubAnnouncePage is /clubs/{slug}/annonces/nouvelle.
type ClubAnnouncePage struct {
	Room
	Form    club.Words
	Preview string
	Wrong   fault.Fields
}

var clubAnnounceOrder = []string{club.FieldTitle, club.FieldBody}

// ClubTalksPage is /clubs/{slug}/discussions, for members.
type ClubTalksPage struct {
	Room
	List []TalkCard
	Next string // local path; empty: there is no more
}

// ClubLinksPage is /clubs/{slug}/liens.
type ClubLinksPage struct {
	Room
	List  []ClubLink
	Form  club.Find
	Wrong fault.Fields
}

var clubLinksOrder = []string{club.FieldTitle, club.FieldURL}

// ClubFiguresPage is /clubs/{slug}/chiffres.
type ClubFiguresPage struct {
	Room
	Figures club.Figures
}

// monthLine is one month in words: « novembre 2026 ».
func monthLine(m club.Month) string { return MonthYear(m.First) }

// share is how much of the greatest month a month is, for its bar.
func (p ClubFiguresPage) most() string {
	most := 1
	for _, m := range p.Figures.Months {
		most = max(most, m.Members)
	}
	return strconv.Itoa(most)
}

func kindName(k string) string {
	if k == "" {
		return "Sans formule"
	}
	return k
}
