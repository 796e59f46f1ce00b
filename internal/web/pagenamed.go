package web

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/directory"
	"partant/internal/fault"
	"partant/internal/profile"
	"partant/internal/text"
	"partant/views"
)

// pagesProposed is how many pages a name may mean before it must be written better.
const pagesProposed = 8

// What members read beside the field where they name a page.
const (
	noSuchPage   = "Aucune page n'a ce nom ni cette adresse\u00a0: copiez l'adresse de sa fiche, par exemple /fiches/club-des-quais, ou écrivez son nom en entier."
	severalPages = "Plusieurs pages portent ce nom\u00a0: dites laquelle, ci-dessous."
	perhapsPages = "Aucune page n'a exactement ce nom\u00a0: dites si c'est l'une de celles-ci, ci-dessous, ou copiez l'adresse de sa fiche."
	otherSite    = "Cette adresse est celle d'un autre site\u00a0: copiez celle d'une fiche d'ici, par exemple /fiches/club-des-quais."
)

// pageNamed is the id of the page that somebody means, of these kinds or of any: by its address here, by the end of that, or by its name in
// full. When it is not clear which, wrong is what is said beside the field, and choice those that it may be.
func (s *site) pageNamed(c *fiber.Ctx, typed string, kinds ...profile.Kind) (pageID string, choice []views.Byline, wrong string, err error) {
	slug, isAddress := slugOfAddress(typed, s.BaseURL.Host, string(c.Request().Host()))
	if isAddress && slug == "" {
		return "", nil, otherSite, nil
	}
	if !isAddress {
		slug = text.Slug(typed)
	}
	p, err := s.Profiles.BySlug(c.UserContext(), everybody, slug)
	if missing := errors.Is(err, fault.NotFound) || errors.Is(err, fault.Gone); err != nil && !missing {
		return "", nil, "", err
	} else if !missing && (isAddress || slug == strings.ToLower(strings.Trim(typed, "/"))) {
		return p.ID, nil, "", nil
	} else if isAddress {
		return "", nil, noSuchPage, nil
	}
	found, err := s.pagesCalled(c.UserContext(), typed, kinds)
	if err == nil {
		found, err = met(s, c, found, func(p *profile.Profile) string { return p.ID })
	}
	if err != nil {
		return "", nil, "", err
	}
	if p.ID != "" {
		found = append(found, p) // which the index may not know yet
	}
	pageID, choice, wrong = s.meant(slug, found)
	return pageID, choice, wrong, nil
}

// meant says which of the pages that were found is meant: the one whose name is spelt so in addresses.
func (s *site) meant(spelt string, found []profile.Profile) (pageID string, choice []views.Byline, wrong string) {
	var exact, alike []views.Byline
	known := map[string]bool{}
	for i := range found {
		if known[found[i].ID] {
			continue
		}
		known[found[i].ID] = true
		if b := s.byline(&found[i]); text.Slug(found[i].Name) == spelt {
			exact = append(exact, b)
		} else {
			alike = append(alike, b)
		}
	}
	switch {
	case len(exact) == 1:
		return exact[0].Page, nil, ""
	case len(exact) > 1:
		return "", exact, severalPages
	case len(alike) > 0:
		return "", alike, perhapsPages
	}
	return "", nil, noSuchPage
}

// pagesCalled are those that the directory finds by a name, or by a part of one.
func (s *site) pagesCalled(ctx context.Context, name string, kinds []profile.Kind) (all []profile.Profile, err error) {
	if text.Fold(name) == "" {
		return nil, nil
	}
	found, err := s.Directory.Search(ctx, everybody, directory.Ask{Text: text.Cut(name, maxTextLength), Kinds: kinds, Page: 1, Size: pagesProposed})
	if err != nil || found.Relaxed {
		return nil, err
	}
	for i := range found.Hits {
		all = append(all, found.Hits[i].Profile)
	}
	return all, nil
}

// slugOfAddress is the slug that the address of a fiche, or of the room of a club, leads to. It reports whether typed is an address at all; that
// of another site, whose name is none of hosts, has no slug.
func slugOfAddress(typed string, hosts ...string) (slug string, isAddress bool) {
	host, rest, far := strings.Cut(typed, "://")
	if !far {
		host, rest = "", typed
	} else if !strings.EqualFold(host, "http") && !strings.EqualFold(host, "https") {
		return "", true
	}
	host, path, _ := strings.Cut(rest, "/")
	if host == "fiches" || host == "clubs" {
		host, path = "", rest
	}
	for _, room := range []string{"fiches/", "clubs/"} {
		after, ok := strings.CutPrefix(path, room)
		if !ok {
			continue
		}
		for _, ours := range append(hosts, "") {
			if strings.EqualFold(host, ours) && (host != "" || !far) {
				after, _, _ = strings.Cut(after, "/")
				after, _, _ = strings.Cut(after, "?")
				after, _, _ = strings.Cut(after, "#")
				if plain, err := url.PathUnescape(after); err == nil {
					after = plain
				}
				return text.Slug(after), true
			}
		}
		return "", true
	}
	return "", far
}
