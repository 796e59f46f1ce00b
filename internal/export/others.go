package export

import (
	"context"
	"iter"
	"time"

	"partant/internal/account"
	"partant/internal/claim"
	"partant/internal/message"
	"partant/internal/moderation"
	"partant/internal/profile"
)

// Pasts lists what a page was: see profile.History.
type Pasts func(ctx context.Context, pageID string, limit int) ([]profile.Past, error)

// History is the section « historique »: the versions that are kept of the pages that an account owns. Who wrote one is
// told when it was the member.
func History(lists PageLists, pasts Pasts) Section {
	return Section{Name: "historique", About: "Ce que vos pages ont été avant : les versions gardées, la dernière d'abord.",
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return mapped(versions(ctx, lists, pasts, a.ID), func(was profile.Past) Row {
				if was.Profile.By != a.ID {
					was.Profile.By = ""
				}
				return Row{Doc: was}
			})
		}}
}

func versions(ctx context.Context, lists PageLists, pasts Pasts, account string) iter.Seq2[profile.Past, error] {
	return func(yield func(profile.Past, error) bool) {
		for p, err := range owned(ctx, lists, account) {
			var all []profile.Past
			if err == nil {
				all, err = pasts(ctx, p.ID, profile.MostPasts)
			}
			if err != nil {
				yield(profile.Past{}, err)
				return
			}
			for _, was := range all {
				if !yield(was, nil) {
					return
				}
			}
		}
	}
}

// Claim is what an archive tells of a claim: nothing that proves anything.
type Claim struct {
	ID        string       `json:"id"`
	Page      string       `json:"page"`
	Role      profile.Role `json:"role"`
	Title     string       `json:"title,omitempty"`
	Means     claim.Means  `json:"means,omitempty"`
	Of        string       `json:"of,omitempty"`
	State     claim.State  `json:"state"`
	Disputed  bool         `json:"disputed,omitempty"`
	Statement string       `json:"statement,omitempty"`
	Answer    string       `json:"answer,omitempty"`
	Reason    string       `json:"reason,omitempty"`
	Mailbox   string       `json:"mailbox,omitempty"` // that a code went to
	Created   time.Time    `json:"created"`
	Decided   time.Time    `json:"decided,omitzero"`
}

// Claims is the section « revendications »: what an account asked of pages, and the offers that it took.
func Claims(of func(ctx context.Context, account string) iter.Seq2[claim.Claim, error]) Section {
	return Section{Name: "revendications", About: "Les pages que vous avez demandées ou acceptées, et ce qui en a été décidé.",
		Columns: []string{"page", "rôle", "fonction", "moyen", "état", "demandée", "décidée", "motif", "réponse", "raison"},
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return mapped(of(ctx, a.ID), claimRow)
		}}
}

func claimRow(c claim.Claim) Row {
	doc := Claim{ID: c.ID, Page: c.Page, Role: c.Role, Title: c.Title, Means: c.Means, Of: c.Of, State: c.State, Disputed: c.Disputed,
		Statement: c.Statement, Answer: c.Answer, Reason: c.Reason, Created: c.Created, Decided: c.Decided}
	if c.Mail != nil && !c.Offer() {
		doc.Mailbox = c.Mail.Email
	}
	return Row{Doc: doc, Cells: []string{c.Page, string(c.Role), c.Title, string(c.Means), string(c.State), stamp(c.Created), orBlank(c.Decided), c.Statement, c.Answer, c.Reason}}
}

// Message is what an archive tells of a letter: nobody's address, and nothing that opens it.
type Message struct {
	ID      string        `json:"id"`
	Wrote   bool          `json:"wrote"` // the member did; else they got it
	Page    message.Page  `json:"page"`
	From    string        `json:"from"`
	To      []string      `json:"to,omitempty"`
	Subject string        `json:"subject"`
	Text    string        `json:"text"`
	State   message.State `json:"state"`
	Answers string        `json:"answers,omitempty"`
	Created time.Time     `json:"created"`
	Expires time.Time     `json:"expires"`
}

// Messages is the section « messages »: what a member wrote and got.
func Messages(of func(ctx context.Context, who message.Somebody) iter.Seq2[message.Message, error]) Section {
	return Section{Name: "messages", About: "Les lettres que vous avez écrites et reçues par le site. Les adresses des autres n'y sont pas.",
		Columns: []string{"date", "sens", "de", "à", "page", "objet", "texte"},
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			who := message.Somebody{Account: a.ID, Email: a.Email}
			return mapped(of(ctx, who), func(m message.Message) Row { return messageRow(m, who) })
		}}
}

func messageRow(m message.Message, who message.Somebody) Row {
	doc := Message{ID: m.ID, Wrote: who.Is(m.From), Page: m.Page, From: m.From.Name, Subject: m.Subject, Text: m.Text, State: m.State,
		Answers: m.Answers, Created: m.Created, Expires: m.Expires}
	to, way := m.Page.Name, "reçue"
	for _, p := range m.To {
		doc.To = append(doc.To, p.Name)
		to = p.Name
	}
	if doc.Wrote {
		way = "écrite"
	}
	return Row{Doc: doc, Cells: []string{stamp(m.Created), way, m.From.Name, to, m.Page.Name, m.Subject, m.Text}}
}

// Report is what an archive tells of a report.
type Report struct {
	ID      string          `json:"id"`
	Kind    moderation.Kind `json:"kind"`
	Title   string          `json:"title"`
	Text    string          `json:"text"`
	Ground  string          `json:"ground"`
	Why     string          `json:"why"`
	At      time.Time       `json:"at"`
	Decided *Decision       `json:"decided,omitempty"`
}

// Decision is what an archive tells of a decision, and of what its reader said against it.
type Decision struct {
	ID       string          `json:"id"`
	Kind     moderation.Kind `json:"kind"`
	Title    string          `json:"title"`
	What     moderation.What `json:"what"`
	Rule     string          `json:"rule,omitempty"`
	Facts    string          `json:"facts,omitempty"`
	Machine  bool            `json:"automated"`
	At       time.Time       `json:"at"`
	Contests []string        `json:"contests,omitempty"`
}

// CasesOf yields what concerns somebody: moderation.Service.By.
type CasesOf func(ctx context.Context, who moderation.Party) iter.Seq2[moderation.Concerned, error]

// Reports is the section « signalements »: what a member reported.
func Reports(of CasesOf) Section {
	return Section{Name: "signalements", About: "Ce que vous avez signalé aux modérateurs, et leur décision.",
		Columns: []string{"date", "quoi", "motif", "raison", "décidé", "décision"},
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return spread(of(ctx, moderation.Party{Account: a.ID, Email: a.Email}), reportRows)
		}}
}

// Decisions is the section « decisions »: what was decided about what is a member's, and what they said against it.
func Decisions(of CasesOf) Section {
	return Section{Name: "decisions", About: "Ce que les modérateurs ont décidé de ce que vous avez publié, et ce que vous en avez dit.",
		Columns: []string{"date", "quoi", "décision", "règle", "faits", "par un programme"},
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return spread(of(ctx, moderation.Party{Account: a.ID, Email: a.Email}), decisionRows)
		}}
}

// spread turns each of what seq yields into any number of rows.
func spread[T any](seq iter.Seq2[T, error], rows func(T) []Row) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for one, err := range seq {
			if err != nil {
				yield(Row{}, err)
				return
			}
			for _, r := range rows(one) {
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}

func reportRows(c moderation.Concerned) (rows []Row) {
	for _, r := range c.MyReports() {
		doc := Report{ID: r.ID, Kind: c.Kind, Title: c.Title, Text: c.Text, Ground: r.Ground, Why: r.Why, At: r.At}
		cells := []string{stamp(r.At), c.Title, r.Ground, r.Why, "", ""}
		if d := c.Decision(r.Decision); d != nil {
			told := decisionOf(&c, d)
			doc.Decided, cells[4], cells[5] = &told, stamp(d.At), d.Facts
		}
		rows = append(rows, Row{Doc: doc, Cells: cells})
	}
	return rows
}

func decisionRows(c moderation.Concerned) (rows []Row) {
	if !c.Author {
		return nil
	}
	for _, d := range c.Heard() {
		machine := ""
		if d.Automated() {
			machine = "oui"
		}
		rows = append(rows, Row{Doc: decisionOf(&c, &d), Cells: []string{stamp(d.At), c.Title, string(d.What), d.Rule(), d.Facts, machine}})
	}
	return rows
}

func decisionOf(c *moderation.Concerned, d *moderation.Decision) Decision {
	told := Decision{ID: d.ID, Kind: c.Kind, Title: c.Title, What: d.What, Rule: d.Rule(), Facts: d.Facts, Machine: d.Automated(), At: d.At}
	for _, a := range c.Contested() {
		if a.Of == d.ID {
			told.Contests = append(told.Contests, a.Words)
		}
	}
	return told
}

func orBlank(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return stamp(t)
}
