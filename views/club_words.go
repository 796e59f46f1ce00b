package views

import "partant/internal/club"

// roleSuffix follows « Vous êtes membre ».
func roleSuffix(r club.Role) string {
	switch r {
	case club.Chair:
		return ", et à la présidence"
	case club.Officer:
		return ", et au bureau"
	}
	return ""
}

// paidSuffix says until when a member is « à jour ».
func paidSuffix(p ClubPage) string {
	switch {
	case p.Paid == "":
		return "."
	case p.Late:
		return ". Votre adhésion était à jour jusqu'au " + p.Paid + " : voyez avec le bureau."
	}
	return ", à jour jusqu'au " + p.Paid + "."
}

// joinWords is the button that leads to the form.
func joinWords(w club.Way) string {
	if w == club.Open {
		return "Rejoindre le club"
	}
	return "Demander à le rejoindre"
}

// roleDoes says what a role may do.
func roleDoes(r club.Role) string {
	switch r {
	case club.Chair:
		return "réglages, fonctions, et tout ce que fait le bureau"
	case club.Officer:
		return "demandes, invitations, annonces, adhésions"
	}
	return "lit et partage"
}

// ClubNote leads from the page of a club to its room. The zero ClubNote is for pages that gather nobody.
type ClubNote struct {
	Say   string
	Quiet bool // there is nothing to join
}

// ClubNoteOf is what a page says of its room to somebody.
func ClubNoteOf(h *club.Here) ClubNote {
	switch {
	case !h.Room.IsOpen() && h.Page.Mine:
		return ClubNote{"Ouvrir la salle", true}
	case !h.Room.IsOpen():
		return ClubNote{}
	case h.Me.State == club.In || h.Page.Mine || h.Room.Way == club.ByInvitation:
		return ClubNote{"La salle du club", true}
	}
	return ClubNote{Say: "Rejoindre le club"}
}

// documentsAccepted are the files that a form of documents proposes. What they are is looked at when they come.
const documentsAccepted = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.txt,.csv,image/jpeg,image/png,image/gif,image/webp"

// heavyOf says how heavy so many bytes are: « 340 Ko », « 1,2 Mo ».
func heavyOf(bytes int) string {
	const kilo = 1000
	switch {
	case bytes < kilo:
		return Number(bytes) + joint + either(bytes > 1, "octets", "octet")
	case bytes < kilo*kilo:
		return Number((bytes+kilo/2)/kilo) + joint + "Ko"
	}
	tenths := (bytes + kilo*kilo/20) / (kilo * kilo / 10)
	if tenths%10 == 0 || tenths >= 1000 {
		return Number(tenths/10) + joint + "Mo"
	}
	return Number(tenths/10) + "," + Number(tenths%10) + joint + "Mo"
}
