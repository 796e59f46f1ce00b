package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"hash/fnv"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/maypok86/otter/v2"

	"partant/internal/clock"
	"partant/public"
)

// pageCache keeps the whole answer of pages that look the same to every anonymous visitor. A page is right as long as
// nothing that pages show has changed since it was drawn (one counter of the store says so) and for at most a minute,
// since « ouvert maintenant » depends on the hour.
type pageCache struct {
	pages    *otter.Cache[string, *keptPage]    // of visitors
	contents *otter.Cache[string, *keptContent] // of everybody
	changes  func(context.Context) (uint64, error)
}

type keptPage struct {
	body    []byte
	zipped  func() []byte // nil when zipping gains nothing: done once somebody wants it
	kind    string        // Content-Type
	tag     string        // ETag
	dated   string        // Last-Modified; empty: nobody knows
	changes uint64
	drawn   time.Time
}

// fresh reports whether what was drawn as of a change may still be shown. The clock may have been set back since.
func fresh(as uint64, drawn time.Time, changes uint64, now time.Time) bool {
	age := now.Sub(drawn)
	return as == changes && age >= 0 && age < cacheAge && clock.Days(drawn, now) == 0 // « depuis 12 jours » ends at midnight
}

const (
	cacheBytes   = 24 << 20
	contentBytes = 8 << 20
	cacheAge     = time.Minute
	zipsTo       = 4       // times smaller, at least: what a page takes zipped
	pageMost     = 1 << 20 // larger answers are not kept; a calendar of a thousand events is
)

func newPageCache(changes func(context.Context) (uint64, error)) *pageCache {
	return &pageCache{
		changes: changes,
		pages: otter.Must(&otter.Options[string, *keptPage]{
			MaximumWeight: cacheBytes,
			Weigher:       func(key string, p *keptPage) uint32 { return uint32(len(key) + len(p.body) + len(p.body)/zipsTo) },
		}),
		contents: otter.Must(&otter.Options[string, *keptContent]{
			MaximumWeight: contentBytes,
			Weigher:       func(_ string, p *keptContent) uint32 { return uint32(p.bytes) },
		}),
	}
}

// cached answers an anonymous visitor from memory when it can, and keeps what the next handlers draw when it may.
func (s *site) cached(c *fiber.Ctx) error {
	if who(c).known() || c.Cookies(s.cookieName("avis")) != "" || c.Method() != fiber.MethodGet && c.Method() != fiber.MethodHead {
		return c.Next()
	}
	changes, err := s.cache.changes(c.UserContext())
	if err != nil {
		return c.Next() // the store is away: whoever draws the page will say so
	}
	key := c.OriginalURL() + "\x00" + c.Get("HX-Request") + "\x00" + string(c.Request().Host())
	if kept, ok := s.cache.pages.GetIfPresent(key); ok && fresh(kept.changes, kept.drawn, changes, s.Now()) {
		return kept.send(c)
	}
	c.Response().Header.Del("Cache-Control")
	if err := c.Next(); err != nil {
		return err
	}
	if !keepable(c) {
		c.Set("Cache-Control", "no-store")
		return nil
	}
	kept := s.keep(c, changes)
	if len(kept.body) <= pageMost {
		s.cache.pages.Set(key, kept)
	}
	return kept.send(c)
}

// keepable reports whether what was drawn looks the same to everybody.
func keepable(c *fiber.Ctx) bool {
	r := c.Response()
	return r.StatusCode() == fiber.StatusOK && len(r.Header.Peek("Set-Cookie")) == 0 &&
		!strings.Contains(string(r.Header.Peek("Cache-Control")), "no-store")
}

func (s *site) keep(c *fiber.Ctx, changes uint64) *keptPage {
	body := bytes.Clone(c.Response().Body())
	hash := fnv.New64a()
	hash.Write(body)
	kept := &keptPage{dated: string(c.Response().Header.Peek(fiber.HeaderLastModified)), body: body, kind: string(c.Response().Header.ContentType()), changes: changes, drawn: s.Now(),
		tag: fmt.Sprintf(`W/"%x"`, hash.Sum64())} // weak: zipped or not, it is the same page
	if len(body) > 600 && !strings.HasPrefix(kept.kind, "image/") {
		kept.zipped = sync.OnceValue(func() []byte { return zip(body) })
	}
	return kept
}

func zip(body []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestSpeed+4) // the level is known to be right
	w.Write(body)                                       // a buffer takes all
	w.Close()
	return out.Bytes()
}

// send writes the page, or 304 to who has it already.
func (k *keptPage) send(c *fiber.Ctx) error {
	h := &c.Response().Header
	h.Set("ETag", k.tag)
	h.Set("Cache-Control", "no-cache")
	h.Set("Vary", "Accept-Encoding, Cookie, HX-Request")
	if k.dated != "" {
		h.Set(fiber.HeaderLastModified, k.dated)
	}
	if k.known(c.Get(fiber.HeaderIfNoneMatch), c.Get(fiber.HeaderIfModifiedSince)) {
		return c.Status(fiber.StatusNotModified).Send(nil)
	}
	h.SetContentType(k.kind)
	if k.zipped != nil && public.Accepts(c.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		c.Response().SetBodyRaw(k.zipped())
		return nil
	}
	c.Response().SetBodyRaw(k.body)
	return nil
}

// known reports whether somebody has the page already. Its date counts only when it is the same, not when it is earlier: what
// was taken away makes a page older.
func (k *keptPage) known(tags, since string) bool {
	if tags != "" {
		return matches(tags, k.tag)
	}
	return since != "" && since == k.dated
}

// matches reads If-None-Match: a list of tags, or * for any. Weak and strong tags of one page are equal here.
func matches(header, tag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		one = strings.TrimSpace(one)
		if one == "*" || strings.TrimPrefix(one, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}
