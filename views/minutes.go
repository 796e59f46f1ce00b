package views

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"partant/internal/document"
	"partant/internal/fault"
	"partant/internal/minutes"
	"partant/internal/picture"
)

// OrderField and LastsField name the fields by which hosts put a topic in order, ActionField that of the id of an action.
func OrderField(topic string) string { return "place-" + topic }
func LastsField(topic string) string { return "minutes-" + topic }
func ActionField(i int) string       { return "action-" + strconv.Itoa(i) }

// TopicLine is something to talk about.
type TopicLine struct {
	ID          string
	Title       string
	Why         string
	By          Byline
	From, To    string // the hours of one that is taken
	Minutes     int
	Backs       int
	Mine        bool // the reader backs it
	CanBack     bool
	CanWithdraw bool
}

// path is where a form about t is sent, below the address of the event.
func (t *TopicLine) path(do string) string { return "/ordre-du-jour/" + url.PathEscape(t.ID) + do }

// SortTopics puts the most backed first; equal ones stay as they were.
func SortTopics(list []TopicLine) {
	slices.SortStableFunc(list, func(a, b TopicLine) int { return b.Backs - a.Backs })
}

// TopicsPage is /evenements/{slug}/ordre-du-jour.
type TopicsPage struct {
	Chrome     Chrome
	Event      string // id of the event, which is reported for what stands here
	Card       EventCard
	Planned    []TopicLine // that are taken, in their order
	Others     []TopicLine
	Form       minutes.Proposal
	Wrong      fault.Fields
	CanPropose bool
	Hosts      bool
	Over       bool
	Late       bool // what is taken lasts longer than the event
	Read       bool // there are minutes to read
}

var topicOrder = []string{minutes.FieldTitle, minutes.FieldWhy}

// all are the topics as hosts put them in order.
func (p TopicsPage) all() []TopicLine { return slices.Concat(p.Planned, p.Others) }

// TopicsNote is what the page of an event says of what is talked about there.
type TopicsNote struct {
	Planned    []TopicLine
	Others     []TopicLine
	More       int // others that are not shown
	CanPropose bool
	Read       bool // there are minutes to read
	CanWrite   bool // they may be written
	Actions    int  // that are still to be done
}

func (n TopicsNote) empty() bool {
	return len(n.Planned)+len(n.Others) == 0 && !n.CanPropose && !n.Read && !n.CanWrite
}

// SaidTopic is a topic in minutes.
type SaidTopic struct{ ID, Title, HTML string }

// ActionLine is something to be done.
type ActionLine struct {
	ID    string
	What  string
	Who   string // as typed, where no page is known
	By    Byline
	Until string // ready; empty: no day was said
	Sort  string // by which the first come first
	Late  bool
	Done  bool
	Can   bool // the reader may say that it is done
	Event Link // where it was decided, on the page of one member
}

// path is where it is said that a is done, below the address of the event.
func (a *ActionLine) path() string { return "/compte-rendu/actions/" + url.PathEscape(a.ID) }

// slug is that of the event where it was decided.
func (a *ActionLine) slug() string {
	return strings.TrimSuffix(strings.TrimPrefix(a.Event.URL, "/evenements/"), "/compte-rendu")
}

// SortActions puts what is to be done first, the earliest day before others.
func SortActions(list []ActionLine) {
	slices.SortStableFunc(list, func(a, b ActionLine) int {
		if a.Done != b.Done {
			return map[bool]int{true: 1, false: -1}[a.Done]
		}
		return cmp.Compare(cmp.Or(a.Sort, "9"), cmp.Or(b.Sort, "9"))
	})
}

// MinutesPage is /evenements/{slug}/compte-rendu.
type MinutesPage struct {
	Chrome    Chrome
	Event     string // id of the event, which is reported for what stands here
	Card      EventCard
	HTML      string
	Topics    []SaidTopic
	Actions   []ActionLine
	At        string
	Edited    string
	Public    bool
	Hosts     bool
	Reactions Reactions

	Photos []document.Document
	Files  []document.Document
	Left   int    // how many more may come
	Legend string // what was typed of one that was refused
	Wrong  fault.Fields
}

// minutesFilesOrder is that of the fields of the form of a document.
var minutesFilesOrder = []string{minutes.FieldSaid, minutes.FieldFile}

// PhotosAmong parts photos from other documents.
func PhotosAmong(all []document.Document) (photos, files []document.Document) {
	for _, d := range all {
		if d.Picture.Is() {
			photos = append(photos, d)
		} else {
			files = append(files, d)
		}
	}
	return photos, files
}

// beside is where a document beside minutes is, below the address of the event.
func beside(d *document.Document, do string) string {
	return "/compte-rendu/fichiers/" + url.PathEscape(d.ID) + do
}

// shotOf is where one size of a photo beside minutes is.
func shotOf(d *document.Document, size string) string {
	return "/compte-rendu/photos/" + url.PathEscape(d.ID) + "/" + size
}

// shotSize is the size in which photos stand in minutes, and how wide and high it is.
func shotSize(d *document.Document) picture.Size {
	all := d.Picture.Sizes()
	return all[min(1, len(all)-1)]
}

// shotWhole is the largest size.
func shotWhole(d *document.Document) string {
	all := d.Picture.Sizes()
	return all[len(all)-1].Name
}

// said is when the minutes were published, and who reads them.
func (p MinutesPage) said() string {
	said := "Publié " + p.At
	if p.Edited != "" {
		said += ", modifié " + p.Edited
	}
	if said += "."; !p.Public {
		said += " Seuls ceux qui avaient répondu qu'ils venaient le lisent."
	}
	return said
}

// MinutesFormPage is the form of minutes.
type MinutesFormPage struct {
	Chrome   Chrome
	Card     EventCard
	Draft    minutes.Draft
	Topics   []SaidTopic
	Comers   []minutes.Comer
	Wrong    fault.Fields
	Early    bool // the event has not begun
	New      bool
	Conflict bool
}

// order is that of the fields of the form.
func (p MinutesFormPage) order() []string {
	all := []string{minutes.FieldBody}
	for _, t := range p.Topics {
		all = append(all, minutes.NotesField(t.ID))
	}
	for i := range p.Draft.Actions {
		all = append(all, minutes.WhatField(i), minutes.WhoField(i), minutes.UntilField(i))
	}
	return all
}

// ActionsPage is /compte/actions.
type ActionsPage struct {
	Chrome Chrome
	List   []ActionLine
}
