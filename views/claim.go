package views

import (
	"net/url"
	"time"

	"partant/internal/claim"
	"partant/internal/fault"
	"partant/internal/picture"
	"partant/internal/profile"
)

// Fields of the forms about who answers for a page. Package claim names the others.
const (
	FieldMeans      = "moyen"           // how it is to be shown: claim.Means
	FieldMate       = "membre"          // key of somebody of the team
	FieldClaim      = "demande"         // id of an offer
	FieldInvitation = "invitation"      // secret of an invitation
	FieldGuestTitle = "fonction_invite" // what who is invited is there
	FieldShown      = "montrer"         // on the page
	FieldReplace    = "remplacer"       // those who own the page leave it
	FieldVerdict    = "decision"        // "accorder" or "refuser"
	FieldOther      = "autre"           // this page is none of those that have its name
)

// The verdicts of a moderator.
const (
	VerdictGrant  = "accorder"
	VerdictRefuse = "refuser"
)

// Verified says how and when a page was verified: « vérifiée le 3 mars 2026 par un fichier sur son site exemple.fr »; empty
// for one that is not.
func Verified(v *profile.Verified, in *time.Location) string {
	if v == nil {
		return ""
	}
	return "vérifiée le " + Since(v.At.In(in).Format(time.DateOnly)) + " " + Means(claim.Means(v.Means), v.Of)
}

// Means says how something was shown: « par un fichier sur son site exemple.fr ».
func Means(m claim.Means, of string) string {
	switch m {
	case claim.ByFile:
		return "par un fichier sur son site " + of
	case claim.ByDNS:
		return "par le domaine de son site " + of
	case claim.ByMail:
		return "par une adresse e-mail de son domaine " + of
	case claim.ByVoucher:
		return "par « " + of + " », qui s'en porte garant"
	case claim.ByProConnect:
		return "par ProConnect, l'identité professionnelle de l'État"
	}
	return "par un modérateur"
}

// ClaimPage is /fiches/{slug}/revendiquer.
type ClaimPage struct {
	Chrome     Chrome
	Slug, Name string
	Kind       profile.Kind
	Mine       bool   // the viewer owns the page, and may have it verified
	Taken      bool   // somebody else owns it: a moderator decides
	Verified   string // how it was already
	Begun      bool
	Refused    string // why the last time was refused
	Title      string // what they are there

	Site, Mail string // host to look at, domain of a mailbox; empty: that way does not fit
	Token      string
	File       string // whole address where the file goes
	Record     string // value of the TXT record
	Sent       string // mailbox that a code went to
	Shown      string // in a dispute: what was shown already
	Waiting    string // since when moderators have it; empty: they do not
	Statement  string
	Voucher    string // whole address to give to who vouches

	Company  string // number of the page that the State may say the viewer works for; empty: that way does not fit
	Employer claim.Employer
	CanAsk   bool // ProConnect may be asked

	Trouble string // why the site does not show it
	Means   claim.Means
	Outbox  bool
	Wrong   fault.Fields
}

// byState reports whether there is something to say of ProConnect.
func (p ClaimPage) byState() bool {
	return p.Company != "" && (p.CanAsk || p.Employer.Word != claim.NoWord)
}

// ways reports whether there is a way to show at once that the page is theirs.
func (p ClaimPage) ways() bool { return p.Site != "" || p.Mail != "" || p.byState() }

// linking is where ProConnect is linked or asked anew; it leads back to the claim.
func (p ClaimPage) linking() string {
	return "/compte/services?" + FieldNext + "=" + url.QueryEscape("/fiches/"+p.Slug+"/revendiquer")
}

// numberName is what a number is called: SIRET, or SIREN when it is short.
func numberName(digits string) string {
	if len(digits) > 9 {
		return "SIRET"
	}
	return "SIREN"
}

// number calls a number by its name: « SIRET 732 829 320 00074 ».
func number(digits string) string { return numberName(digits) + joint + siren(digits) }

// CasePage is /revendications/{id}: a claim as those read it who have a word in it.
type CasePage struct {
	Chrome     Chrome
	ID         string
	Slug, Name string
	Who, Title string
	Since      string
	Statement  string
	Answer     string
	Shown      string // what was shown; empty: nothing
	Disputed   bool
	Verified   string
	State      claim.State
	Reason     string  // of the last refusal, or as typed
	Ground     string  // of the decision; empty: none was given
	Parties    []Party // for moderators
	Replace    bool    // as typed: those who own the page leave it

	Judge, CanAnswer bool
	Vouch            []Option // slugs and names of pages to vouch by
	Wrong            fault.Fields
}

// reasonHelp says when a reason is due, and who reads it.
func (p CasePage) reasonHelp() string {
	if p.Disputed {
		return "De 10 à 500 caractères. Il en faut une pour refuser, ou si les propriétaires d'aujourd'hui quittent l'équipe. Les uns et les autres la lisent telle quelle, ici et dans leur lettre."
	}
	return "De 10 à 500 caractères. Il en faut une pour refuser : elle part par e-mail, telle quelle."
}

// Party is somebody whom a decision is about, as moderators read them.
type Party struct {
	Account, Name, Email string
	Owns                 bool
}

// QueuePage is /moderation/revendications.
type QueuePage struct {
	Chrome Chrome
	Cases  []CasePage
	Next   string
}

// TeamPage is /fiches/{slug}/equipe.
type TeamPage struct {
	Chrome     Chrome
	Slug, Name string
	Mates      []Mate
	Offers     []Offer
	Manage     bool // says who is of the team, and as what
	Owner      bool
	Member     bool // is of the team
	Title      string
	Shown      bool
	HasPerson  bool // has a page of their own to be shown by
	Guest      Guest
	Wrong      fault.Fields
}

// Mate is somebody of a team.
type Mate struct {
	Key, Name, Slug, Title string
	Role                   profile.Role
	Account                bool // may enter the site; else only shown
	Me                     bool
	Logo                   picture.Picture // portrait
}

// Offer is an invitation, or an ownership that was offered.
type Offer struct {
	ID, To string
	Role   profile.Role
	Until  string
	Mine   bool // to the viewer
}

// Guest is what the form of an invitation holds.
type Guest struct {
	Email, Title string
	Role         profile.Role
}

// HandOverPage is /fiches/{slug}/equipe/ceder.
type HandOverPage struct {
	Chrome     Chrome
	Slug, Name string
	Mates      []Option // by key
	Wrong      fault.Fields
}

// InvitationPage is /invitations/{secret}.
type InvitationPage struct {
	Chrome     Chrome
	Slug, Name string
	Who        string
	Role       profile.Role
	Title      string
	Secret     string
}

// Role says what somebody of a team may do: « propriétaire ».
func Role(r profile.Role) string {
	switch r {
	case profile.Owner:
		return "propriétaire"
	case profile.Editor:
		return "rédaction"
	case profile.Reader:
		return "lecture des statistiques"
	}
	return "seulement sur la page"
}

// roleHelp says it in a sentence.
func roleHelp(r profile.Role) string {
	switch r {
	case profile.Owner:
		return "tient la page et dit qui la tient"
	case profile.Editor:
		return "tient la page à jour"
	case profile.Reader:
		return "voit les visites, ne change rien"
	}
	return "se montre sur la page, ne change rien"
}

// invited says to somebody what they will do in a team.
func invited(r profile.Role) string {
	switch r {
	case profile.Owner:
		return "Vous tiendrez la page, et direz qui la tient avec vous."
	case profile.Editor:
		return "Vous tiendrez la page à jour."
	case profile.Reader:
		return "Vous verrez ses visites, et n'y changerez rien."
	}
	return "Vous vous montrerez sur la page, et n'y changerez rien."
}

// yours is how a page asks whether it is the reader's: « C'est votre entreprise ? »
func yours(k profile.Kind) string {
	switch k {
	case profile.Company:
		return "C'est votre entreprise ?"
	case profile.Club:
		return "C'est votre club ?"
	case profile.Institution:
		return "C'est votre institution ?"
	}
	return "C'est vous ?"
}

// caseOrder and teamOrder are the fields of forms in their order.
var (
	claimOrder = []string{claim.FieldEmail, claim.FieldCode, claim.FieldStatement}
	teamOrder  = []string{claim.FieldEmail, claim.FieldRole, FieldGuestTitle, string(profile.FieldTitle)}
)

// closed says what became of a claim.
func closed(s claim.State) string {
	switch s {
	case claim.Granted:
		return "Cette demande a été accordée."
	case claim.Refused:
		return "Cette demande a été refusée."
	}
	return "Cette demande a été retirée."
}
