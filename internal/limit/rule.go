package limit

import "time"

// Rule is how often one may do one thing.
type Rule struct {
	Name string // begins the keys of its counts
	Caps []Cap  // all hold

	// Lenient lets everybody pass while nothing can be counted. It is for what only reads: a site whose counts are away
	// should still be read, and is slowed down by being slow. Where guessing, flooding or harvesting would follow, a
	// rule is not lenient: nothing is lost by it, since those acts need the same store that keeps the counts.
	Lenient bool
}

// Cap is the most of one window of time. A short one beside a long one bounds a burst.
type Cap struct {
	Most int
	In   time.Duration
}

// The rules, of SAFETY.md a4. Those by visitor count an address, the others a member.
var (
	// Read is any request of a visitor without account.
	Read = Rule{"lire", []Cap{{60, 10 * time.Second}, {300, 5 * time.Minute}}, true}
	// ReadAsMember is any request of a member.
	ReadAsMember = Rule{"lire-membre", []Cap{{1500, 5 * time.Minute}}, true}
	// Search is a search of a visitor; as you type, a query is some fifteen of them.
	Search = Rule{"chercher", []Cap{{30, 5 * time.Second}, {120, time.Minute}}, true}
	// SignIn is a try to sign in, by visitor. Each account slows down by itself besides.
	SignIn = Rule{"connexion", []Cap{{10, time.Minute}, {25, 5 * time.Minute}}, false}
	// Letter is a letter with a code or a link, by visitor.
	Letter = Rule{"lettre", []Cap{{25, 5 * time.Minute}}, false}
	// LetterTo is the same, by the mailbox it goes to.
	LetterTo = Rule{"lettre-a", []Cap{{5, 30 * time.Minute}}, false}
	// SignUp is a new account, by visitor.
	SignUp = Rule{"inscription", []Cap{{5, 30 * time.Minute}}, false}
	// NewPassword is a change of password, by member.
	NewPassword = Rule{"mot-de-passe", []Cap{{10, 10 * time.Minute}}, false}
	// Export is an archive of all that a member has, by member.
	Export = Rule{"export", []Cap{{5, 24 * time.Hour}}, false}
	// NewPage is a new page of the directory, by member.
	NewPage = Rule{"fiche", []Cap{{20, 24 * time.Hour}}, false}
	// Publish is a publication, by member.
	Publish = Rule{"publication", []Cap{{10, time.Hour}, {30, 24 * time.Hour}}, false}
	// Recommend is a recommendation of a page, by member.
	Recommend = Rule{"recommandation", []Cap{{5, time.Hour}, {10, 24 * time.Hour}}, false}
	// Upload is a photo, by member.
	Upload = Rule{"photo", []Cap{{30, 30 * time.Minute}}, false}
	// Contact is a letter to somebody one does not know, by visitor.
	Contact = Rule{"ecrire", []Cap{{5, time.Hour}}, false}
	// ContactBy is the same, by member, or by the mailbox of a visitor who has confirmed it.
	ContactBy = Rule{"ecrire-de", []Cap{{10, 24 * time.Hour}}, false}
	// ContactTo is the same, by the page it goes to.
	ContactTo = Rule{"ecrire-a", []Cap{{10, 24 * time.Hour}}, false}
	// Answer is an answer to a letter, by the link that it answers through.
	Answer = Rule{"repondre", []Cap{{20, 24 * time.Hour}}, false}
	// Report is a report to the moderators, by visitor.
	Report = Rule{"signaler", []Cap{{20, 24 * time.Hour}}, false}
	// Discuss is a new discussion, by member.
	Discuss = Rule{"discussion", []Cap{{3, time.Minute}, {20, 24 * time.Hour}}, false}
	// Reply is an answer below something public, by member: one in five seconds, and the second press of a button.
	Reply = Rule{"commentaire", []Cap{{3, 15 * time.Second}, {100, 24 * time.Hour}}, false}
	// PublishFirst is a publication or a discussion of somebody in their first day, by member: besides the rules of all.
	PublishFirst = Rule{"publication-debut", []Cap{{3, 24 * time.Hour}}, false}
	// ReplyFirst is an answer of somebody in their first day, by member: one in thirty seconds, and the second press of a button.
	ReplyFirst = Rule{"commentaire-debut", []Cap{{2, 30 * time.Second}, {10, 24 * time.Hour}}, false}
	// React is a reaction to the words of others, or its end, by member.
	React = Rule{"reaction", []Cap{{30, time.Minute}, {200, 24 * time.Hour}}, false}
	// GuestReply is the same without account, by visitor; GuestReplyBy by the mailbox that they name.
	GuestReply   = Rule{"sans-compte", []Cap{{10, time.Hour}}, false}
	GuestReplyBy = Rule{"sans-compte-de", []Cap{{3, time.Hour}}, false}
	// Event is a new event, by member.
	Event = Rule{"annoncer", []Cap{{5, time.Hour}, {20, 24 * time.Hour}}, false}
	// Calendar is a calendar that is read to be taken in, by member; CalendarURL one that is fetched from another site; Intake what makes
	// events of one, dozens at once.
	Calendar    = Rule{"calendrier", []Cap{{30, time.Hour}}, false}
	CalendarURL = Rule{"calendrier-adresse", []Cap{{10, time.Hour}, {40, 24 * time.Hour}}, false}
	Intake      = Rule{"calendrier-importer", []Cap{{5, time.Hour}, {10, 24 * time.Hour}}, false}
	// Partant is an answer to an event, by member.
	Partant = Rule{"partant", []Cap{{30, time.Minute}, {300, 24 * time.Hour}}, false}
	// PartantGuest is the same without account, by visitor: a hall of people shares one address. PartantBy by the mailbox that they name.
	PartantGuest = Rule{"partant-sans-compte", []Cap{{30, time.Hour}}, false}
	PartantBy    = Rule{"partant-de", []Cap{{5, time.Hour}}, false}
	// Judge is an answer of a host to somebody who asks to come to an event, by member: there may be hundreds.
	Judge = Rule{"demandes", []Cap{{60, time.Minute}, {2000, 24 * time.Hour}}, false}
	// Rework is a change of words that are published already, or their end, by member.
	Rework = Rule{"remanier", []Cap{{30, 30 * time.Minute}}, false}
	// Proof is a look at a site, or a try of a code, to show whose page it is, by member.
	Proof = Rule{"preuve", []Cap{{10, time.Hour}}, false}
	// Claim is a page that is asked for, by member.
	Claim = Rule{"revendication", []Cap{{10, 24 * time.Hour}}, false}
	// Invite is an invitation into the team of a page, or a code that goes to an address of its site, by member.
	Invite = Rule{"invitation", []Cap{{10, 24 * time.Hour}}, false}
	// Documents is all documents of a club at once, by member.
	Documents = Rule{"documents", []Cap{{20, 24 * time.Hour}}, false}
	// InviteList is a list of people to invite into a club, by member.
	InviteList = Rule{"invitation-liste", []Cap{{5, 24 * time.Hour}}, false}
	// JoinClub is a request to come into a club, or the coming in, by member.
	JoinClub = Rule{"club-rejoindre", []Cap{{20, 24 * time.Hour}}, false}
	// Announce is an announcement to the members of a club, by member: each is a letter to all of them.
	Announce = Rule{"annonce", []Cap{{3, time.Hour}, {8, 24 * time.Hour}}, false}
	// Club is another change in the room of a club, by member.
	Club = Rule{"club", []Cap{{60, 10 * time.Minute}}, false}
	// Follow is a follow, or its end, by member.
	Follow = Rule{"suivre", []Cap{{60, time.Minute}, {600, 24 * time.Hour}}, false}
	// FollowByLetter is a follow by letter without account, by visitor.
	FollowByLetter = Rule{"suivre-lettre", []Cap{{10, time.Hour}}, false}
	// Exchange is an offer to exchange how two are reached, by member; ReadCode a code that is read, before anybody knows whether it leads to somebody.
	Exchange = Rule{"echange", []Cap{{30, time.Hour}, {100, 24 * time.Hour}}, false}
	ReadCode = Rule{"echange-code", []Cap{{60, time.Hour}}, false}
	// Reveal is the showing of an e-mail address or a telephone number, by visitor.
	Reveal = Rule{"coordonnees", []Cap{{60, time.Hour}}, false}
)
