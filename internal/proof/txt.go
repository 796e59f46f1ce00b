package proof

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"partant/internal/fault"
	"partant/internal/host"
)

// TXT looks for the record « partant=TOKEN » at _partant.NAME and at NAME, and where NAME begins with « www. », at the
// name behind it too, unless nobody can own that one.
//
// It returns nil, a Reason, or fault.Invalid for a token that is none. When one place cannot be asked, and no other has
// the record, that is Unreachable.
func (p *Prover) TXT(ctx context.Context, name, token string) (err error) {
	defer fault.Wrap(&err, "proof.TXT(%.60q)", name)
	ctx, cancel := context.WithTimeout(ctx, p.patience)
	defer cancel()
	if name, err = fit(name, token); err != nil {
		return err
	}
	why := error(Missing)
	for _, place := range places(name) {
		err := p.ask(ctx, place, token)
		if err == nil {
			return nil
		}
		if !errors.Is(err, Missing) && !errors.Is(why, Unreachable) {
			why = err
		}
	}
	return why
}

// places lists where a record may be, the likeliest first. The dot at the end keeps the search list of the system out.
func places(name string) []string {
	list := []string{Label + "." + name + ".", name + "."}
	if bare := host.Bare(name); bare != "" {
		list = append(list, Label+"."+bare+".", bare+".")
	}
	return list
}

// ask looks at one place.
func (p *Prover) ask(ctx context.Context, place, token string) error {
	records, err := p.resolver.LookupTXT(ctx, place)
	dns, answered := errors.AsType[*net.DNSError](err)
	switch {
	case answered && dns.IsNotFound:
		return Missing
	case err != nil:
		return fmt.Errorf("%w: %w", Unreachable, err)
	}
	return judge(records, token)
}

// judge looks through the records of one place; some panels keep the quotation marks that people type.
func judge(records []string, token string) error {
	why := Missing
	for _, record := range records {
		value, ours := strings.CutPrefix(strings.Trim(record, "\" \t"), Record)
		switch {
		case ours && strings.TrimSpace(value) == token:
			return nil
		case ours:
			why = Other
		}
	}
	return why
}
