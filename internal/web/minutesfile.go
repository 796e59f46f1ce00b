package web

import (
	"errors"
	"io"

	"github.com/gofiber/fiber/v2"

	"partant/internal/document"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/media"
	"partant/internal/minutes"
	"partant/views"
)

// joinMinutes puts a document or a photo beside minutes.
func (s *site) joinMinutes(c *fiber.Ctx) error {
	said := typed(c, minutes.FieldSaid)
	err := s.mayManage(c)
	if err == nil {
		err = s.withFile(c, func(sent io.ReadSeeker) error {
			return s.Minutes.Join(c.UserContext(), who(c).viewer(), c.Params("slug"), said, sent)
		})
	}
	var wrong fault.Fields
	if status, say := busy(c, err, minutes.FieldFile); status != 0 {
		return s.showMinutes(c.Status(status), said, say)
	}
	if errors.As(err, &wrong) {
		return s.showMinutes(c.Status(fiber.StatusUnprocessableEntity), said, wrong)
	}
	return s.toMinutes(c, err, "C'est ajouté au compte rendu.")
}

// partMinutes takes one away.
func (s *site) partMinutes(c *fiber.Ctx) error {
	return s.toMinutes(c, s.Minutes.Part(c.UserContext(), who(c).viewer(), c.Params("slug"), c.Params("id")), "C'est retiré.")
}

func (s *site) toMinutes(c *fiber.Ctx, err error, said string) error {
	if err != nil {
		return err
	}
	s.say(c, views.ToneDone, said)
	return seeOther(c, meetPath(c.Params("slug"))+"/compte-rendu#documents")
}

// minutesFile is /evenements/{slug}/compte-rendu/fichiers/{id}: the file itself, to who reads the minutes.
func (s *site) minutesFile(c *fiber.Ctx) error {
	d, file, err := s.beside(c, "")
	if err != nil {
		return err
	}
	return handOver(c, &d, &file)
}

// minutesPhoto is /evenements/{slug}/compte-rendu/photos/{id}/{size}: one size of a photo, to who reads the minutes.
func (s *site) minutesPhoto(c *fiber.Ctx) error {
	d, file, err := s.beside(c, c.Params("taille"))
	if err == nil && !d.Picture.Is() {
		err = fault.NotFound
	}
	if err != nil {
		return err
	}
	h := &c.Response().Header
	h.Set("Content-Security-Policy", photoPolicy)
	h.Set("Cache-Control", "private, max-age=3600")
	h.SetContentType(file.Type)
	c.Response().SetBodyRaw(file.Content)
	return nil
}

// beside is a document beside minutes, and one of its sizes.
func (s *site) beside(c *fiber.Ctx, size string) (d document.Document, file media.Opened, err error) {
	if !id.Valid(c.Params("id")) {
		return d, file, fault.NotFound
	}
	d, event, err := s.Minutes.File(c.UserContext(), who(c).viewer(), c.Params("slug"), c.Params("id"))
	if err == nil {
		file, err = s.Media.Fetch(c.UserContext(), media.Thing{Kind: media.OfMinutes, ID: event}, d.ID, size)
	}
	return d, file, err
}
