package views

// EventsMapPage is the map of what is to come.
type EventsMapPage struct {
	EventsPage
	Map    MapView
	Places []EventsTown
	Online int  // how many are held on the Web alone
	More   bool // there are more to come than these
}

// EventsTown is what is to come in a commune.
type EventsTown struct {
	Name  string
	Ask   EventAsk
	Count int
	List  []EventCard // the first of them
}

// Common is the map.
func (p EventsMapPage) Common() Common { return Common{Chrome: p.Chrome, Content: eventsMap(p)} }

// more says how many events of a commune are not listed.
func (t *EventsTown) more() int { return t.Count - len(t.List) }
