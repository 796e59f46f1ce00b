package web

import (
	"errors"
	"io"
	"mime/multipart"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/club"
	"partant/internal/document"
	"partant/internal/limit"
	"partant/internal/media"
	"partant/views"
)

// clubFiles is /clubs/{slug}/documents, for members.
func (s *site) clubFiles(c *fiber.Ctx) error {
	b, err := s.inClub(c, club.Inner)
	if err != nil {
		return err
	}
	return s.showClubFiles(c, &b, views.ClubFilesPage{})
}

func (s *site) showClubFiles(c *fiber.Ctx, b *before, p views.ClubFilesPage) (err error) {
	if p.Room, err = s.room(c, b, "Documents", views.RoomFiles); err != nil {
		return err
	}
	names := s.memberNames(c.UserContext(), &b.here)
	for _, d := range b.here.Files() {
		f := views.ClubFile{Document: d, Name: club.FileName(b.page.ID, d.ID), Day: views.Day(d.At.In(clock.Paris)), May: b.here.MayWithdraw(d)}
		if f.By, err = names(d.By); err != nil {
			return err
		}
		p.List = append(p.List, f)
	}
	p.Left, p.Full = club.MaxFiles-len(b.here.Room.Files), document.Weight(b.here.Room.Files)
	if p.Wrong != nil && c.Response().StatusCode() == fiber.StatusOK {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return show(c, views.ClubFiles(p))
}

func (s *site) depositInClub(c *fiber.Ctx) error {
	b, err := s.inClub(c, club.Inner)
	if err != nil {
		return err
	}
	p := views.ClubFilesPage{Title: typed(c, club.FieldTitle)}
	err = s.withFile(c, func(sent io.ReadSeeker) error {
		return s.Clubs.Deposit(c.UserContext(), who(c).viewer(), b.page.ID, p.Title, sent)
	})
	if status, wrong := busy(c, err, club.FieldFile); status != 0 {
		p.Wrong = wrong
		return s.showClubFiles(c.Status(status), &b, p)
	}
	if errors.As(err, &p.Wrong) {
		return s.showClubFiles(c, &b, p)
	}
	return s.toClub(c, &b, err, string(views.RoomFiles), "Le document est dans la salle. Les membres le trouvent ici.")
}

// withFile hands over the one file of a form, or nil when none came.
func (s *site) withFile(c *fiber.Ctx, do func(sent io.ReadSeeker) error) error {
	files := sent(c)
	if len(files) == 0 {
		return do(nil)
	}
	if err := s.Limits.Allow(c.UserContext(), limit.Upload, limit.Member(who(c).account.ID)); err != nil {
		return err
	}
	var f multipart.File
	f, err := files[0].Open()
	if err != nil {
		return err
	}
	return errors.Join(do(f), f.Close())
}

func (s *site) withdrawFromClub(c *fiber.Ctx) error {
	b, err := s.inClub(c, club.Inner)
	if err == nil {
		err = s.Clubs.TakeAway(c.UserContext(), who(c).viewer(), b.page.ID, c.Params("id"))
	}
	return s.toClub(c, &b, err, string(views.RoomFiles), "Le document est retiré.")
}

// clubFile is /clubs/{slug}/documents/{id}: the file itself, for members.
func (s *site) clubFile(c *fiber.Ctx) error {
	b, err := s.inClub(c, club.Inner)
	if err != nil {
		return err
	}
	d, err := b.here.File(c.Params("id"))
	if err != nil {
		return err
	}
	file, err := s.Media.Fetch(c.UserContext(), media.Thing{Kind: media.OfClub, ID: b.page.ID}, d.ID, "")
	if err != nil {
		return err
	}
	return handOver(c, &d, &file)
}

// handOver sends a document to be kept by who asked for it: never shown in a page of ours, never kept between.
func handOver(c *fiber.Ctx, d *document.Document, file *media.Opened) error {
	h := &c.Response().Header
	h.Set("Content-Security-Policy", photoPolicy)
	h.Set("Cache-Control", "no-store")
	c.Attachment(d.Name())
	h.SetContentType(file.Type)
	c.Response().SetBodyRaw(file.Content)
	return nil
}
