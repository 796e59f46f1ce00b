package views

// PostHistoryPage is /publications/{slug}/historique.
type PostHistoryPage struct {
	Chrome Chrome
	Slug   string
	Called string
	By     Byline
	Texts  []PostText // the last first
	Most   int        // how many are kept

	// The text that is shown, with what changed in it.
	At                string
	First             bool // nothing was there before
	Title, Body, Tags []TextPart
}

// PostText is one text that a publication has had.
type PostText struct {
	At    string
	URL   string
	Now   bool // it is the present one
	Here  bool // it is shown
	First bool // the oldest that is kept
}

// TextPart is a run of words: gone, new, or neither.
type TextPart struct {
	Text      string
	Gone, New bool
}
