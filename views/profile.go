package views

import (
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"partant/internal/fault"
	"partant/internal/picture"
	"partant/internal/profile"
)

// ProfilePage is /fiches/{slug}.
type ProfilePage struct {
	Chrome   Chrome
	Profile  profile.Profile // as the viewer may see it
	Trade    string          // in plain words
	Sector   Link
	Town     Link
	EPCI     Link
	Size     string // words of the size band: « 10 à 19 salariés »
	Map      MapView
	Now      time.Time // local time, for « ouvert maintenant »
	Email    string    // shown only after the button that asks for it; HasEmail draws the button
	Team     []TeamMate
	Networks []Byline // of clubs, that a club is in
	Nearby   []Card
	NearbyOf string // heading of Nearby: « Dans le même secteur, à Gien »
	News     News
	Events   []EventCard // what it announces
	Agenda   Agenda      // of them

	EventDrafts []EventCard // those that it has not announced yet, for its team

	Asked     InstitutionQuestions
	Questions QuestionsNote

	Room ClubNote

	Recommendations templ.Component // RecommendationsNoteOf(…), drawn for all; nil: none

	Follow    FollowButton
	Followers int // as they were counted last

	HasEmail bool
	Letters  bool   // somebody reads what is written to the page
	Claimed  bool   // somebody answers for the page
	Verified string // how it was shown whose page it is: Verified(…); empty: it was not
	InTeam   bool   // is of the team, or may say who is
	CanRead  bool   // its figures
	CanEdit  bool
	CanErase bool                 // for good
	Owner    bool                 // or of those who may speak for it: nobody reports their own page
	Complete profile.Completeness // shown to those who may edit
}

// TeamMate is somebody of the team who is shown.
type TeamMate struct {
	Name, Slug, Title string
	Logo              picture.Picture // portrait
}

// Names of form fields that package profile does not name.
const (
	FieldKey      = "cle"            // Draft.Key
	FieldAt       = "version"        // Draft.At
	FieldPhoneFor = "telephone_pour" // Draft.Phone.For
	FieldEmailFor = "email_pour"     // Draft.Email.For
	FieldHour     = "horaires_"      // followed by the day, 0 (Monday) to 6: Draft.Hours
)

// ProfileFormPage is /fiches/nouvelle and /fiches/{slug}/modifier.
type ProfileFormPage struct {
	Chrome     Chrome
	Slug       string // empty for a new page
	Draft      profile.Draft
	Town       string // the commune as typed: its name. Draft.Commune is not shown
	Activity   string // the activity as typed or in words. Draft.Activity is not shown
	Wrong      fault.Fields
	Conflict   bool   // somebody else changed the page meanwhile; the typed text is kept
	Theirs     string // what changed meanwhile, in words; may be empty
	Towns      []string
	Activities []Option
	Sizes      []Option
	Twins      []Card // pages that may already be this one
	Marked     bool   // it is verified: some changes take its mark away
	Same       bool   // they have its name and its commune: it takes a word to publish it all the same
}

// markHelp warns that a change takes the mark away; empty where there is none.
func (p ProfileFormPage) markHelp(change string) string {
	if !p.Marked {
		return ""
	}
	return unbroken(change + " retire la marque « page vérifiée », jusqu'à ce que la page soit montrée de nouveau ou redevienne ce qu'elle était.")
}

// siretHelp is the help of the number, with the warning.
func (p ProfileFormPage) siretHelp(help string) string {
	return strings.TrimSpace(help + " " + p.markHelp("Le changer"))
}

// EraseConfirmPage is /fiches/{slug}/supprimer.
type EraseConfirmPage struct {
	Releases bool // it goes back to its open data instead
	Chrome   Chrome
	Slug     string
	Name     string
}

// siteRel is what search engines are told of the site of the page: they follow it once the page is verified.
func (p ProfilePage) siteRel() string {
	if p.Verified == "" {
		return "noopener noreferrer ugc nofollow"
	}
	return "noopener noreferrer ugc"
}

// bare reports whether there is next to nothing to read.
func (p ProfilePage) bare() bool {
	return p.Profile.Pitch == "" && p.Profile.About.HTML == "" && len(p.Profile.Offers)+len(p.Profile.Seeks)+len(p.Team)+len(p.News.Posts)+len(p.Profile.Pictures.Shown().Photos) == 0
}

// owner names who should complete an empty page.
func (p ProfilePage) owner() string {
	switch p.Profile.Kind {
	case profile.Company:
		return "l'entreprise"
	case profile.Club:
		return "le club"
	case profile.Institution:
		return "l'institution"
	}
	return "cette personne"
}

// stepAt is where, under a page, a step is done.
func stepAt(s profile.Step) string {
	if s.Field == profile.FieldLogo {
		return "/photos"
	}
	return "/modifier#" + fieldID(string(s.Field))
}

// today is the day of p.Now in the order of profile.Hours.
func (p ProfilePage) today() int { return (int(p.Now.Weekday()) + 6) % 7 }

// spans writes the openings of a day.
func spans(day []profile.Span) string {
	if len(day) == 0 {
		return "fermé"
	}
	parts := make([]string, len(day))
	for i, s := range day {
		parts[i] = s.String()
	}
	return strings.Join(parts, ", ")
}

// facts are what is known in figures.
func (p ProfilePage) facts() []Fact {
	var list []Fact
	add := func(label, text, url string) {
		if text != "" {
			list = append(list, Fact{Label: label, Text: text, URL: url})
		}
	}
	add("Secteur", p.Sector.Text, p.Sector.URL)
	if p.Profile.Founded > 0 {
		add("Depuis", strconv.Itoa(p.Profile.Founded), "")
	}
	add("Effectif", p.Size, "")
	if p.Profile.SIRET != "" {
		add("SIRET", siren(p.Profile.SIRET), "")
	} else {
		add("SIREN", siren(p.Profile.SIREN), "")
	}
	add("Code NAF", p.Profile.Activity, "")
	if !p.Profile.Updated.IsZero() {
		add("Mise à jour", Since(p.Profile.Updated.In(p.Now.Location()).Format(time.DateOnly)), "")
	}
	return list
}

// sourceLicence is the licence of the open data in brackets; names that we know ourselves have none.
func (p ProfilePage) sourceLicence() string {
	if p.Profile.Source.Licence == "" {
		return ""
	}
	return " (" + p.Profile.Source.Licence + ")"
}

// sourceDate is the date of the open data, unless its name says it.
func (p ProfilePage) sourceDate() string {
	s := p.Profile.Source
	if date := Since(s.Date); date != "" && !strings.Contains(s.Name, date) {
		return ", " + date
	}
	return ""
}
