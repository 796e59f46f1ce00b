package views

// ErrorPage is drawn for every refusal and failure. Its words come from the status; Say, when set, replaces them.
type ErrorPage struct {
	Chrome Chrome
	Status int
	Head   string // what it is called; empty: the usual name of the status
	Say    string // one sentence in French; empty: the usual one of the status
	Next   Link   // the one next step; empty: the usual one of the status
	Wait   string // 429, 503: « dans deux minutes »
	Kept   bool   // what was typed is kept by the browser: go back to find it
	Again  *Again // what was typed, instead
	Ref    string // reference of the request, to quote
	Case   string // of a thing that moderation took down, for moderators
}

// Again is a form that could not be taken just now.
type Again struct {
	Path   string // local: where it was sent to
	Send   bool   // it may do in a moment
	Fields []Sent
	Any    bool // one of them is long
}

// Sent is one field of a form, as it came.
type Sent struct {
	Name, Value string
	Long        bool // a text, which is shown
}

// words are what a status says when nobody says better.
type words struct {
	title, say string
	next       Link
}

var (
	toHome      = Link{Text: "Aller à l'accueil", URL: "/"}
	toDirectory = Link{Text: "Chercher dans l'annuaire", URL: "/annuaire"}
)

var failureWords = map[int]words{
	400: {"Cette demande est illisible", "L'adresse ou le formulaire contient des caractères que nous ne savons pas lire.", toHome},
	401: {"Connectez-vous d'abord", "Cette page est réservée aux membres.", Link{Text: "Me connecter", URL: "/connexion"}},
	403: {"Cette page est réservée", "Votre compte n'a pas le droit de faire cela.", toHome},
	404: {"Il n'y a rien à cette adresse", "La page a peut-être changé de nom, ou l'adresse a perdu une lettre.", toDirectory},
	405: {"Cela ne se fait pas ici", "Cette adresse ne reçoit pas ce genre d'envoi.", toHome},
	409: {"Quelqu'un est passé avant vous", "La page a changé pendant que vous écriviez.", toHome},
	410: {"Cette page n'existe plus", "La personne ou l'organisation l'a retirée.", toDirectory},
	413: {"C'est trop lourd", "L'envoi dépasse ce que nous acceptons.", toHome},
	415: {"Ce format ne convient pas", "Nous ne savons pas lire cet envoi.", toHome},
	414: {"Cette adresse est trop longue", "Raccourcissez ce que vous cherchez\u00a0: quelques mots suffisent.", toDirectory},
	421: {"Ce n'est pas notre adresse", "Ce nom de site ne mène pas ici.", toHome},
	422: {"Quelque chose est à revoir", "Une réponse du formulaire ne convient pas.", toHome},
	429: {"Doucement", "Vous allez plus vite que nous\u00a0: attendez un instant.", toHome},
	431: {"Cette demande est trop longue", "Raccourcissez ce que vous cherchez\u00a0: quelques mots suffisent.", toDirectory},
	500: {"C'est notre faute", "Une panne nous empêche de montrer cette page\u00a0; elle est notée.", toHome},
	503: {"Partant reprend son souffle", "Une partie du site ne répond pas pour le moment.", toHome},
	507: {"Nous n'avons plus de place", "Rien ne peut être enregistré pour le moment\u00a0; la lecture continue.", toHome},
}

func (p ErrorPage) words() words {
	if w, ok := failureWords[p.Status]; ok {
		return w
	}
	if p.Status < 500 {
		return failureWords[400]
	}
	return failureWords[500]
}

// Title is what the failure is called.
func (p ErrorPage) Title() string {
	if p.Head != "" {
		return p.Head
	}
	return p.words().title
}

// Detail says in a sentence or two what happened, and when to come back.
func (p ErrorPage) Detail() string {
	if p.Wait != "" {
		return unbroken(p.say() + " Revenez " + p.Wait + ".")
	}
	return unbroken(p.say())
}

// chrome gives the page the title of its words and keeps it out of search engines.
func (p ErrorPage) chrome() Chrome {
	c := p.Chrome
	c.NoIndex = true
	if c.Title == "" {
		c.Title = p.Title()
	}
	return c
}

func (p ErrorPage) say() string {
	if p.Say != "" {
		return p.Say
	}
	return p.words().say
}

func (p ErrorPage) next() Link {
	if p.Next.URL != "" {
		return p.Next
	}
	return p.words().next
}
