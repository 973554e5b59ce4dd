package inner_test

import (
	"testing"

	"example.com/awkward/v2/inner"
)

func TestWaits(t *testing.T) {
	t.Log("waiting")
	<-inner.Sleepers
}
