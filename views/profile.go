package views

import (
	"time"

	"partant/internal/fault"
	"partant/internal/profile"
)

// ProfilePage is /fiches/{slug}.
type ProfilePage struct {
	Chrome  Chrome
	Profile profile.Profile // as the viewer may see it
	Trade   string          // in plain words
	Sector  Link
	Town    Link
	EPCI    Link
	Size    string // words of the size band: « 10 à 19 salariés »
	Map     MapView
	Now     time.Time // local time, for « ouvert maintenant »
	Email   string    // shown only after the button that asks for it; HasEmail draws the button
	Team    []TeamMate
	Nearby  []Card

	HasEmail bool
	Claimed  bool // somebody answers for the page
	CanEdit  bool
	CanErase bool
	Complete profile.Completeness // shown to those who may edit
}

// TeamMate is somebody of the team who is shown.
type TeamMate struct{ Name, Slug, Title string }

// Names of form fields that package profile does not name.
const (
	FieldKey      = "cle"            // Draft.Key
	FieldRev      = "rev"            // Draft.Rev
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
}

// EraseConfirmPage is /fiches/{slug}/supprimer.
type EraseConfirmPage struct {
	Chrome Chrome
	Slug   string
	Name   string
	Rev    int64
}
