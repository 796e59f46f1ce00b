package web

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/concordance"
	"partant/internal/distance"
	"partant/internal/search"
	"partant/internal/text"
	"partant/views"
)

// lookup is /recherche: what is found of what people write.
func (s *site) lookup(c *fiber.Ctx) error {
	q := search.TalkQuery{Text: words(c), What: views.WhatOf(c.Query(views.ParamWhat)), Page: search.Page{Number: pageAsked(c), Size: cardsPerPage}}
	p := views.SearchPage{Ask: views.SaidAsk{Text: strings.TrimSpace(q.Text), What: q.What, Page: q.Page.Number}}
	found, err := s.Said.Find(c.UserContext(), q)
	if err != nil {
		return err
	}
	p.Pages = min((found.Total+cardsPerPage-1)/cardsPerPage, pagesMost)
	if p.Ask.Page > max(p.Pages, 1) && !found.Down {
		return seeOther(c, views.SaidAsk{Text: p.Ask.Text, What: p.Ask.What, Page: p.Pages}.URL())
	}
	if found.Down { // that is nobody's to keep
		c.Locals(keyPassing, true)
		c.Set(fiber.HeaderCacheControl, "no-store")
	}
	p.Total, p.Relaxed, p.Down = found.Total, found.Relaxed, found.Down
	p.Discussions, p.Publications, p.Events = found.Kinds[search.Discussion], found.Kinds[search.Publication], found.Kinds[search.Event]
	around, err := s.apart(c)
	if err == nil {
		p.Hits, err = s.saidHits(c.UserContext(), found.Hits, around)
	}
	if err != nil {
		return err
	}
	p.Chrome = s.chrome(c, "Recherche", views.NavTalk)
	p.Chrome.NoIndex = true
	return s.showCommon(c, p.Common())
}

// pagesMost is how many pages of what people wrote can be opened.
const pagesMost = 50

// words is the text of a search, empty when it holds neither letter nor digit: signs alone ask for nothing. A space at
// its end says that the last word is whole.
func words(c *fiber.Ctx) string {
	raw := c.Query(string(views.ParamText))
	asked := text.Cut(text.Line(raw), maxTextLength)
	if !strings.ContainsFunc(asked, inWord) {
		return ""
	}
	if strings.HasSuffix(raw, " ") && asked != "" {
		asked += " "
	}
	return asked
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// pageAsked is the number of the page asked for, from 1; one more than there may be when it is any deeper.
func pageAsked(c *fiber.Ctx) int {
	n, err := strconv.Atoi(c.Query(string(views.ParamPage)))
	if errors.Is(err, strconv.ErrRange) {
		n = pagesMost + 1
	}
	return min(max(n, 1), pagesMost+1)
}

// saidHits are what was found, with those who speak.
func (s *site) saidHits(ctx context.Context, hits []concordance.Hit, around distance.Around) (shown []views.SaidHit, err error) {
	hits = heard(hits, around, func(h *concordance.Hit) string { return h.Page })
	var pages []string
	for _, h := range hits {
		pages = append(pages, h.Page)
	}
	lines, err := s.bylines(ctx, distinct(pages))
	for _, h := range hits {
		at := views.Day(h.At.In(clock.Paris))
		if h.What == search.Event {
			at = views.Moment(h.At.In(clock.Paris))
		}
		shown = append(shown, views.SaidHit{What: h.What, Slug: h.Slug, By: lines[h.Page], At: at, Over: h.Over, Answers: h.Answers, Title: h.Title, Excerpt: h.Excerpt})
	}
	return shown, err
}

const (
	// elsewhereShown is how much of what people write stands below the pages that were found.
	elsewhereShown = 5
	// elsewherePatience is how long the search of the directory waits for it, besides its own.
	elsewherePatience = 400 * time.Millisecond
)

// elsewhere looks beside the search of the directory for what people write, and returns who waits for the answer. The directory does
// not fail for it, nor wait long.
func (s *site) elsewhere(c *fiber.Ctx, q question) func(*fiber.Ctx) views.SaidElsewhere {
	if strings.TrimSpace(q.ask.Text) == "" || q.view.Page > 1 || q.view.Map {
		return func(*fiber.Ctx) views.SaidElsewhere { return views.SaidElsewhere{} }
	}
	around, failed := s.apart(c)
	if failed != nil {
		return func(*fiber.Ctx) views.SaidElsewhere { return views.SaidElsewhere{} }
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), elsewherePatience)
	answer, asked := make(chan views.SaidElsewhere, 1), q.ask.Text
	go func() {
		defer cancel()
		e, err := s.askElsewhere(ctx, asked, around)
		if err != nil {
			e.Total = -1
			if ctx.Err() == nil && !search.Down(err) {
				s.Log.Warn("searching what people write", "error", err)
			}
		}
		answer <- e
	}()
	return func(c *fiber.Ctx) views.SaidElsewhere {
		e := <-answer
		if e.Total < 0 { // nobody knows: not to be kept
			c.Locals(keyPassing, true)
			c.Set(fiber.HeaderCacheControl, "no-store")
			return views.SaidElsewhere{}
		}
		return e
	}
}

// askElsewhere runs beside a request: nothing in it may bring the process down.
func (s *site) askElsewhere(ctx context.Context, asked string, around distance.Around) (e views.SaidElsewhere, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	found, err := s.Said.Find(ctx, search.TalkQuery{Text: asked, Page: search.Page{Number: 1, Size: elsewhereShown}})
	if err != nil {
		return e, err
	}
	if found.Down {
		return e, search.ErrStarting
	}
	e = views.SaidElsewhere{Ask: views.SaidAsk{Text: strings.TrimSpace(asked)}, Total: found.Total}
	e.Hits, err = s.saidHits(ctx, found.Hits, around)
	return e, err
}
