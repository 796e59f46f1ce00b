package distance

// Around is all that is kept at a distance between one account and others, by page. The zero Around hides nothing.
type Around struct {
	mine   map[string]Kind // what the account itself decided
	hidden map[string]bool // pages whose words are not shown to it
	shut   map[string]bool // pages that are not shown to it at all, nor it to them
	own    map[string]Kind // of these, what is so by its own decision: of the page, or of the person behind it
}

func (a *Around) add(pages []string, k Kind) {
	if a.hidden == nil {
		a.hidden, a.shut = map[string]bool{}, map[string]bool{}
	}
	for _, p := range pages {
		a.hidden[p] = true
		if k == Block {
			a.shut[p] = true
		}
	}
}

// Empty reports whether nothing is hidden from the account.
func (a Around) Empty() bool { return len(a.hidden) == 0 }

// Hides reports whether what a page says, and the page in lists, is not shown.
func (a Around) Hides(page string) bool { return a.hidden[page] }

// Shuts reports whether a block stands between the account and a page, by whichever of the two.
func (a Around) Shuts(page string) bool { return a.shut[page] }

// adds is add for what the account itself decided: the furthest of two stands.
func (a *Around) adds(pages []string, k Kind) {
	a.add(pages, k)
	if a.own == nil {
		a.own = map[string]Kind{}
	}
	for _, p := range pages {
		if a.own[p] != Block {
			a.own[p] = k
		}
	}
}

// Chose reports whether the account's own decision hides what a page says.
func (a Around) Chose(page string) bool { return a.own[page] != "" }

// ShutByOther reports whether a block stands before a page which the account did not put there: of what it says nothing is told, not
// even that it is there.
func (a Around) ShutByOther(page string) bool { return a.shut[page] && a.own[page] != Block }

// Chosen is what the account itself decided of a page; empty: nothing.
func (a Around) Chosen(page string) Kind { return a.mine[page] }

// See returns Apart for a page that a block stands before, else nil.
func (a Around) See(page string) error {
	if !a.shut[page] {
		return nil
	}
	return Apart{Page: page, Mine: a.mine[page] == Block}
}
