//go:build go1.23

package main

import (
	"iter"
	"time"
)

func init() { modes["coroutines"] = pull }

func count(limit int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := 0; i < limit && yield(i); i++ {
		}
	}
}

// pull switches between coroutines: some run dry, some are stopped early, some are left alone.
func pull(end time.Time) {
	together(8, func(i int) {
		for round := 0; round < 300 && time.Now().Before(end); round++ {
			next, stop := iter.Pull(count(round % 5))
			for j := 0; j < 3; j++ {
				next()
			}
			if round%50 != 0 {
				stop()
			}
		}
	})
}
