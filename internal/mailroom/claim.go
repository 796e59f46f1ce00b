package mailroom

import (
	"context"
	"net/url"
	"time"

	"partant/internal/claim"
	"partant/internal/mail"
	"partant/internal/profile"
)

// Claims is what the mailroom asks of claims: see claim.Service.
type Claims interface {
	Letters(ctx context.Context, now time.Time, lease time.Duration) (letters []claim.Letter, some bool, err error)
	Sent(ctx context.Context, l claim.Letter) error
	Later(ctx context.Context, l claim.Letter, due time.Time) error
}

// ClaimBox holds the letters about who answers for a page.
type ClaimBox struct {
	Site   Site
	Claims Claims
}

// Take implements Box.
func (b ClaimBox) Take(ctx context.Context, now time.Time, lease time.Duration) ([]Owed, error) {
	for {
		letters, some, err := b.Claims.Letters(ctx, now, lease)
		if err != nil || !some {
			return nil, err
		}
		owed, err := b.owed(ctx, letters)
		if err != nil || len(owed) > 0 {
			return owed, err
		}
	}
}

// owed writes letters; those that nobody is left to read are done.
func (b ClaimBox) owed(ctx context.Context, letters []claim.Letter) (owed []Owed, err error) {
	for _, l := range letters {
		if l.To == "" {
			if err := b.Claims.Sent(ctx, l); err != nil {
				return nil, err
			}
			continue
		}
		o := Owed{Letter: b.letter(l), Tries: l.Debt.Tries,
			Sent:  func(ctx context.Context) error { return b.Claims.Sent(ctx, l) },
			Later: func(ctx context.Context, due time.Time) error { return b.Claims.Later(ctx, l, due) }}
		if l.What == claim.TellCode {
			o.Until = l.Claim.Mail.Expires
		}
		owed = append(owed, o)
	}
	return owed, nil
}

func (b ClaimBox) letter(l claim.Letter) mail.Letter {
	m := mail.Letter{ID: l.Debt.ID, To: mail.Address{Name: l.Called, Email: l.To}, Opening: greeting(l.Called)}
	name := "« " + l.Name + " »"
	show := mail.Action{Label: "Voir la page", URL: b.page(l, "")}
	switch l.What {
	case claim.TellCode:
		m.Subject, m.Code = "Le code pour la page "+name, split(l.Claim.Mail.Sealed)
		m.Before = []string{l.Who + " dit répondre de votre organisation et demande à tenir sa page, " + name + ", sur " + b.Site.Name + ".",
			"Cette personne est bien de chez vous, et c'est à elle de tenir la page ? Donnez-lui ce code."}
		m.After = []string{"Il vaut trente minutes. Vous ne la connaissez pas, ou vous ne savez pas ? Ne lui donnez rien : sans ce code, elle n'obtient pas la page ainsi."}
	case claim.TellInvited:
		b.invitation(&m, l, name)
	case claim.TellGranted:
		m.Subject, m.Action = "La page "+name+" est la vôtre", show
		m.Before = []string{"Vous tenez désormais la page " + name + " sur " + b.Site.Name + ". Elle porte la marque « page vérifiée ».",
			"Complétez-la, et invitez vos collègues à la tenir avec vous."}
	case claim.TellRefused:
		m.Subject, m.Quote = "Votre demande pour la page "+name, l.Claim.Reason
		m.Before = []string{"Vous avez demandé à tenir la page " + name + ". Un modérateur a regardé, et n'a pas pu l'accorder. Voici ce qu'il répond."}
		m.Action = mail.Action{Label: "Faire une autre demande", URL: b.page(l, "/revendiquer")}
	case claim.TellJoined:
		m.Subject, m.Action = l.Joined+" a rejoint l'équipe de la page "+name, mail.Action{Label: "Voir l'équipe", URL: b.page(l, "/equipe")}
		m.Before = []string{l.Joined + " a accepté votre proposition : " + does(l.Claim.Role) + "."}
	default:
		b.dispute(&m, l, name)
	}
	return m
}

// invitation writes to who is invited, or to whom a page is offered.
func (b ClaimBox) invitation(m *mail.Letter, l claim.Letter, name string) {
	if l.Claim.Means == claim.ByHandOver {
		m.Subject, m.Action = "La page "+name+" vous est proposée", mail.Action{Label: "Voir la proposition", URL: b.page(l, "/equipe")}
		m.Before = []string{l.Who + " vous propose de devenir propriétaire de la page " + name + ". Rien ne change tant que vous n'avez pas accepté."}
		return
	}
	m.Subject = l.Who + " vous invite à tenir la page " + name
	m.Before = []string{l.Who + " vous invite dans l'équipe de la page " + name + " sur " + b.Site.Name + " : " + does(l.Claim.Role) + "."}
	m.Action = mail.Action{Label: "Voir l'invitation", URL: b.Site.Base + "/invitations/" + l.Claim.Mail.Sealed}
	m.After = []string{"L'invitation vaut quatorze jours. Vous n'attendiez rien ? Ne faites rien : elle s'efface d'elle-même, et votre adresse avec elle."}
}

// dispute writes to those who own a page that somebody else asks for.
func (b ClaimBox) dispute(m *mail.Letter, l claim.Letter, name string) {
	m.Action = mail.Action{Label: "Voir l'équipe", URL: b.page(l, "/equipe")}
	switch l.What {
	case claim.TellDisputed:
		m.Subject = "Quelqu'un d'autre demande la page " + name
		m.Before = []string{l.Who + " dit que la page " + name + ", que vous tenez aujourd'hui, lui revient.",
			"Rien ne change pour l'instant. Un modérateur lira ce que chacun en dit, puis décidera."}
		m.Action = mail.Action{Label: "Dire ce que j'en pense", URL: b.Site.Base + "/revendications/" + l.Claim.ID}
	case claim.TellKept:
		m.Subject = "La page " + name + " reste la vôtre"
		m.Before = []string{"Quelqu'un avait demandé la page " + name + ". Cette demande est close : vous la tenez comme avant."}
	case claim.TellShared:
		m.Subject = l.Who + " tient aussi la page " + name
		m.Before = []string{l.Who + " est désormais propriétaire de la page " + name + ", avec vous."}
	default:
		m.Subject = "Vous ne tenez plus la page " + name
		m.Before = []string{"Un modérateur a confié la page " + name + " à " + l.Who + ". Vous ne faites plus partie de son équipe."}
		m.Action = mail.Action{Label: "Demander la page", URL: b.page(l, "/revendiquer")}
	}
}

// does says what a role may do.
func does(r profile.Role) string {
	switch r {
	case profile.Owner:
		return "propriétaire, pour la tenir et dire qui la tient"
	case profile.Editor:
		return "rédaction, pour la tenir à jour"
	case profile.Reader:
		return "lecture des statistiques"
	}
	return "montré sur la page"
}

func (b ClaimBox) page(l claim.Letter, do string) string {
	return b.Site.Base + "/fiches/" + url.PathEscape(l.Slug) + do
}

// split parts six digits in two.
func split(code string) string { return code[:len(code)/2] + " " + code[len(code)/2:] }
