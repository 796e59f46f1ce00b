package sample

import (
	"strconv"
	"strings"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/qr"
	"partant/views"
)

// secondSteps are the pages of second factors, passkeys and providers.
func secondSteps() []Page {
	door := func(title string) views.Chrome { return chrome(title, views.NavMe, false) }
	mine := func(title string) views.Chrome { return chrome(title, views.NavMe, true) }
	offers := []views.Service{{Key: "linkedin", Label: "LinkedIn"}, {Key: "google", Label: "Google"}, {Key: "proconnect", Label: "ProConnect"}}
	wrong := fault.Fields{"code": "Ce code ne convient pas. Attendez le suivant et recopiez-le. Il vous reste 4 essais."}
	weak := mine("Mon compte")
	weak.Notice = views.Notice{Tone: views.ToneInfo, Say: "Vous êtes modérateur. Pour agir comme tel, il faut la vérification en deux étapes.",
		Link: views.Link{Text: "Mettez-la en place", URL: "/compte/verification"}}
	settings := Account()
	settings.Chrome, settings.Keys, settings.Services = weak, true, true
	codes := []string{"7KQ2M-XH4WD", "M3PTR-8BCVN", "QX5YZ-2HJKD", "W9AEF-GHT4M", "N6RSP-CDX7Q", "J8KLM-4VWYZ", "T2BCD-FGH9K", "P5QRS-TVW3X", "D7EFG-HJK6M", "Z4ABC-PQR8T"}
	draft := account.ProgramDraft{Scope: account.ScopeRead, Days: "90"}
	programs := []views.Program{{ID: "a", Name: "Le site de la boulangerie", Writes: true, Since: "lundi 23 novembre 2026", Until: "mardi 23 novembre 2027", Used: "vendredi 27 novembre 2026"},
		{ID: "b", Name: "Un essai", Since: "jeudi 1er octobre 2026", Until: "samedi 31 octobre 2026", Over: true}}
	return []Page{
		{"/connexion-tout", 200, views.SignIn(views.SignInPage{Chrome: door("Se connecter"), Next: "/compte", Keys: true, Services: offers})},
		{"/connexion-verification", 200, views.Verify(views.VerifyPage{Chrome: door("Encore une étape"), App: true, Keys: true, Rescue: true})},
		{"/connexion-verification-refus", 422, views.Verify(views.VerifyPage{Chrome: door("Encore une étape"), App: true, Wrong: wrong})},
		{"/connexion-verification-cle", 422, views.Verify(views.VerifyPage{Chrome: door("Encore une étape"), Keys: true, Refuse: "Cette clé n'a pas ouvert votre compte : recommencez, ou choisissez un autre moyen."})},
		{"/compte-verification", 200, views.Factors(views.FactorsPage{Chrome: mine("Vérification en deux étapes"), Here: true, Role: "administrateur"})},
		{"/compte-verification-place", 200, views.Factors(views.FactorsPage{Chrome: mine("Vérification en deux étapes"), App: "lundi 23 novembre 2026", Keys: 2, Rescue: 9, Here: true})},
		{"/compte-application", 200, views.SetUp(setUp(mine("Une application sur votre téléphone")))},
		{"/compte-secours", 200, views.Rescue(views.RescuePage{Chrome: mine("Vos codes de secours"), Codes: codes, Site: "Partant Loiret", For: "camille@exemple.invalid"})},
		{"/compte-cles", 200, views.Keys(views.KeysPage{Chrome: mine("Clés d'accès"), Here: true, First: true})},
		{"/compte-cles-deux", 422, views.Keys(views.KeysPage{Chrome: mine("Clés d'accès"), Here: true, Refuse: "Cette clé n'a pas été gardée : recommencez.", Keys: []views.Passkey{
			{ID: "a", Label: "Mon téléphone", Since: "lundi 23 novembre à 13 h", Used: "hier à 9 h 12"}, {ID: "b", Label: "Clé sans nom", Since: "mardi 24 novembre à 8 h 30"}}})},
		{"/compte-logiciels", 200, views.Programs(views.ProgramsPage{Chrome: mine("Logiciels qui agissent pour vous"), Draft: draft})},
		{"/compte-logiciels-cle", 200, views.Programs(views.ProgramsPage{Chrome: mine("Logiciels qui agissent pour vous"), Draft: draft, Secret: "partant_0190f3c4-7f4e-7a5b-9d38-2c1f6d0b9e11_" + strings.Repeat("x", 43), List: programs})},
		{"/compte-logiciels-refus", 422, views.Programs(views.ProgramsPage{Chrome: mine("Logiciels qui agissent pour vous"), List: programs, Wrong: fault.Fields{
			"logiciel": "Dites de quel logiciel il s'agit : vous le reconnaîtrez dans la liste.", "droits": "Choisissez ce que ce logiciel peut faire.", "duree": "Choisissez combien de temps la clé sert."}})},
		{"/compte-logiciels-dix", 200, views.Programs(views.ProgramsPage{Chrome: mine("Logiciels qui agissent pour vous"), Most: true, List: programs})},
		{"/compte-services", 200, views.Services(views.ServicesPage{Chrome: mine("Comptes d'ailleurs"), Offers: offers, Linked: []views.LinkedService{
			{ID: "x", Label: "LinkedIn", Email: "camille@exemple.invalid", Since: "lundi 23 novembre 2026"}}})},
		{"/compte-services-lier", 200, views.LinkService(views.LinkServicePage{Chrome: mine("Lier un compte"), Label: "Google", Email: "camille@exemple.invalid", Mine: "camille@exemple.invalid"})},
		{"/connexion-ailleurs", 200, views.Away(views.AwayPage{Chrome: door("Vers Google"), Label: "Google", URL: "https://accounts.google.com/o/oauth2/v2/auth?state=x"})},
		{"/connexion-ailleurs-refus", 403, views.Refused(views.RefusedPage{Chrome: door("Vous avez préféré ne pas entrer ainsi"), Title: "Vous avez préféré ne pas entrer ainsi",
			Say: "Rien n'a été échangé et rien n'est changé. Vous pouvez choisir un autre moyen.", Back: views.Link{Text: "Revenir à l'entrée", URL: "/connexion"}})},
		{"/inscription-ailleurs", 200, views.SignUp(views.SignUpPage{Chrome: door("Créer un compte"), Name: "Camille", From: "LinkedIn"})},
		{"/compte-faible", 200, views.Account(settings)},
		{"/compte-confirmer", 200, views.Confirm(views.ConfirmPage{Chrome: mine("Confirmez que c'est vous"), Email: "camille@exemple.invalid", Password: true, Factored: true, Keys: true, Next: "/compte/cles"})},
	}
}

func setUp(c views.Chrome) views.SetUpPage {
	path, size, err := qr.Path("otpauth://totp/Partant%20Loiret:camille@exemple.invalid?algorithm=SHA1&digits=6&issuer=Partant%20Loiret&period=30&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
	if err != nil {
		panic(err) // the same text, always
	}
	side := strconv.Itoa(size)
	return views.SetUpPage{Chrome: c, Path: path, Size: "0 0 " + side + " " + side,
		Secret: []string{"JBSW", "Y3DP", "EHPK", "3PXP", "JBSW", "Y3DP", "EHPK", "3PXP"}}
}
