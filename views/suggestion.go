package views

import "strconv"

// Suggestions are pages that somebody may want to follow. The zero Suggestions are none.
type Suggestions struct {
	Chrome Chrome
	List   []Suggested
	Back   string // local, of the page that they stand on
}

// Suggested is one of them.
type Suggested struct {
	Byline Byline
	Path   string // local, of the page
	Why    string // ready: one reason in a few words
}

// FollowedByPeople says how many of those whom the reader follows follow a page.
func FollowedByPeople(n int) string {
	if n == 1 {
		return "Suivi par une personne que vous suivez"
	}
	return "Suivi par " + strconv.Itoa(n) + " personnes que vous suivez"
}
