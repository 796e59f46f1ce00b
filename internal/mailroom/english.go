package mailroom

import (
	"time"

	"partant/internal/account"
	"partant/internal/claim"
	"partant/internal/clock"
	"partant/internal/lang"
	"partant/internal/message"
	"partant/internal/profile"
)

// english is the language of members who chose it.
type english struct{}

func (english) tag() lang.Tag { return lang.English }

func (english) greeting(name string) string {
	if name == "" {
		return "Hello,"
	}
	return "Hello " + name + ","
}

func (english) moment(_ Site, at time.Time) string {
	return at.In(clock.Paris).Format("2 January 2006, 15:04")
}

func (english) ticket(e errand, s Site) (l said) {
	switch e {
	case toMove:
		l.Subject = "Confirm your new address"
		l.Before = []string{"You asked for your account on " + s.Name + " to have this address. Here is the code that confirms it."}
	case toLeave:
		l.Subject = "Your account is about to change address"
		l.Before = []string{"You asked for your account on " + s.Name + " to have an address other than this one. Here is the code that allows it."}
	case toOpen:
		l.Subject = "Your code to create your account"
		l.Before = []string{"Here is the code to create your account on " + s.Name + "."}
		l.Do = "Or open this link to continue"
	case toOpenAgain:
		l.Subject = "You already have an account: here is your code"
		l.Before = []string{"You wanted to create an account on " + s.Name + ", but this address already has one. This code signs you in to it."}
		l.Do = "Or open this link to sign in"
	default:
		l.Subject = "Your code to sign in"
		l.Before = []string{"Here is the code you asked for to sign in to " + s.Name + "."}
		l.Do = "Or open this link to sign in"
	}
	l.After = []string{"It is good for ten minutes, and only once. Do not give it to anyone, not even to us.",
		"You did not ask for anything? Do nothing: without this code, nobody gets in."}
	return l
}

// happenedEnglish says each line of a log: the subject of its letter and what it means.
var happenedEnglish = map[account.What][2]string{
	account.Opened:          {"Welcome: your account is open", "Your account is open. You can publish your page, keep it up to date and write to others."},
	account.PasswordSet:     {"Your password has changed", "The password of your account was chosen or changed."},
	account.PasswordRemoved: {"Your account no longer has a password", "The password of your account was removed: you sign in with a code that we send you."},
	account.Moved:           {"The address of your account has changed", "The e-mail address of your account has changed."},
	account.RoleChanged:     {"Your role has changed", "An administrator changed what your account is allowed to do."},
	account.FactorAdded:     {"Two-step verification is in place", "From now on your account asks for a second code to sign in."},
	account.FactorRemoved:   {"Two-step verification is removed", "Your account no longer asks for a second code to sign in."},
	account.KeyAdded:        {"A passkey was added", "A passkey can now open your account."},
	account.KeyRemoved:      {"A passkey was removed", "A passkey no longer opens your account."},
	account.ProgramAdded:    {"A program can act in your name", "A key was made: the program that has it can act on the site in your name, as you chose."},
	account.Linked:          {"Another service opens your account", "An account that you have elsewhere now opens your account."},
	account.Unlinked:        {"Another service no longer opens your account", "An account that you have elsewhere no longer opens your account."},
	account.RescueMade:      {"Your recovery codes are new", "Ten new recovery codes were made: the earlier ones no longer work."},
	account.RescueUsed:      {"A recovery code was used", "One of your recovery codes was used to sign in. It will not work again."},
	account.FactorsReset:    {"Your account no longer has a second step", "The person who runs the site removed the authenticator app, the passkeys and the recovery codes from your account, and signed all your devices out. A code by e-mail or your password is now enough to sign in: set up a second step again as soon as you can."},
	account.Closing:         {"Your account will be deleted", "Your account and your pages can no longer be seen. They will be erased in 14 days. Sign in before then to keep them."},
	account.Lapsing:         {"Your account will be deleted: nobody has used it for long", ""},
	account.LapsingShut:     {"Your suspended account will be erased", ""},
	account.Lapsed:          {"Your account can no longer be seen and will be erased: nobody has used it", ""},
	account.Kept:            {"Your account is kept", "The deletion of your account is cancelled: everything is back."},
	account.Suspended:       {"Your account is suspended", "A moderator suspended your account."},
	account.Exported:        {"Your data was taken along", "An archive of all that the site keeps of you was made from your account."},
	account.Restored:        {"Your account is restored", "Your account is open again."},
}

func (w english) notice(line account.Line, s Site) said {
	news, known := happenedEnglish[line.What]
	if !known {
		news = [2]string{"News of your account", "The log of your account says what."}
	}
	l, at := said{Subject: news[0], Before: []string{news[1]}, Do: "See my account"}, w.moment(s, line.At)
	switch line.What {
	case account.Opened:
	case account.Lapsing, account.LapsingShut, account.Lapsed:
		l = w.lapse(line, s, l)
	case account.Suspended:
		l.Before = []string{"A moderator suspended your account on " + s.Name + " on " + at + ". A person decided this, not a program. You can no longer sign in; your pages remain visible."}
		l.Do = "Legal notice"
		l.After = []string{"You disagree? Within six months, write to the team of the site, whose address is in the legal notice, and say why: another person will look at it again. You may also go to court."}
	case account.FactorsReset:
		l.Do = "Set up a second step again"
		l.After = []string{"This was on " + at + ". You did not ask for it? Write at once to the team of the site, whose address is in the legal notice."}
	case account.ProgramAdded:
		l.Before = append(l.Before, "This was on "+at+". This is what the program is called.")
		l.After = []string{"It was not you? Open your account, remove this program, change the password and sign the other devices out."}
	default:
		l.Before = append(l.Before, "This was on "+at+".")
		l.After = []string{"It was not you? Open your account, change the password and sign the other devices out."}
	}
	return l
}

func (w english) claim(l claim.Letter, s Site) (m said) {
	name := "“" + l.Name + "”"
	m.Do = "See the team"
	switch l.What {
	case claim.TellCode:
		m.Subject = "The code for the page " + name
		m.Before = []string{l.Who + " says that they speak for your organisation and asks to run its page, " + name + ", on " + s.Name + ".",
			"This person does belong to your organisation, and should run the page? Give them this code."}
		m.After = []string{"It is good for thirty minutes. You do not know them, or you are not sure? Give them nothing: without this code, they do not get the page this way."}
	case claim.TellInvited:
		return w.invitation(l, name, s)
	case claim.TellGranted:
		m.Subject, m.Do = "The page "+name+" is yours", "See the page"
		m.Before = []string{"You now run the page " + name + " on " + s.Name + ". It bears the mark “page vérifiée” (verified page).",
			"Complete it, and invite your colleagues to run it with you."}
	case claim.TellRefused:
		m.Subject, m.Do = "Your request for the page "+name, "Make another request"
		m.Before = []string{"You asked to run the page " + name + ". A moderator looked at it, and could not grant it. Here is their answer."}
		m.After = []string{contestEnglish(s)}
	case claim.TellJoined:
		m.Subject = l.Joined + " has joined the team of the page " + name
		m.Before = []string{l.Joined + " accepted your offer: " + w.does(l.Claim.Role) + "."}
	case claim.TellDeclined:
		m.Subject = "An invitation declined for the page " + name
		m.Before = []string{"You had invited somebody into the team of the page " + name + " (" + w.does(l.Claim.Role) + "). They would rather not join it. Nothing changes for the page."}
	case claim.TellDisputed:
		m.Subject, m.Do = "Somebody else asks for the page "+name, "Give my view"
		m.Before = []string{l.Who + " says that the page " + name + ", which you run today, is theirs.",
			"Nothing changes for now. A moderator will read what each of you has to say, then decide."}
	case claim.TellKept:
		m.Subject = "The page " + name + " remains yours"
		m.Before = []string{"Somebody had asked for the page " + name + ". That request is closed: you run it as before."}
	case claim.TellShared:
		m.Subject = l.Who + " also runs the page " + name
		m.After = []string{contestEnglish(s)}
		m.Before = []string{l.Who + " is now an owner of the page " + name + ", with you."}
	default:
		m.Subject, m.Do = "You no longer run the page "+name, "Ask for the page"
		m.Before = []string{"A moderator entrusted the page " + name + " to " + l.Who + ". You are no longer part of its team."}
		m.After = []string{contestEnglish(s)}
	}
	return m
}

// contestEnglish says how to contest the decision of a moderator about a page.
func contestEnglish(s Site) string {
	return "You disagree? Write to the team of the site and say why, at the address that " + s.Base + "/mentions-legales#contact gives: another person will look at it again."
}

// invitation speaks to who is invited, or to whom a page is offered.
func (w english) invitation(l claim.Letter, name string, s Site) said {
	if l.Claim.Means == claim.ByHandOver {
		return said{Subject: "The page " + name + " is offered to you", Do: "See the offer",
			Before: []string{l.Who + " offers to make you an owner of the page " + name + ". Nothing changes until you accept."}}
	}
	return said{Subject: l.Who + " invites you to run the page " + name, Do: "See the invitation",
		Before: []string{l.Who + " invites you to join the team of the page " + name + " on " + s.Name + ": " + w.does(l.Claim.Role) + "."},
		After:  []string{"The invitation is good for fourteen days. You did not expect anything? Do nothing: it will go away by itself, and your address with it."}}
}

// does says what a role may do.
func (english) does(r profile.Role) string {
	switch r {
	case profile.Owner:
		return "owner, to keep it up to date and say who runs it"
	case profile.Editor:
		return "editor, to keep it up to date"
	case profile.Reader:
		return "reader of its statistics"
	}
	return "shown on the page"
}

func (english) question(m message.Message, s Site) said {
	return said{Subject: "Confirm your letter to " + m.Page.Name,
		Before: []string{"You wrote to “" + m.Page.Name + "” on " + s.Name + ". Your letter is waiting: it leaves as soon as you confirm that this address is yours. Your address will not be shown."},
		Do:     "Send my letter",
		After:  []string{"If you do not answer, the letter is erased in two days. You wrote nothing? Do nothing."}}
}

func (english) delivery(m message.Message, address string, s Site) said {
	l := said{Subject: m.From.Name + " writes to you: " + m.Subject, Do: "Reply", More: []string{"Stop receiving letters from this person", "Report this letter"}}
	first := m.From.Name + " wrote to your page “" + m.Page.Name + "” on " + s.Name + ". Subject: " + m.Subject
	if m.Answers != "" {
		l.Subject = m.From.Name + " replies to you: " + m.Subject
		first = m.From.Name + " replies to you, through " + s.Name + ". Subject: " + m.Subject
	}
	l.Before = []string{first}
	how := "This letter comes through the site, which shows nobody's address without their consent. A reply to this e-mail reaches nobody: open the link."
	if m.Shown {
		how = m.From.Name + " shows you their address: " + address + ". Reply to them directly, or through the site."
	}
	l.After = []string{how, "It comes from somebody whom we do not necessarily know: send neither a password nor money on their word alone."}
	return l
}
