package views

import "github.com/a-h/templ"

// Common is a page whose content is the same for everybody: drawn once, it stands in the frame of each reader. It shows
// nothing that only members or a team may see, holds no form with a token, and does not know who reads: what they follow is
// drawn anew for each of them, where the content leaves room.
type Common struct {
	Chrome  Chrome
	Content templ.Component
	Talks   []TalkMoved    // discussions that the content lists, with room for what is new in each; see newsSlot
	News    map[string]int // how many answers to each are new to the reader
	Until   string         // of what was looked at
	Follow  FollowButton   // what the reader may follow there; zero: nothing. The content leaves room for it: see own
}

// For is the same page in the frame of another reader, who follows nothing as far as it knows.
func (p Common) For(reader Chrome) Common {
	p.Follow = p.Follow.off()
	p.News, p.Until = nil, ""
	p.Chrome.Member, p.Chrome.Token, p.Chrome.Notice, p.Chrome.Live = reader.Member, reader.Token, reader.Notice, reader.Live
	return p
}

// Common is the front page.
func (p HomePage) Common() Common { return Common{Chrome: p.Chrome.searching(), Content: home(p)} }

// Common is the directory.
func (p DirectoryPage) Common() Common {
	return Common{Chrome: p.Chrome.searching(), Content: directory(p)}
}

// Common is the page of a place, a sector or a tag.
func (p PlacePage) Common() Common {
	return Common{Chrome: p.Chrome, Content: place(p), Follow: p.Follow.off()}
}

// Common is the map of the territory.
func (p MapPage) Common() Common { return Common{Chrome: p.Chrome, Content: wholeMap(p)} }
