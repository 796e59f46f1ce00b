package web

import (
	archives "archive/zip"
	"bufio"
	"context"
	"errors"
	"net"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/club"
	"partant/internal/document"
	"partant/internal/fault"
	"partant/internal/limit"
	"partant/internal/media"
)

// clubFilesTogether is /clubs/{slug}/documents.zip: all documents of a club at once, for members.
func (s *site) clubFilesTogether(c *fiber.Ctx) error {
	b, err := s.inClub(c, club.Inner)
	if err == nil {
		err = s.Limits.Allow(c.UserContext(), limit.Documents, limit.Member(who(c).account.ID))
	}
	if err == nil && len(b.here.Files()) == 0 {
		err = fault.NotFound
	}
	if err != nil {
		return err
	}
	list, page := b.here.Files(), b.page.ID
	ref, _ := c.Locals(keyRef).(string)
	conn := c.Context().Conn()
	c.Type("zip")
	c.Attachment("documents-" + b.page.Slug + ".zip")
	c.Set("Cache-Control", "no-store")
	c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
		defer func() {
			if r := recover(); r != nil {
				s.Log.Error("panic while writing an archive", "ref", ref, "panic", r)
			}
		}()
		if err := s.zipDocuments(conn, w, page, list); err != nil {
			s.Log.Warn("an archive was not written to its end", "ref", ref, "error", err)
		}
	})
	return nil
}

// zipDocuments writes an archive of documents of a club, holding one of them at a time. Each has as long to leave as any answer; one that was
// taken away meanwhile is left out. Should it fail the archive ends early, and no program takes it for a whole one.
func (s *site) zipDocuments(conn net.Conn, w *bufio.Writer, page string, list []document.Document) error {
	archive := archives.NewWriter(w)
	names := document.Names(list)
	for i := range list {
		if err := conn.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
			return err
		}
		if err := s.zipDocument(archive, page, &list[i], names[i]); err != nil {
			return err
		}
		if err := errors.Join(archive.Flush(), w.Flush()); err != nil {
			return err
		}
	}
	return archive.Close()
}

func (s *site) zipDocument(archive *archives.Writer, page string, d *document.Document, name string) error {
	ctx, cancel := context.WithTimeout(context.Background(), writeTimeout)
	defer cancel()
	file, err := s.Media.Fetch(ctx, media.Thing{Kind: media.OfClub, ID: page}, d.ID, "")
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	how := archives.Store // most are compressed in themselves
	if strings.HasPrefix(d.Type, "text/") {
		how = archives.Deflate
	}
	to, err := archive.CreateHeader(&archives.FileHeader{Name: name, Method: how, Modified: d.At})
	if err == nil {
		_, err = to.Write(file.Content)
	}
	return err
}
