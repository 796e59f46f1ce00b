package views

// ErrorPage is drawn for every refusal and failure. Its words come from the status; Say, when set, replaces them.
type ErrorPage struct {
	Chrome Chrome
	Status int
	Say    string // one sentence in French; empty: the usual one of the status
	Next   Link   // the one next step; empty: the usual one of the status
	Wait   string // 429, 503: « dans deux minutes »
	Kept   bool   // what was typed is kept by the browser: go back to find it
	Ref    string // reference of the request, to quote
}
