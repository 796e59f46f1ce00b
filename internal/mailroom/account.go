package mailroom

import (
	"context"
	"time"

	"partant/internal/account"
	"partant/internal/debt"
	"partant/internal/mail"
)

// Tickets is what the mailroom asks of accounts about tickets: see account.Tickets and account.Service.
type Tickets interface {
	DueTickets(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]account.Ticket, error)
	UpdateTicket(ctx context.Context, digest string, edit func(*account.Ticket) error) (account.Ticket, error)
	Get(ctx context.Context, id string) (account.Account, error)
}

// TicketSent notes that a letter has left: account.Service.Sent.
type TicketSent func(ctx context.Context, digest string, paid debt.Debt) error

// Site is what letters say of the site.
type Site struct {
	Name   string                 // « Partant Loiret »
	Base   string                 // « https://partant.example », without a final slash
	Moment func(time.Time) string // writes an instant as people of the territory do
}

// TicketBox holds the letters of codes and links.
type TicketBox struct {
	Site  Site
	Store Tickets
	Done  TicketSent
}

// Take implements Box.
func (b TicketBox) Take(ctx context.Context, now time.Time, lease time.Duration) ([]Owed, error) {
	tickets, err := b.Store.DueTickets(ctx, now, lease, 1)
	if err != nil || len(tickets) == 0 {
		return nil, err
	}
	t := tickets[0]
	name := ""
	if a, err := b.Store.Get(ctx, t.Account); t.Account != "" && err == nil {
		name = a.Name
	}
	var owed []Owed
	for _, d := range t.Owes {
		if t.Sealed == nil {
			return nil, b.Done(ctx, t.Digest, d) // it has nothing left to say
		}
		owed = append(owed, Owed{Letter: b.letter(t, d, name), Tries: d.Tries, Until: t.Expires,
			Sent: func(ctx context.Context) error { return b.Done(ctx, t.Digest, d) },
			Later: func(ctx context.Context, due time.Time) error {
				_, err := b.Store.UpdateTicket(ctx, t.Digest, func(t *account.Ticket) error { t.Owes.Delay(d.ID, due); return nil })
				return err
			}})
	}
	return owed, nil
}

func (b TicketBox) letter(t account.Ticket, d debt.Debt, name string) mail.Letter {
	l := mail.Letter{ID: d.ID, To: mail.Address{Name: name, Email: t.Email}, Opening: greeting(name)}
	l.Code = t.Sealed.Code[:3] + " " + t.Sealed.Code[3:]
	l.Action.URL = b.Site.Base + "/connexion/lien/" + t.Sealed.Link
	switch {
	case t.Purpose == account.ToMove:
		l.Subject = "Confirmez votre nouvelle adresse"
		l.Before = []string{"Vous avez demandé que votre compte sur " + b.Site.Name + " ait cette adresse. Voici le code qui le confirme."}
		l.Action.URL = ""
	case t.Purpose == account.ToLeave:
		l.Subject = "Votre compte va changer d'adresse"
		l.Before = []string{"Vous avez demandé que votre compte sur " + b.Site.Name + " ait une autre adresse que celle-ci. Voici le code qui le permet."}
		l.Action.URL = ""
	case t.Account == "":
		l.Subject = "Votre code pour créer votre compte"
		l.Before = []string{"Voici le code pour créer votre compte sur " + b.Site.Name + "."}
		l.Action.Label = "Ou ouvrez ce lien pour continuer"
	case t.Entry != nil:
		l.Subject = "Vous avez déjà un compte : voici votre code"
		l.Before = []string{"Vous avez voulu créer un compte sur " + b.Site.Name + ", mais cette adresse en a déjà un. Ce code vous y fait entrer."}
		l.Action.Label = "Ou ouvrez ce lien pour entrer"
	default:
		l.Subject = "Votre code pour entrer"
		l.Before = []string{"Voici le code que vous avez demandé pour entrer sur " + b.Site.Name + "."}
		l.Action.Label = "Ou ouvrez ce lien pour entrer"
	}
	l.After = []string{"Il vaut dix minutes et ne sert qu'une fois. Ne le donnez à personne, pas même à nous.",
		"Vous n'avez rien demandé ? Ne faites rien : sans ce code, personne n'entre."}
	return l
}

func greeting(name string) string {
	if name == "" {
		return "Bonjour,"
	}
	return "Bonjour " + name + ","
}

// Accounts is what the mailroom asks of accounts: see account.Store.
type Accounts interface {
	TakeDue(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]account.Account, error)
	Update(ctx context.Context, id string, edit func(*account.Account) error) (account.Account, error)
}

// NoticeBox holds the letters about what happened to an account.
type NoticeBox struct {
	Site  Site
	Store Accounts
}

// Take implements Box.
func (b NoticeBox) Take(ctx context.Context, now time.Time, lease time.Duration) ([]Owed, error) {
	accounts, err := b.Store.TakeDue(ctx, now, lease, 1, account.OwesNotice)
	if err != nil || len(accounts) == 0 {
		return nil, err
	}
	a := accounts[0]
	var owed []Owed
	for _, d := range a.Owes.Leased(now, lease) {
		if d.Kind != account.OwesNotice {
			continue // the work of package leave
		}
		change := func(ctx context.Context, edit func(*account.Account)) error {
			_, err := b.Store.Update(ctx, a.ID, func(a *account.Account) error { edit(a); return nil })
			return err
		}
		owed = append(owed, Owed{Letter: b.letter(a, d), Tries: d.Tries,
			Sent: func(ctx context.Context) error {
				return change(ctx, func(a *account.Account) { a.Owes.Clear(d) })
			},
			Later: func(ctx context.Context, due time.Time) error {
				return change(ctx, func(a *account.Account) { a.Owes.Delay(d.ID, due) })
			}})
	}
	return owed, nil
}

// happened says each line of a log: the subject of its letter and what it means.
var happened = map[account.What][2]string{
	account.Opened:          {"Bienvenue : votre compte est ouvert", "Votre compte est ouvert. Vous pouvez publier votre page, la tenir à jour et écrire aux autres."},
	account.PasswordSet:     {"Votre mot de passe a changé", "Le mot de passe de votre compte a été choisi ou changé."},
	account.PasswordRemoved: {"Votre compte n'a plus de mot de passe", "Le mot de passe de votre compte a été retiré : vous entrez par un code que nous vous écrivons."},
	account.Moved:           {"L'adresse de votre compte a changé", "L'adresse e-mail de votre compte a changé."},
	account.RoleChanged:     {"Votre rôle a changé", "Un administrateur a changé ce que votre compte permet de faire."},
	account.FactorAdded:     {"La vérification en deux étapes est en place", "Votre compte demande désormais un second code pour entrer."},
	account.FactorRemoved:   {"La vérification en deux étapes est retirée", "Votre compte ne demande plus de second code pour entrer."},
	account.KeyAdded:        {"Une clé d'accès a été ajoutée", "Une clé d'accès peut désormais ouvrir votre compte."},
	account.KeyRemoved:      {"Une clé d'accès a été retirée", "Une clé d'accès n'ouvre plus votre compte."},
	account.Linked:          {"Un autre service ouvre votre compte", "Un compte que vous avez ailleurs ouvre désormais votre compte."},
	account.Unlinked:        {"Un autre service n'ouvre plus votre compte", "Un compte que vous avez ailleurs n'ouvre plus votre compte."},
	account.RescueMade:      {"Vos codes de secours sont nouveaux", "Dix nouveaux codes de secours ont été faits : ceux d'avant ne servent plus."},
	account.RescueUsed:      {"Un code de secours a servi", "Un de vos codes de secours a servi pour entrer. Il ne servira plus."},
	account.FactorsReset:    {"Votre compte n'a plus de seconde étape", "La personne qui tient le site a retiré de votre compte l'application de codes, les clés d'accès et les codes de secours, et a déconnecté tous vos appareils. Un code par e-mail ou votre mot de passe suffit maintenant pour entrer : remettez une seconde étape dès que vous le pouvez."},
	account.Closing:         {"Votre compte sera supprimé", "Votre compte et vos pages ne se voient plus. Ils seront effacés dans 14 jours. Entrez avant pour les garder."},
	account.Kept:            {"Votre compte est gardé", "La suppression de votre compte est annulée : tout est de nouveau là."},
	account.Suspended:       {"Votre compte est suspendu", "Un modérateur a suspendu votre compte."},
	account.Restored:        {"Votre compte est rétabli", "Votre compte est de nouveau ouvert."},
}

// appeal makes of the letter about a suspension a statement of reasons (Digital Services Act, article 17): nobody can
// open the account to read more.
func (b NoticeBox) appeal(l mail.Letter, line account.Line) mail.Letter {
	l.Before = []string{"Un modérateur a suspendu votre compte sur " + b.Site.Name + " le " + b.Site.Moment(line.At) + ". C'est une personne qui a décidé, non un programme. Vous ne pouvez plus entrer ; vos pages restent visibles."}
	l.Action = mail.Action{Label: "Mentions légales", URL: b.Site.Base + "/mentions-legales"}
	l.After = []string{"Vous n'êtes pas d'accord ? Écrivez dans les six mois à l'équipe du site, dont l'adresse est dans les mentions légales, en disant pourquoi : une autre personne relira. Vous pouvez aussi saisir un juge."}
	return l
}

func (b NoticeBox) letter(a account.Account, d debt.Debt) mail.Letter {
	line, _ := a.Line(d.ID)
	said, known := happened[line.What]
	if !known {
		said = [2]string{"Du nouveau sur votre compte", "Le journal de votre compte dit quoi."}
	}
	to := a.Email
	if line.Told != "" {
		to = line.Told
	}
	l := mail.Letter{ID: d.ID, To: mail.Address{Name: a.Name, Email: to}, Opening: greeting(a.Name), Subject: said[0],
		Before: []string{said[1]}, Action: mail.Action{Label: "Voir mon compte", URL: b.Site.Base + "/compte"}}
	if line.Reason != "" {
		l.Quote = line.Reason
	}
	if line.What == account.Suspended {
		return b.appeal(l, line)
	}
	if line.What == account.FactorsReset {
		l.Action = mail.Action{Label: "Remettre une seconde étape", URL: b.Site.Base + "/compte/verification"}
		l.After = []string{"C'était le " + b.Site.Moment(line.At) + ". Vous ne l'aviez pas demandé ? Écrivez tout de suite à l'équipe du site, dont l'adresse est dans les mentions légales."}
		return l
	}
	if line.What != account.Opened {
		l.Before = append(l.Before, "C'était le "+b.Site.Moment(line.At)+".")
		l.After = []string{"Ce n'était pas vous ? Ouvrez votre compte, changez le mot de passe et déconnectez les autres appareils."}
	}
	return l
}
