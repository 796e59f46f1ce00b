package sample

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/png"

	"partant/internal/fault"
	"partant/internal/picture"
	"partant/internal/profile"
	"partant/views"
)

// PhotoPath begins the addresses of photos: see Photo.
const PhotoPath = "/medias/"

// Photo draws what stands for every photo of the samples: an evening over the river.
func Photo(w, h int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{R: uint8(250 - 120*y/h), G: uint8(170 - 60*y/h), B: uint8(90 + 60*y/h), A: 255}
			if y > h*2/3+h*((x*7/w)%2)/24 {
				c = color.RGBA{R: uint8(20 + 30*x/w), G: 70, B: 80, A: 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		panic(err) // memory takes all
	}
	return out.Bytes()
}

func shot(id, alt string, w, h int) picture.Picture {
	return picture.Picture{ID: id, Alt: alt, Width: w, Height: h, Blur: base64.StdEncoding.EncodeToString(Photo(6, 4))}
}

func shots() []picture.Picture {
	return []picture.Picture{shot("photo-1", "La Loire le soir, depuis le quai", 1600, 1000), shot("photo-2", "Une salle de bains terminée", 900, 1200),
		shot("photo-3", "Deux compagnons devant le camion", 1600, 900), shot("photo-4", "Un chauffe-eau solaire", 800, 800)}
}

// pictured is a page with all its pictures.
func pictured(owner bool) views.ProfilePage {
	p := Fiche(owner)
	all := shots()
	p.Profile.Pictures = profile.Pictures{Logo: all[3], Cover: all[0], Photos: all[1:]}
	p.Chrome.Picture = all[0]
	return p
}

// album is the page on which they are changed.
func album(wrong fault.Fields) views.PhotosPage {
	all := shots()
	all[2].Alt = ""
	return views.PhotosPage{Chrome: chrome("Photos de Plomberie du Val", views.NavDirectory, true), Slug: "plomberie-du-val", Kind: profile.Company, Name: "Plomberie du Val", CanAdd: true,
		Pictures: profile.Pictures{Logo: all[3], Cover: all[0], Photos: all[:3]}, Wrong: wrong}
}

func photographed() views.PostPage {
	p := Post()
	p.Post.Photos = shots()[:3]
	return p
}

func photoFeed() views.FeedPage {
	p := Feed(true)
	p.Days[0].Items[0].Photos, p.Days[0].Items[0].By.Logo = shots()[:3], shots()[3]
	return p
}

func photoPost() views.PostFormPage {
	p := PostForm()
	p.Draft.Photos, p.New = shots()[:2], 2
	p.Draft.Photos[0].Alt, p.Draft.Photos[1].Alt = "", ""
	return p
}

func photos() []Page {
	empty := album(nil)
	empty.Pictures = profile.Pictures{}
	return []Page{
		{"/fiche-photos", 200, views.Profile(pictured(false))},
		{"/fiche-photos-equipe", 200, views.Profile(pictured(true))},
		{"/photos", 200, views.Photos(album(nil))},
		{"/photos-vides", 200, views.Photos(empty)},
		{"/photos-erreurs", 422, views.Photos(album(fault.Fields{views.FieldLogo: "Cette photo est un fichier vide : choisissez-la à nouveau.", profile.FieldPhotos: "Six photos à la fois, au plus : vous en avez choisi 7."}))},
		{"/publication-photos", 200, views.Post(photographed())},
		{"/publication-photos-nouvelle", 422, views.PostForm(photoPost())},
		{"/fil-photos", 200, views.Feed(photoFeed())},
	}
}
