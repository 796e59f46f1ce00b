package mailtest_test

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/smtp"
	"net/textproto"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"partant/internal/mail/mailtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// note is a letter as another program writes it.
const note = "From: Partant <partant@exemple.invalid>\r\nTo: claude@exemple.invalid\r\nSubject: =?utf-8?q?=C3=80_bient=C3=B4t?=\r\n" +
	"Message-ID: <a@exemple.invalid>\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nBonjour H=C3=A9l=C3=A8ne.\r\n"

// send hands note to a server with another client than ours.
func send(t *testing.T, s *mailtest.Server, to string) error {
	t.Helper()
	u, err := url.Parse(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	var auth smtp.Auth
	if password, asked := u.User.Password(); asked {
		auth = smtp.PlainAuth("", u.User.Username(), password, u.Hostname())
	}
	if u.Scheme == "smtp" && s.Roots() == nil {
		return smtp.SendMail(u.Host, auth, "partant@exemple.invalid", []string{to}, []byte(note))
	}
	conn, err := net.Dial("tcp", u.Host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	secure := &tls.Config{ServerName: mailtest.Host, RootCAs: s.Roots()}
	if u.Scheme == "smtps" {
		conn = tls.Client(conn, secure)
	}
	client, err := smtp.NewClient(conn, u.Hostname())
	if err != nil {
		return err
	}
	if u.Scheme == "smtp" {
		err = client.StartTLS(secure)
	}
	if err == nil && auth != nil {
		err = client.Auth(auth)
	}
	return errors.Join(err, talk(client, to))
}

func talk(client *smtp.Client, to string) error {
	if err := errors.Join(client.Mail("partant@exemple.invalid"), client.Rcpt(to)); err != nil {
		return err
	}
	data, err := client.Data()
	if err != nil {
		return err
	}
	_, err = data.Write([]byte(note))
	return errors.Join(err, data.Close(), client.Quit())
}

func TestReceived(t *testing.T) {
	t.Parallel()
	for _, security := range []mailtest.Security{mailtest.Clear, mailtest.StartTLS, mailtest.TLS} {
		for _, auth := range []bool{false, true} {
			s := mailtest.Start(t, mailtest.Options{Security: security, Auth: auth})
			if err := send(t, s, "v@exemple.invalid"); err != nil {
				t.Fatalf("security %d, password %v: %v", security, auth, err)
			}
			got := s.Received()
			if len(got) != 1 {
				t.Fatalf("%d letters", len(got))
			}
			want := mailtest.Received{From: "partant@exemple.invalid", To: "v@exemple.invalid", Subject: "À bientôt", Text: "Bonjour Hélène.\n",
				TLS: security != mailtest.Clear, Header: got[0].Header, Raw: []byte(note)}
			if diff := cmp.Diff(want, got[0]); diff != "" || got[0].ID() != "<a@exemple.invalid>" {
				t.Error(diff)
			}
		}
	}
}

// code is what a server answered; 0 when it answered nothing.
func code(err error) int {
	var answer *textproto.Error
	if errors.As(err, &answer) {
		return answer.Code
	}
	return 0
}

func TestFaults(t *testing.T) {
	t.Parallel()
	const to = "claude@exemple.invalid"
	for name, tt := range map[string]struct {
		faults mailtest.Faults
		codes  []int // of one try after the other; 1 is well
		kept   int
	}{
		"none":               {mailtest.Faults{}, []int{1, 1}, 2},
		"down":               {mailtest.Faults{Down: true}, []int{0, 0}, 0},
		"greylisting":        {mailtest.Faults{Greylist: 2}, []int{451, 451, 1, 1}, 2},
		"no such user":       {mailtest.Faults{Refuse: []string{"x@exemple.invalid", to}}, []int{550, 550}, 0},
		"no such other user": {mailtest.Faults{Refuse: []string{"x@exemple.invalid"}}, []int{1}, 1},
		"sender refused":     {mailtest.Faults{Answer: map[mailtest.Stage]mailtest.Answer{mailtest.Mail: {Code: 553, Text: "no"}}}, []int{553}, 0},
		"letter refused":     {mailtest.Faults{Answer: map[mailtest.Stage]mailtest.Answer{mailtest.Taken: {Code: 554, Text: "spam"}}}, []int{554}, 0},
		"cut at the sender":  {mailtest.Faults{Cut: mailtest.Mail, Cuts: 2}, []int{0, 0, 1}, 1},
		"cut before DATA":    {mailtest.Faults{Cut: mailtest.Recipient, Cuts: 1}, []int{0, 1}, 1},
		"cut in the letter":  {mailtest.Faults{Cut: mailtest.Content, Cuts: 1}, []int{0, 1}, 1},
		"cut before 250":     {mailtest.Faults{Cut: mailtest.Taken, Cuts: 1}, []int{0, 1}, 2},
		"cut after 250":      {mailtest.Faults{Cut: mailtest.Answered, Cuts: 1}, []int{0, 1}, 2}, // this client wants its good-bye
		"cut for ever":       {mailtest.Faults{Cut: mailtest.Mail}, []int{0, 0, 0}, 0},
	} {
		s := mailtest.Start(t)
		s.Misbehave(tt.faults)
		var codes []int
		for range tt.codes {
			err := send(t, s, to)
			if err == nil {
				codes = append(codes, 1)
				continue
			}
			codes = append(codes, code(err))
		}
		if diff := cmp.Diff(tt.codes, codes); diff != "" || len(s.Received()) != tt.kept {
			t.Errorf("%s: %d letters kept, want %d; %s", name, len(s.Received()), tt.kept, diff)
		}
		s.Misbehave(mailtest.Faults{})
		if err := send(t, s, to); err != nil {
			t.Errorf("%s, after it was put right: %v", name, err)
		}
	}
}

func TestPassword(t *testing.T) {
	t.Parallel()
	s := mailtest.Start(t, mailtest.Options{Auth: true})
	if s.URL() != fmt.Sprintf("smtp://partant:s3cret%%20phrase@%s", s.Addr) || !strings.Contains(s.URLAt("localhost"), "@localhost:") {
		t.Error(s.URL())
	}
	if err := smtp.SendMail(s.Addr, nil, "a@exemple.invalid", []string{"b@exemple.invalid"}, []byte(note)); code(err) != 530 {
		t.Errorf("without password: %v", err)
	}
	s.Misbehave(mailtest.Faults{RefuseAuth: true})
	if err := send(t, s, "b@exemple.invalid"); code(err) != 535 {
		t.Errorf("refused: %v", err)
	}
}

func TestParseWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, raw := range map[string]string{
		"nothing": "", "no header": "\r\n\r\nBonjour", "no kind": "From: a@b.invalid\r\nTo: a@b.invalid\r\n\r\n",
		"two senders unread": strings.Replace(note, "<partant@exemple.invalid>", "<partant", 1), "no recipient": strings.Replace(note, "claude@", "", 1),
		"another charset":   strings.Replace(note, "charset=utf-8", "charset=latin1", 1),
		"parts without end": strings.Replace(note, "text/plain; charset=utf-8", "multipart/alternative; boundary=x", 1) + "--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nBonj",
	} {
		if r := mailtest.Parse([]byte(raw)); r.Wrong == nil || string(r.Raw) != raw {
			t.Errorf("%s: %+v", name, r)
		}
	}
	if r := mailtest.Parse([]byte(note)); r.Wrong != nil || r.To != "claude@exemple.invalid" {
		t.Errorf("%+v", r)
	}
}
