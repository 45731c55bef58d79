//go:build !(linux && (amd64 || 386))

package gojvm

import (
	"errors"
	"time"
)

func startSampling(time.Duration) (sampling, error) {
	return nil, errors.New("profiles of processor time are not made on this system")
}
