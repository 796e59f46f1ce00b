package views

// TextPage is a page of words: /mentions-legales, /confidentialite, /accessibilite, /sources, /a-propos. Its facts are in Chrome.Site.
type TextPage struct {
	Chrome Chrome
}
