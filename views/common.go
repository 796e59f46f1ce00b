package views

import "github.com/a-h/templ"

// Common is a page whose content is the same for everybody: drawn once, it stands in the frame of each reader. It shows
// nothing that only members or a team may see, holds no form with a token, and does not know who reads.
type Common struct {
	Chrome  Chrome
	Content templ.Component
}

// For is the same page in the frame of another reader.
func (p Common) For(reader Chrome) Common {
	p.Chrome.Member, p.Chrome.Token, p.Chrome.Notice = reader.Member, reader.Token, reader.Notice
	return p
}

// Common is the front page.
func (p HomePage) Common() Common { return Common{p.Chrome.searching(), home(p)} }

// Common is the directory.
func (p DirectoryPage) Common() Common { return Common{p.Chrome.searching(), directory(p)} }

// Common is the page of a place, a sector or a tag.
func (p PlacePage) Common() Common { return Common{p.Chrome, place(p)} }

// Common is the map of the territory.
func (p MapPage) Common() Common { return Common{p.Chrome, wholeMap(p)} }
