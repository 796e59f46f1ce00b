package mailroom

import (
	"context"
	"time"

	"partant/internal/debt"
	"partant/internal/digest"
	"partant/internal/mail"
	"partant/internal/subscriber"
)

// Subscribers is what the mailroom asks of who follows by letter: see subscriber.Store and subscriber.Service.
type Subscribers interface {
	Asked(ctx context.Context, subscriber string, paid debt.Debt) error
	Later(ctx context.Context, subscriber string, tried debt.Debt, due time.Time) error
	Told(ctx context.Context, subscriber string, paid debt.Debt, until time.Time) error
	Link(subscriber string) string
}

// DueSubscribers hands out who is owed a letter: see subscriber.Store.
type DueSubscribers func(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]subscriber.Subscriber, error)

// SubscriberBox holds the letters that ask whether an address follows of its own will. They are in French: nobody has asked them.
type SubscriberBox struct {
	Site    Site
	Due     DueSubscribers
	Service Subscribers
}

// Take implements Box.
func (b SubscriberBox) Take(ctx context.Context, now time.Time, lease time.Duration) (owed []Owed, err error) {
	due, err := b.Due(ctx, now, lease, 1, subscriber.OwesLetter)
	if err != nil || len(due) == 0 {
		return nil, err
	}
	one, words := due[0], french{}
	for _, d := range one.Owes.Leased(now, lease, subscriber.OwesLetter) {
		l := words.asked(b.Site).letter(d.ID, mail.Address{Email: one.Email}, words)
		l.Action.URL = b.Site.Base + "/abonnement/" + b.Service.Link(one.ID)
		owed = append(owed, Owed{Letter: l, Tries: d.Tries,
			Sent:  func(ctx context.Context) error { return b.Service.Asked(ctx, one.ID, d) },
			Later: func(ctx context.Context, due time.Time) error { return b.Service.Later(ctx, one.ID, d, due) }})
	}
	return owed, nil
}

// SubscriberNews finds what is new under sources: see digest.Service.
type SubscriberNews interface {
	Of(ctx context.Context, sources []string, since, until time.Time, ahead time.Duration) (digest.News, error)
}

// SubscriberNewsBox holds the letters that tell them what is new. When there is nothing to tell, none leaves.
type SubscriberNewsBox struct {
	Site    Site
	Due     DueSubscribers
	Service Subscribers
	News    SubscriberNews
}

// Take implements Box. Who is told nothing is passed over, and the next one looked at.
func (b SubscriberNewsBox) Take(ctx context.Context, now time.Time, lease time.Duration) ([]Owed, error) {
	for {
		due, err := b.Due(ctx, now, lease, 1, subscriber.OwesDigest)
		if err != nil || len(due) == 0 {
			return nil, err
		}
		one, until := due[0], now.Add(-settled)
		news, err := b.News.Of(ctx, one.Sources(), one.NewsTo, until, digest.Ahead(one.Rhythm == subscriber.Weekly))
		if err != nil {
			return nil, err
		}
		for _, d := range one.Owes.Leased(now, lease, subscriber.OwesDigest) {
			if !news.Empty() {
				return []Owed{{Letter: b.letter(one, d, news), Tries: d.Tries,
					Sent:  func(ctx context.Context) error { return b.Service.Told(ctx, one.ID, d, until) },
					Later: func(ctx context.Context, due time.Time) error { return b.Service.Later(ctx, one.ID, d, due) }}}, nil
			}
			if err := b.Service.Told(ctx, one.ID, d, until); err != nil {
				return nil, err
			}
		}
	}
}

// subscriberList names these letters (RFC 2919).
const subscriberList = "abonnements"

func (b SubscriberNewsBox) letter(one subscriber.Subscriber, d debt.Debt, news digest.News) mail.Letter {
	words := french{}
	l := words.toldByLetter(news, b.Site).letter(d.ID, mail.Address{Email: one.Email}, words)
	l.Parts, l.List = NewsBox{Site: b.Site}.parts(news, words), subscriberList
	l.Unsubscribe = b.Site.Base + "/lettres/fin/" + b.Service.Link(one.ID)
	l.Action.URL = b.Site.Base + "/fil"
	if news.OnlyComing() {
		l.Action.URL = b.Site.Base + "/evenements"
	}
	l.More = []mail.Action{{Label: "Choisir ce que je suis, et le rythme", URL: b.Site.Base + "/abonnement/" + b.Service.Link(one.ID)}}
	return l
}

// asked asks an address whether it follows. Who has confirmed nothing may be anybody: they are sent none of a stranger's words, not
// even the name of a page.
func (french) asked(s Site) said {
	return said{Subject: "Confirmez votre abonnement par e-mail", Do: "Voir l'abonnement et le confirmer",
		Before: []string{"Quelqu'un a demandé sur " + s.Name + " que cette adresse reçoive des nouvelles. Si c'est vous, confirmez-le : vous recevrez une lettre quand il y a du nouveau, au rythme choisi. Votre adresse n'est montrée à personne."},
		After:  []string{"Sans confirmation, l'adresse est effacée dans deux jours. Vous n'avez rien demandé ? Ne faites rien."}}
}

func (french) toldByLetter(n digest.News, s Site) said {
	l := said{Subject: "Du nouveau là où vous suivez", Do: "Ouvrir le fil",
		Before: []string{"Voici ce qui s'est passé sur " + s.Name + ", là où vous suivez par e-mail, depuis notre dernière lettre."},
		After:  []string{"Un seul clic sur « se désabonner » arrête ces lettres et efface votre adresse."}}
	if n.OnlyComing() {
		l.Subject, l.Do = "Des rendez-vous là où vous suivez", "Voir les événements"
		l.Before = []string{"Voici les rendez-vous à venir sur " + s.Name + ", là où vous suivez par e-mail."}
	}
	return l
}
