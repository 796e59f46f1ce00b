package profile

// Shelf is the one key under which the store finds what q asks for.
func (q Named) Shelf() string { return string(q.Kind) + "|" + q.Commune + "|" + q.Sector }

// Shelves lists the shelf of every combination of filters that lets p pass: what stores index, with the folded name.
// Two filters that p leaves empty are the same shelf, which is listed once. An erased or hidden profile is on none.
func (p *Profile) Shelves() []string {
	if p.IsErased() || p.IsHidden() {
		return nil
	}
	shelves := []string{}
	for _, kind := range distinct(string(p.Kind)) {
		for _, commune := range distinct(p.Address.Commune) {
			for _, sector := range distinct(p.Sector) {
				shelves = append(shelves, Named{Kind: Kind(kind), Commune: commune, Sector: sector}.Shelf())
			}
		}
	}
	return shelves
}

func distinct(value string) []string {
	if value == "" {
		return []string{""}
	}
	return []string{"", value}
}
