package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"partant/internal/comment"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/post"
	"partant/internal/viewer"
)

// Publishing adds a project in the making, with its versions and what is said of them.
func (d *Demo) Publishing(posts *post.Service) *Demo {
	d.posts = posts
	return d
}

// release is a version of the project that nobody makes.
type release struct {
	version string
	slug    string
	at      time.Time
	body    string
	settles []string // keys of what it answers
	said    []review
}

// review is what somebody says of a version.
type review struct {
	key     string // the same for ever
	speaker int
	after   time.Duration // since the version was published
	aspect  comment.Aspect
	words   string
}

const projectTitle = "La boucle des haltes, une carte des arrêts de vélo au bord de l'eau"

// maker is which of the members makes the project.
const maker = 2

// releases are the versions, the first first.
func releases() []release {
	return []release{
		{version: "0.3", slug: "la-boucle-des-haltes-0-3", at: winter(14, 9, 10),
			body: "Voilà où j'en suis : une page, une carte du fleuve, et vingt haltes où l'on remplit sa gourde et répare une chambre à air.\n\n" +
				"**Rien n'est fini**, et c'est exprès : j'aime mieux vous entendre maintenant qu'à la version douze. Essayez-la, et dites ce que vous en pensez.",
			said: []review{
				{"eau", 4, 3 * hours, comment.Works, "Le dessin du fleuve. On sait où l'on est sans lire un mot."},
				{"doigt", 1, 5 * hours, comment.Hinders, "Sur mon téléphone, les points sont si petits que j'en touche toujours deux à la fois."},
				{"hiver", 3, 2 * days, comment.Hinders, "La moitié des robinets sont coupés en hiver, et la carte n'en dit rien."},
				{"pleine", 0, 4 * days, comment.Proposes, "Et si l'on pouvait dire, en partant, ce qui manque à une halte ? Un banc cassé, plus de rustines."},
			}},
		{version: "0.4", slug: "la-boucle-des-haltes-0-4", at: winter(26, 18, 5), settles: []string{"doigt", "hiver"},
			body: "Vous aviez raison tous les deux : les points sont trois fois plus gros, et ceux dont l'eau est coupée en hiver sont gris jusqu'en mars.\n\n" +
				"Le carnet des réparations attendra la suivante : je cherche encore qui relirait ce qu'on y écrit.",
			said: []review{
				{"mieux", 1, days, comment.Works, "Cette fois, j'ai trouvé la halte du premier coup, avec des gants."},
				{"relire", 3, 2 * days, comment.Proposes, "Pour relire le carnet, demandez aux cafés : ils voient passer tout le monde. Je prends le mien."},
			}},
	}
}

func releaseID(version string) string { return id.Named("demo", "version:"+version) }
func reviewID(key string) string      { return id.Named("demo", "avis:"+key) }

// release writes the versions of the project. What is there is left as it is.
func (d *Demo) release(ctx context.Context) error {
	if d.posts == nil || d.answers == nil {
		return nil
	}
	_, members, err := Examples(d.territory.Region)
	if err != nil {
		return err
	}
	if len(members) == 0 {
		return fmt.Errorf("the demonstration has no members: %w", fault.Invalid)
	}
	by := func(speaker int) viewer.Author {
		return viewer.Author{Page: pageID(members[speaker*7%len(members)].Key)}
	}
	line := releaseID(releases()[0].version)
	for _, r := range releases() {
		beta := post.Beta{Version: r.version, Line: line}
		for _, key := range r.settles {
			beta.Settles = append(beta.Settles, reviewID(key))
		}
		p := post.Post{ID: releaseID(r.version), Slug: r.slug, By: by(maker), Title: projectTitle, Body: r.body, Tags: []string{"vélo", "numérique"}, Beta: &beta, Created: r.at, Published: r.at}
		if err := d.posts.Keep(ctx, p); err != nil {
			return err
		}
		for _, said := range r.said {
			c := comment.Comment{ID: reviewID(said.key), Target: comment.Target{Kind: comment.Post, ID: p.ID}, By: by(said.speaker), Level: 1, Body: said.words,
				Created: r.at.Add(said.after), Review: &comment.Review{Line: line, Aspect: said.aspect}}
			c.Thread, c.Place = c.ID, comment.Under("")
			if err := d.answers.Keep(ctx, c); err != nil {
				return err
			}
		}
	}
	return nil
}

// recall takes the versions away, with all that was said of them.
func (d *Demo) recall(ctx context.Context) (err error) {
	if d.posts == nil {
		return nil
	}
	for _, r := range releases() {
		err = errors.Join(err, d.answers.Clear(ctx, comment.Target{Kind: comment.Post, ID: releaseID(r.version)}), d.posts.Remove(ctx, releaseID(r.version)))
	}
	return err
}
