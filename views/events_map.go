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

// legend says what the marks of the map are.
func (p EventsMapPage) legend() string {
	if len(p.Map.Pins) > 0 {
		return "Chaque repère est un événement : ouvrez-le. Ceux dont on ne sait que la commune sont comptés en son milieu."
	}
	return "Chaque lumière est une commune, ou plusieurs : ouvrez-la pour voir ce qui s'y passe."
}
