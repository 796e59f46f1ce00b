package viewer

// FieldVoice is the field of a form that says in whose name one speaks: the id of a page.
const FieldVoice = "en_tant_que"

// Author is who did a public act: a profile, which is shown, and the account it was done through, which never is.
type Author struct {
	Page    string `json:"page"`    // id of the profile that speaks
	Account string `json:"account"` // id of the account
}
