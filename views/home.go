package views

// HomePage is the front page.
type HomePage struct {
	Chrome    Chrome
	Total     int     // pages of the directory; 0 shows what to do with an empty base
	Figures   []Count // « entreprises », « clubs », « institutions », « communes »
	Map       MapView
	Tries     []Link     // searches worth trying: « plombier à Olivet »
	Newcomers []Card     // the last pages made
	Sectors   []Count    // the largest sectors
	Groups    []Card     // clubs and institutions
	Towns     []Count    // the largest towns
	News      []PostItem // the last publications
}
