package config

import (
	"encoding/pem"
	"errors"
	"net"
	"net/mail"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
)

// Outbox is the folder for letters, and whether they are only written there: no mail server is set.
func (c Config) Outbox() (dir string, yes bool) {
	return filepath.Join(c.Data, "outbox"), c.SMTP == ""
}

// Sender is who letters come from.
func (c Config) Sender() (*mail.Address, error) {
	if c.MailFrom != "" {
		from, err := mail.ParseAddress(c.MailFrom)
		if err != nil {
			return nil, wrongf("--mail-from %q: want partant@partant.example, or Partant <partant@partant.example>", c.MailFrom)
		}
		return from, nil
	}
	base, err := c.Base()
	if err != nil {
		return nil, err
	}
	host := base.Hostname()
	if net.ParseIP(host) != nil { // a laptop on its network
		host = "localhost"
	}
	return &mail.Address{Address: "partant@" + host}, nil
}

func (c Config) checkMail() error { return errors.Join(c.checkSMTP(), c.checkFrom(), c.checkDKIM()) }

func (c Config) checkSMTP() error {
	if c.SMTP == "" || mailServer(c.SMTP) {
		return nil
	}
	// What was written may hold a password in any place: it is not shown.
	return wrongf("--smtp: want smtp://user:password@host:587, smtps://user:password@host:465, or nothing; signs of a password are written as in URLs (%%40 for @)")
}

// mailServer reports whether address names a mail server.
func mailServer(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	if port, err := strconv.Atoi(u.Port()); u.Port() != "" && (err != nil || port < 1 || port > 65535) {
		return false
	}
	password, _ := u.User.Password()
	return u.User == nil || u.User.Username() != "" && password != ""
}

func (c Config) checkFrom() error {
	if c.MailFrom == "" {
		return nil // made of the public address
	}
	_, err := c.Sender()
	return err
}

func (c Config) checkDKIM() error {
	block, _ := pem.Decode([]byte(c.DKIMKey))
	switch {
	case (c.DKIMKey == "") != (c.DKIMSelector == ""):
		return wrongf("--dkim-key and --dkim-selector go together: one of them is empty")
	case c.DKIMKey != "" && block == nil:
		return wrongf("--dkim-key: want a private key in PEM; PARTANT_DKIM_KEY_FILE names a file that holds one")
	}
	return nil
}
