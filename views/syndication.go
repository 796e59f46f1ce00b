package views

// Syndicated is a feed that a page offers to readers of feeds, in both formats. The zero Syndicated is none.
type Syndicated struct{ Title, RSS, Atom string } // local paths
