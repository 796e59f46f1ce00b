package views

import "github.com/a-h/templ"

// The components to come: their names are fixed, their drawings follow one by one.

// Home draws its page.
func Home(HomePage) templ.Component { return templ.NopComponent }

// Directory draws its page.
func Directory(DirectoryPage) templ.Component { return templ.NopComponent }

// DirectoryResults draws its page.
func DirectoryResults(DirectoryPage) templ.Component { return templ.NopComponent }

// Map draws its page.
func Map(MapPage) templ.Component { return templ.NopComponent }

// Base draws its page.
func Base(BaseMap) templ.Component { return templ.NopComponent }

// Place draws its page.
func Place(PlacePage) templ.Component { return templ.NopComponent }

// Profile draws its page.
func Profile(ProfilePage) templ.Component { return templ.NopComponent }

// ProfileEmail draws its page.
func ProfileEmail(ProfilePage) templ.Component { return templ.NopComponent }

// ProfileForm draws its page.
func ProfileForm(ProfileFormPage) templ.Component { return templ.NopComponent }

// EraseConfirm draws its page.
func EraseConfirm(EraseConfirmPage) templ.Component { return templ.NopComponent }

// SignIn draws its page.
func SignIn(SignInPage) templ.Component { return templ.NopComponent }

// SignUp draws its page.
func SignUp(SignUpPage) templ.Component { return templ.NopComponent }

// Account draws its page.
func Account(AccountPage) templ.Component { return templ.NopComponent }

// Welcome draws its page.
func Welcome(WelcomePage) templ.Component { return templ.NopComponent }

// FirstAdmin draws its page.
func FirstAdmin(FirstAdminPage) templ.Component { return templ.NopComponent }

// Error draws its page.
func Error(ErrorPage) templ.Component { return templ.NopComponent }

// Legal draws its page.
func Legal(TextPage) templ.Component { return templ.NopComponent }

// Privacy draws its page.
func Privacy(TextPage) templ.Component { return templ.NopComponent }

// Accessibility draws its page.
func Accessibility(TextPage) templ.Component { return templ.NopComponent }

// Sources draws its page.
func Sources(TextPage) templ.Component { return templ.NopComponent }

// About draws its page.
func About(TextPage) templ.Component { return templ.NopComponent }

// Options draws its page.
func Options([]Option) templ.Component { return templ.NopComponent }
