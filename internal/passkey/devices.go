package passkey

import "partant/internal/account"

// Devices are the Passkeys as accounts ask for them: the account.Devices of a site.
type Devices struct{ *Passkeys }

var _ account.Devices = Devices{}

func owner(a account.Account) Owner {
	o := Owner{ID: a.ID, Name: a.Email, Display: a.Name}
	if o.Display == "" {
		o.Display = a.Email
	}
	for _, k := range a.Keys {
		o.Keys = append(o.Keys, Key{ID: k.ID, Data: k.Data})
	}
	return o
}

func key(k Key, err error) (account.Key, error) { return account.Key{ID: k.ID, Data: k.Data}, err }

// Register implements account.Devices.
func (d Devices) Register(a account.Account) (options []byte, session string, err error) {
	return d.Passkeys.Register(owner(a))
}

// Registered implements account.Devices.
func (d Devices) Registered(a account.Account, session string, answer []byte) (account.Key, error) {
	return key(d.Passkeys.Registered(owner(a), session, answer))
}

// SignedIn implements account.Devices.
func (d Devices) SignedIn(session string, answer []byte, find func(string) (account.Account, error)) (string, account.Key, error) {
	id, used, err := d.Passkeys.SignedIn(session, answer, func(id string) (Owner, error) {
		a, err := find(id)
		return owner(a), err
	})
	return id, account.Key{ID: used.ID, Data: used.Data}, err
}

// Confirm implements account.Devices.
func (d Devices) Confirm(a account.Account) (options []byte, session string, err error) {
	return d.Passkeys.Confirm(owner(a))
}

// Confirmed implements account.Devices.
func (d Devices) Confirmed(a account.Account, session string, answer []byte) (account.Key, error) {
	return key(d.Passkeys.Confirmed(owner(a), session, answer))
}
