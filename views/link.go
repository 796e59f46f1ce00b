package views

import (
	"errors"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"partant/internal/event"
	"partant/internal/geo"
	"partant/internal/picture"
	"partant/internal/profile"
	"partant/public"

	"github.com/a-h/templ"
)

// The functions of this file are the only ones that may fill a dynamic URL attribute: see TestURLAttributes.

// nowhere replaces an address that may not be followed.
const nowhere = templ.SafeURL("#")

// to returns a local path or an absolute http(s) address; anything else (javascript:, data:, //host, \host) leads nowhere.
func to(u string) templ.SafeURL {
	if strings.HasPrefix(u, "/") && !strings.HasPrefix(u, "//") && !strings.ContainsAny(u, "\\\t\r\n") {
		return templ.SafeURL(u)
	}
	return out(u)
}

// within returns a local path, for forms: anything else leads to the front page.
func within(u string) templ.SafeURL {
	if path := to(u); strings.HasPrefix(u, "/") && path != nowhere {
		return path
	}
	return "/"
}

// out returns an absolute http(s) address, or nowhere.
func out(u string) templ.SafeURL {
	parsed, err := url.Parse(u)
	if err != nil || parsed.Scheme != "http" && parsed.Scheme != "https" || parsed.Host == "" {
		return nowhere
	}
	return templ.SafeURL(u)
}

// page is the address of a profile, followed by what may be done there: page(slug, "/modifier").
func page(slug, do string) templ.SafeURL {
	return templ.SafeURL("/fiches/" + url.PathEscape(slug) + do)
}

// publication is the address of a publication, followed by what may be done there.
func publication(slug, do string) templ.SafeURL {
	return templ.SafeURL("/publications/" + url.PathEscape(slug) + do)
}

// under is the address of what is published under a tag.
func under(tag string) templ.SafeURL { return templ.SafeURL("/fil?sujet=" + url.QueryEscape(tag)) }

// asks is the address of what is asked of the directory.
func asks(a Ask) templ.SafeURL { return templ.SafeURL(a.URL()) }

// talks is the address of what is asked of the list of discussions.
func talks(a TalkAsk) templ.SafeURL { return templ.SafeURL(a.URL()) }

// discuss is the address of a discussion, followed by what may be done there: discuss(slug, "/modifier").
func discuss(slug, do string) templ.SafeURL {
	return templ.SafeURL("/discussions/" + url.PathEscape(slug) + do)
}

// toAnswer leads to an answer wherever it stands now, and to what may be done with it: toAnswer(id, "/modifier").
func toAnswer(id, do string) templ.SafeURL {
	return templ.SafeURL("/reponses/" + url.PathEscape(id) + do)
}

// joined hands a string on to a template: tools/templ.sh puts it where templ formats.
func joined[T ~string](s T, errs ...error) (string, error) { return string(s), errors.Join(errs...) }

// asset is the address of one of the site's own files.
func asset(name string) templ.SafeURL { return templ.SafeURL(public.URL(name)) }

// sprite is the file of the icons; they are named too often to be looked up each time.
var sprite = sync.OnceValue(func() string { return public.URL("dist/icons.svg") + "#" })

// part is an icon of the sprite, for <use>.
func part(id string) templ.SafeURL { return templ.SafeURL(sprite() + id) }

// layer is an element of the base drawing of a map, for <use>.
func layer(m MapView, id string) templ.SafeURL { return to(m.Base + "#" + id) }

// call is the address that dials a stored number.
func call(phone string) templ.SafeURL {
	if strings.Trim(phone, "+0123456789") != "" {
		return nowhere
	}
	return templ.SafeURL("tel:" + phone)
}

// mailto is the address that writes to somebody.
func mailto(address string) templ.SafeURL {
	return templ.SafeURL("mailto:" + strings.ReplaceAll(url.PathEscape(address), "%40", "@"))
}

// route leads to a point on OpenStreetMap, for those who want to go there.
func route(p *profile.Place) templ.SafeURL { return way(p.Point) }

// way is the same to a point.
func way(to geo.Point) templ.SafeURL {
	return templ.SafeURL("https://www.openstreetmap.org/directions?to=" + url.QueryEscape(to.String()))
}

// streets shows a point among the streets, on OpenStreetMap.
func streets(at geo.Point) templ.SafeURL {
	lat, lon, _ := strings.Cut(at.String(), ",")
	return templ.SafeURL("https://www.openstreetmap.org/?mlat=" + lat + "&mlon=" + lon + "#map=17/" + lat + "/" + lon)
}

// signIn is the way in, and back to where one was.
func signIn(door, next string) templ.SafeURL {
	if next == "" || next == "/" {
		return templ.SafeURL(door)
	}
	return templ.SafeURL(door + "?" + FieldNext + "=" + url.QueryEscape(next))
}

// host is what people read of a web address: « exemple.fr ».
func host(u string) string {
	parsed, err := url.Parse(u)
	if err != nil || parsed.Host == "" {
		return u
	}
	return strings.TrimPrefix(parsed.Hostname(), "www.")
}

// picture is the absolute address of what is shown where a page is shared: its own picture, or the drawing of the site.
func (c Chrome) picture() string {
	if c.Picture.Is() {
		return c.site().BaseURL + string(large(c.Picture))
	}
	if c.Poster != "" {
		return c.site().BaseURL + string(within(c.Poster))
	}
	return c.site().BaseURL + public.URL("img/partage.png")
}

// sized is the address of one size of a photo.
func sized(p picture.Picture, size string) templ.SafeURL {
	return templ.SafeURL("/medias/" + url.PathEscape(p.ID) + "/" + size)
}

func badge(p picture.Picture) templ.SafeURL { return sized(p, picture.Square) }

func large(p picture.Picture) templ.SafeURL {
	all := p.Sizes()
	return sized(p, all[len(all)-1].Name)
}

// PhotoPath is the local path of a photo in its largest size.
func PhotoPath(p picture.Picture) string { return string(large(p)) }

// BadgePath is the local path of the square of a photo: a logo as it is shown beside a name.
func BadgePath(p picture.Picture) string { return string(badge(p)) }

// middling is the address for browsers that do not choose a size themselves.
func middling(p picture.Picture) templ.SafeURL {
	all := p.Sizes()
	return sized(p, all[min(1, len(all)-1)].Name)
}

// widths is the addresses of all sizes of a photo, with their widths, for srcset.
func widths(p picture.Picture) templ.SafeURL {
	var all []string
	for _, s := range p.Sizes() {
		all = append(all, string(sized(p, s.Name))+" "+strconv.Itoa(s.Width)+"w")
	}
	return templ.SafeURL(strings.Join(all, ", "))
}

// blurred is a few pixels of a photo, in the page itself: what stands there until it has come. Nothing but base64 is let in.
func blurred(p picture.Picture) templ.SafeURL {
	if strings.Trim(p.Blur, base64Letters) != "" {
		return nowhere
	}
	return templ.SafeURL("data:image/png;base64," + p.Blur)
}

const base64Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="

// room is the address of the room of a club, followed by what may be done there.
func room(slug, do string) templ.SafeURL {
	return templ.SafeURL("/clubs/" + url.PathEscape(slug) + do)
}

// inRoom is the address of one thing in a room, followed by what may be done with it: inRoom(slug, "/membres/", id, "/retirer").
func inRoom(slug, in, id, do string) templ.SafeURL { return room(slug, in+url.PathEscape(id)+do) }

// codeAt is what a code of a member leads to.
func codeAt(code string) templ.SafeURL { return contactAt("code", "/"+url.PathEscape(code)) }

// contactAt is the address of a contact, followed by what may be done there.
func contactAt(id, do string) templ.SafeURL {
	return templ.SafeURL("/contacts/" + url.PathEscape(id) + do)
}

// meet is the address of an event, followed by what may be done there: meet(slug, "/modifier").
func meet(slug, do string) templ.SafeURL {
	return templ.SafeURL("/evenements/" + url.PathEscape(slug) + do)
}

// sent is the address of a picture that comes with a letter.
func sent(name string) templ.SafeURL { return templ.SafeURL("cid:" + url.PathEscape(name)) }

// meets is the address of what is asked of the list of events.
func meets(a EventAsk) templ.SafeURL { return templ.SafeURL(a.URL()) }

// narrowing is where the form that narrows a list of events leads.
func narrowing(a EventAsk) templ.SafeURL { return templ.SafeURL(a.path()) }

// convene is the form of an event that is made of some words: see ParamSource.
func convene(source string) templ.SafeURL { return onDay(source, "") }

// onDay is the same with a day chosen, « 2027-01-08 ».
func onDay(source, day string) templ.SafeURL {
	q := url.Values{ParamSource: {source}}
	if day != "" {
		q.Set(event.FieldDay, day)
	}
	return templ.SafeURL("/evenements/nouveau?" + q.Encode())
}

// comersOf is the address of a group of those who answer an event.
func comersOf(slug string, g event.Group) templ.SafeURL {
	if g == event.GroupPlaced {
		return meet(slug, "/participants")
	}
	return meet(slug, "/participants?"+ParamGroup+"="+url.QueryEscape(string(g)))
}

// embed is the address where somebody learns how to show what a page announces, or what is announced in a commune.
func embed(slug, commune string) templ.SafeURL {
	switch {
	case slug != "":
		return templ.SafeURL("/integrer?" + ParamOfPage + "=" + url.QueryEscape(slug))
	case commune != "":
		return templ.SafeURL("/integrer?" + ParamTalkTown + "=" + url.QueryEscape(commune))
	}
	return "/integrer"
}
