package mailtest

import (
	"errors"
	"io"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// session is one connection to a Server.
type session struct {
	server   *Server
	conn     *smtp.Conn
	entered  bool // with the password
	from, to string
	last     bool // the connection is cut once the letter is answered
}

func (s *Server) newSession(c *smtp.Conn) (smtp.Session, error) {
	return &session{server: s, conn: c, entered: !s.options.Auth}, nil
}

// errCut is never heard: the connection is gone.
var errCut = errors.New("cut")

// at does what is to go wrong at a stage.
func (s *session) at(stage Stage) error {
	if s.server.cut(stage) {
		s.conn.Conn().Close()
		return errCut
	}
	return s.server.answer(stage)
}

// AuthMechanisms implements smtp.AuthSession.
func (s *session) AuthMechanisms() []string {
	if s.server.options.Auth {
		return []string{sasl.Plain}
	}
	return nil
}

// Auth implements smtp.AuthSession.
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		s.server.mu.Lock()
		defer s.server.mu.Unlock()
		if s.server.faults.RefuseAuth || user != User || password != Password {
			return smtp.ErrAuthFailed
		}
		s.entered = true
		return nil
	}), nil
}

// Mail implements smtp.Session.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.server.wait()
	if !s.entered {
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "Authentication required"}
	}
	s.from = from
	return s.at(Mail)
}

// Rcpt implements smtp.Session.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	if err := s.at(Recipient); err != nil {
		return err
	}
	return s.server.recipient(to)
}

// Data implements smtp.Session.
func (s *session) Data(r io.Reader) error {
	if s.server.cut(Content) {
		_, _ = io.ReadFull(r, make([]byte, 100))
		s.conn.Conn().Close()
		return errCut
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := s.server.answer(Taken); err != nil {
		return err
	}
	s.keep(raw)
	s.last = s.server.cut(Answered)
	return s.at(Taken)
}

// Reset implements smtp.Session. It comes after each answer to a letter.
func (s *session) Reset() {
	if s.last {
		s.conn.Conn().Close()
	}
}

// Logout implements smtp.Session.
func (s *session) Logout() error { return nil }

// keep takes charge of a letter.
func (s *session) keep(raw []byte) {
	r := Parse(raw)
	r.From, r.To = s.from, s.to
	_, r.TLS = s.conn.TLSConnectionState()
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.server.received = append(s.server.received, r)
}
