package app

import (
	"context"
	"errors"
	"net"
	"net/http"
	"syscall"
	"time"

	"partant/internal/config"
)

// port is an address that the site listens on, and what a running one answers there.
type port struct{ variable, addr, path string }

// examinePorts tries to listen where the site would.
func examinePorts(ctx context.Context, cfg config.Config) []Finding {
	findings := []Finding{examinePort(ctx, port{"PARTANT_ADDR", cfg.Addr, "/healthz"})}
	if cfg.MetricsAddr != "" && cfg.MetricsAddr != "off" {
		findings = append(findings, examinePort(ctx, port{"PARTANT_METRICS_ADDR", cfg.MetricsAddr, "/metrics"}))
	}
	return findings
}

func examinePort(ctx context.Context, p port) Finding {
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", p.addr)
	if err == nil {
		ln.Close()
		return well("The program can listen on %s.", p.addr)
	}
	switch {
	case errors.Is(err, syscall.EADDRINUSE) && p.answered(ctx):
		return well("A running server listens on %s.", p.addr)
	case errors.Is(err, syscall.EADDRINUSE):
		return bad("Another program listens on %s: stop it, or set %s to another port.", p.addr, p.variable)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return bad("This machine has no address as in %s, so nothing can listen there: set %s to :port, or to an address of this machine.", p.addr, p.variable)
	case errors.Is(err, syscall.EACCES):
		return bad("This user may not listen on %s: set %s to a port above 1023 and put a proxy before it.", p.addr, p.variable)
	}
	return bad("Nothing can listen on %s, as %s asks (%s).", p.addr, p.variable, inShort(err))
}

// answersIn is how long the doctor waits for who listens already.
const answersIn = 2 * time.Second

// answered reports whether who listens there is a server of ours.
func (p port) answered(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, answersIn)
	defer cancel()
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+config.Nearest(p.addr)+p.path, nil)
	if err != nil {
		return false
	}
	answer, err := http.DefaultClient.Do(ask)
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}
