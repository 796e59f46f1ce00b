package views_test

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"partant/internal/fault"
	"partant/views"
	"partant/views/sample"
)

// payloads are what people send to make a page run their script or lose its shape.
var payloads = []string{
	`<script>alert(1)</script>`, `"><script>alert(1)</script>`, `'><script>alert(1)</script>`, `</script><script>alert(1)</script>`, `</title><script>alert(1)</script>`,
	`</textarea><script>alert(1)</script>`, `</option></select><script>alert(1)</script>`, `</svg><script>alert(1)</script>`, `-->` + "<script>alert(1)</script>", `]]><script>alert(1)</script>`,
	`<img src=x onerror=alert(1)>`, `<img/src="x"/onerror=alert(1)>`, `<svg onload=alert(1)>`, `<svg><script>alert(1)</script></svg>`, `<svg><animate onbegin=alert(1) attributeName=x dur=1s>`,
	`<svg><a xlink:href="javascript:alert(1)">x</a></svg>`, `<svg><use href="data:image/svg+xml,<svg id=x onload=alert(1)>#x">`, `<math href="javascript:alert(1)">x</math>`, `<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`,
	`<iframe src="javascript:alert(1)"></iframe>`, `<iframe srcdoc="<script>alert(1)</script>">`, `<object data="javascript:alert(1)">`, `<embed src="javascript:alert(1)">`, `<base href="https://mal.invalid/">`,
	`<meta http-equiv="refresh" content="0;url=https://mal.invalid">`, `<link rel=stylesheet href=https://mal.invalid/x.css>`, `<form action="https://mal.invalid"><button>x`, `<button formaction="javascript:alert(1)">x`,
	`<input autofocus onfocus=alert(1)>`, `<details open ontoggle=alert(1)>`, `<body onload=alert(1)>`, `<video><source onerror=alert(1)>`, `<marquee onstart=alert(1)>`, `<style>@import "https://mal.invalid/x.css"</style>`,
	`" onmouseover="alert(1)`, `' onmouseover='alert(1)`, "` onmouseover=`alert(1)", `" autofocus onfocus=alert(1) x="`, `" style="background:url(javascript:alert(1))`, `x" hx-get="https://mal.invalid" hx-trigger="load`, `x" hx-on:load="alert(1)`,
	`javascript:alert(1)`, `JaVaScRiPt:alert(1)`, ` javascript:alert(1)`, "java\tscript:alert(1)", "java\nscript:alert(1)", "\x01javascript:alert(1)", `javascript&colon;alert(1)`, `javascript://x/%0aalert(1)`, `vbscript:msgbox(1)`,
	`data:text/html,<script>alert(1)</script>`, `data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==`, `//mal.invalid`, `/\mal.invalid`, `\\mal.invalid`, `///mal.invalid`, `https://mal.invalid`, `/%2f%2fmal.invalid`, "/\t/mal.invalid",
	`{{constructor.constructor('alert(1)')()}}`, `${alert(1)}`, `<%= 7*7 %>`, `<!--<img src="--><img src=x onerror=alert(1)//">`, "\u202e<script>alert(1)</script>", "\xff<script>alert(1)</script>", `&lt;script&gt;alert(1)&lt;/script&gt;`, `+ADw-script+AD4-alert(1)+ADw-/script+AD4-`,
}

// full are the pages with every part shown, for strings to be put in.
func full() map[string]func(fill func(any)) templ.Component {
	return map[string]func(fill func(any)) templ.Component{
		"Home":   func(fill func(any)) templ.Component { p := sample.Home(); fill(&p); return views.Home(p) },
		"Events": func(fill func(any)) templ.Component { p := sample.Events(); fill(&p); return views.Events(p) },
		"Event":  func(fill func(any)) templ.Component { p := sample.Event(true); fill(&p); return views.Event(p) },
		"Relays": func(fill func(any)) templ.Component {
			p := sample.Relays(nil)
			fill(&p)
			return views.Relays(p)
		},
		"Framed": func(fill func(any)) templ.Component { p := sample.Framed(true); fill(&p); return views.Framed(p) },
		"FramedCards": func(fill func(any)) templ.Component {
			p := sample.Framed(false)
			fill(&p)
			return views.Framed(p)
		},
		"Embedding": func(fill func(any)) templ.Component {
			p := sample.Embedding("")
			fill(&p)
			return views.Embedding(p)
		},
		"Comers": func(fill func(any)) templ.Component { p := sample.Comers(); fill(&p); return views.Comers(p) },
		"EventsMonth": func(fill func(any)) templ.Component {
			p := sample.EventsMonth()
			fill(&p)
			return views.EventsMonth(p)
		},
		"EventsMap": func(fill func(any)) templ.Component {
			p := sample.EventsMap()
			fill(&p)
			return views.EventsMap(p)
		},
		"Series":  func(fill func(any)) templ.Component { p := sample.Series(false); fill(&p); return views.Series(p) },
		"Seasons": func(fill func(any)) templ.Component { p := sample.Series(true); fill(&p); return views.Series(p) },
		"EventForm": func(fill func(any)) templ.Component {
			p := sample.EventForm("x", fault.Fields{"titre": "x"})
			fill(&p)
			return views.EventForm(p)
		},
		"EventGuest": func(fill func(any)) templ.Component {
			p := sample.EventGuest(fault.Fields{"nom": "x"})
			fill(&p)
			return views.EventGuest(p)
		},
		"EventAnswered": func(fill func(any)) templ.Component {
			p := sample.EventAnswer(views.EventAnswer{Says: "partant", Seat: "place"})
			fill(&p)
			return views.EventAnswered(p)
		},
		"Search":      func(fill func(any)) templ.Component { p := sample.Search(); fill(&p); return views.Search(p) },
		"Directory":   func(fill func(any)) templ.Component { p := sample.Directory(); fill(&p); return views.Directory(p) },
		"Place":       func(fill func(any)) templ.Component { p := sample.Commune(); fill(&p); return views.Place(p) },
		"Profile":     func(fill func(any)) templ.Component { p := sample.Fiche(true); fill(&p); return views.Profile(p) },
		"ProfileReal": func(fill func(any)) templ.Component { p := sample.Real(); fill(&p); return views.Profile(p) },
		"ProfileForm": func(fill func(any)) templ.Component {
			p := sample.Form(sample.Wrong)
			fill(&p)
			return views.ProfileForm(p)
		},
		"Recommendations": func(fill func(any)) templ.Component {
			p := sample.Recommendations()
			fill(&p)
			return views.Recommendations(p)
		},
		"RecommendedNote": func(fill func(any)) templ.Component {
			p := sample.Fiche(false)
			n := sample.RecommendedNote(false)
			fill(&n)
			p.Recommendations = views.RecommendationsNoteOf(n)
			return views.Profile(p)
		},
		"Club": func(fill func(any)) templ.Component {
			p := sample.Club(true, true)
			fill(&p)
			return views.Club(p)
		},
		"ClubOut": func(fill func(any)) templ.Component {
			p := sample.Club(false, false)
			fill(&p)
			return views.Club(p)
		},
		"ClubJoin": func(fill func(any)) templ.Component {
			p := sample.ClubJoin()
			fill(&p)
			return views.ClubJoin(p)
		},
		"ClubMember": func(fill func(any)) templ.Component {
			p := sample.ClubMember()
			fill(&p)
			return views.ClubMember(p)
		},
		"ClubRequests": func(fill func(any)) templ.Component {
			p := sample.ClubRequests()
			fill(&p)
			return views.ClubRequests(p)
		},
		"ClubInvite": func(fill func(any)) templ.Component {
			p := sample.ClubInvite()
			fill(&p)
			return views.ClubInvite(p)
		},
		"ClubLinks": func(fill func(any)) templ.Component {
			p := sample.ClubLinks()
			fill(&p)
			return views.ClubLinks(p)
		},
		"ClubFiles": func(fill func(any)) templ.Component {
			p := sample.ClubFiles()
			fill(&p)
			return views.ClubFiles(p)
		},
		"ClubRenewals": func(fill func(any)) templ.Component {
			p := sample.ClubRenewals()
			fill(&p)
			return views.ClubRenewals(p)
		},
		"Topics": func(fill func(any)) templ.Component {
			p := sample.Topics(true)
			fill(&p)
			return views.Topics(p)
		},
		"Minutes": func(fill func(any)) templ.Component {
			p := sample.Minutes(true)
			p.HTML = ""
			fill(&p)
			return views.Minutes(p)
		},
		"MinutesForm": func(fill func(any)) templ.Component {
			p := sample.MinutesForm(nil)
			fill(&p)
			return views.MinutesForm(p)
		},
		"ClubTalks": func(fill func(any)) templ.Component {
			p := sample.ClubTalks()
			fill(&p)
			return views.ClubTalks(p)
		},
		"ClubMembers": func(fill func(any)) templ.Component {
			p := sample.ClubMembers()
			fill(&p)
			return views.ClubMembers(p)
		},
		"ClubAnnounce": func(fill func(any)) templ.Component {
			p := sample.ClubAnnounce()
			p.Preview = ""
			fill(&p)
			return views.ClubAnnounce(p)
		},
		"Recommend": func(fill func(any)) templ.Component {
			p := sample.Recommend()
			p.Preview = ""
			fill(&p)
			return views.Recommend(p)
		},
		"Rejoinder": func(fill func(any)) templ.Component {
			p := sample.Rejoinder()
			p.Preview = ""
			fill(&p)
			return views.ReplyToRecommendation(p)
		},
		"Post":         func(fill func(any)) templ.Component { p := sample.Post(); fill(&p); return views.Post(p) },
		"Feed":         func(fill func(any)) templ.Component { p := sample.Feed(true); fill(&p); return views.Feed(p) },
		"PostsOf":      func(fill func(any)) templ.Component { p := sample.PostsOf(); fill(&p); return views.PostsOf(p) },
		"PostConflict": func(fill func(any)) templ.Component { p := sample.PostConflict(); fill(&p); return views.PostForm(p) },
		"Beta":         func(fill func(any)) templ.Component { p := sample.Beta(true); fill(&p); return views.Post(p) },
		"PostHistory": func(fill func(any)) templ.Component {
			p := sample.PostHistory(false)
			fill(&p)
			return views.PostHistory(p)
		},
		"PostDelete": func(fill func(any)) templ.Component { p := sample.PostDelete(); fill(&p); return views.PostDelete(p) },
		"Conflict":   func(fill func(any)) templ.Component { p := sample.Conflict(); fill(&p); return views.ProfileForm(p) },
		"SignIn": func(fill func(any)) templ.Component {
			p := views.SignInPage{Email: "x", Next: "x", Refuse: "x"}
			fill(&p)
			return views.SignIn(p)
		},
		"SignUp": func(fill func(any)) templ.Component {
			p := views.SignUpPage{Name: "x", Email: "x", Next: "x"}
			fill(&p)
			return views.SignUp(p)
		},
		"Intake":     func(fill func(any)) templ.Component { p := sample.Intake(false); fill(&p); return views.Intake(p) },
		"IntakeDone": func(fill func(any)) templ.Component { p := sample.Intake(true); fill(&p); return views.Intake(p) },
		"OwnAgenda":  func(fill func(any)) templ.Component { p := sample.OwnAgenda(); fill(&p); return views.OwnAgenda(p) },
		"Account":    func(fill func(any)) templ.Component { p := sample.Account(); fill(&p); return views.Account(p) },
		"Welcome":    func(fill func(any)) templ.Component { p := sample.Welcome(2); fill(&p); return views.Welcome(p) },
		"First":      func(fill func(any)) templ.Component { p := sample.FirstAdmin(); fill(&p); return views.FirstAdmin(p) },
		"Error": func(fill func(any)) templ.Component {
			p := views.ErrorPage{Status: 404, Say: "x", Next: views.Link{Text: "x", URL: "x"}, Wait: "x", Ref: "x",
				Again: &views.Again{Path: "x", Send: true, Any: true, Fields: []views.Sent{{Name: "x", Value: "x"}, {Name: "x", Value: "x", Long: true}}}}
			fill(&p)
			return views.Error(p)
		},
		"Guest": func(fill func(any)) templ.Component {
			p := sample.Guest(fault.Fields{"nom": "x"})
			fill(&p)
			return views.GuestForm(p)
		},
		"GuestWord": func(fill func(any)) templ.Component {
			p := sample.GuestWord("x")
			fill(&p)
			return views.GuestAnswer(p)
		},
		"Questions": func(fill func(any)) templ.Component { p := sample.Questions(true); fill(&p); return views.Questions(p) },
		"Legal":     func(fill func(any)) templ.Component { p := sample.Text(); fill(&p); return views.Legal(p) },
		"Sources":   func(fill func(any)) templ.Component { p := sample.Text(); fill(&p); return views.Sources(p) },
	}
}

// fill puts s into every string of a page that is not empty, but for the HTML that was sanitised when it was saved.
func fill(v reflect.Value, s string) {
	switch v.Kind() {
	case reflect.String:
		if v.String() != "" && v.Type() == reflect.TypeFor[string]() {
			v.SetString(s)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			own := reflect.New(v.Type().Elem()) // a copy: Site is shared
			own.Elem().Set(v.Elem())
			fill(own.Elem(), s)
			v.Set(own)
		}
	case reflect.Slice:
		own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(own, v)
		for i := range own.Len() {
			fill(own.Index(i), s)
		}
		if v.CanSet() && !v.IsNil() {
			v.Set(own)
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), s)
		}
	case reflect.Map:
		own := reflect.MakeMap(v.Type())
		for _, k := range v.MapKeys() {
			own.SetMapIndex(k, reflect.ValueOf(s))
		}
		if !v.IsNil() {
			v.Set(own)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Name != "HTML" {
				fill(v.Field(i), s)
			}
		}
	}
}

// bones are the elements of a document and the names of their attributes: what a string must never change.
func bones(doc *html.Node) []string {
	var list []string
	for n := range doc.Descendants() {
		if n.Type == html.CommentNode {
			list = append(list, "comment")
		}
		if n.Type != html.ElementNode || attr(n, "class") == "name" { // a name on the map that is too long is left out
			continue
		}
		b := n.Data
		for _, a := range n.Attr {
			b += " " + a.Key
		}
		list = append(list, b)
	}
	return list
}

var (
	addresses = regexp.MustCompile(`^(href|src|action|formaction|srcset|xlink:href|poster|cite|data|ping|background|hx-get|hx-post|hx-put|hx-patch|hx-delete)$`)
	harmless  = regexp.MustCompile(`^(#|/([^/\\]|$)|https?://|webcal://|tel:[+0-9]+$|mailto:)`)
	local     = regexp.MustCompile(`^(src|action|formaction|srcset|xlink:href|hx-.*)$`)
)

// live lists the attributes of a document through which a string could run or be sent elsewhere.
func live(doc *html.Node) []string {
	var found []string
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			val := a.Val
			switch {
			case strings.HasPrefix(a.Key, "on"), strings.HasPrefix(a.Key, "hx-on"), a.Key == "style", a.Key == "srcdoc":
				found = append(found, n.Data+" "+a.Key)
			case !addresses.MatchString(a.Key):
			case !harmless.MatchString(val) || strings.ContainsAny(val, "\t\n\r") || local.MatchString(a.Key) && !strings.HasPrefix(val, "/"):
				found = append(found, n.Data+" "+a.Key+"="+val)
			}
		}
	}
	return found
}

var (
	dynamic = regexp.MustCompile(`\b(href|src|action|formaction|srcset|xlink:href|poster|cite|data|ping|background|hx-get|hx-post|hx-put|hx-patch|hx-delete|hx-vals|hx-headers|style)\s*=\s*\{\s*(.*?)\s*\}`)
	styled  = regexp.MustCompile(` style="[^"]*"`)
	safe    = regexp.MustCompile(`^(to|out|within|page|publication|under|asks|asset|part|layer|call|mailto|route|way|signIn|convene|onDay|streets|talks|discuss|meet|meets|narrowing|doorOf|comersOf|embed|room|inRoom|contactAt|codeAt|toAnswer|badge|webcal|large|middling|widths|blurred)\(|^p\.action\(\)$|^url$|^templ\.SafeURL\("#" \+`)
)

// TestURLAttributes reads the sources: every dynamic address passes through a function of link.go, HTML that is not escaped
// stands in one file, and there is no inline script, style or handler.
func TestURLAttributes(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.templ")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	forbidden := regexp.MustCompile(`<script[^>]*>[^<]|<style|\bstyle=|\son[a-z]+=|hx-on|templ\.JSFuncCall|templ\.ComponentScript|^\s*script \w+\(`)
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if file == "mail.templ" {
			continue // a letter is no page: mail programs know inline styles alone, and run no policy of ours
		}
		for _, m := range dynamic.FindAllStringSubmatch(string(source), -1) {
			if !safe.MatchString(m[2]) {
				t.Errorf("%s: %s is filled by %s, not by a function of link.go", file, m[1], m[2])
			}
		}
		if strings.Contains(string(source), "templ.Raw") != (file == "markdown.templ") {
			t.Errorf("%s: templ.Raw stands in markdown.templ alone", file)
		}
		if file == "mail.templ" { // no page: mail programs know no style sheets
			source = styled.ReplaceAll(source, nil)
		}
		if m := forbidden.FindString(string(source)); m != "" {
			t.Errorf("%s: %q is forbidden by the security policy", file, m)
		}
	}
}
