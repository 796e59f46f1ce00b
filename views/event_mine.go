package views

// OrganisedPage is /evenements/organises: the begin of each list, or more of one.
type OrganisedPage struct {
	Chrome Chrome
	Lists  []OrganisedList // those that hold something
	One    bool            // of one list alone
}

// OrganisedList is one list of what somebody organises.
type OrganisedList struct {
	Group string // value of ParamGroup
	Title string
	List  []EventCard
	Next  string // URL of what follows; empty: that is all
}

// The lists of what somebody organises: values of ParamGroup.
const (
	OrganisedNext   = "a-venir"
	OrganisedDrafts = "brouillons"
	OrganisedPast   = "passes"
)
