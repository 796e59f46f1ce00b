package views

import "slices"

// nearSay says what can be done with the pages of the last step: nobody is told to write where nobody can be written to.
func (p WelcomePage) nearSay() string {
	say := "Voici qui se présente près de chez vous" + joint + ": ouvrez leurs pages, "
	if slices.ContainsFunc(p.Found, func(c Card) bool { return c.Writable }) {
		say += "écrivez à qui vous intéresse, "
	}
	return say + "suivez celles dont vous voulez des nouvelles."
}
