// tiny: objects below 16 bytes that share a block, small strings, boxed numbers, empty structs.
package main

import (
	"fmt"
	"runtime"
	"strconv"

	"heapprograms/quiet"
)

type two struct{ a, b int16 }
type eight struct{ p *int }
type word struct{ next *word }

var (
	ints    []*int
	bytes   []*byte
	bools   []*bool
	twos    []*two
	texts   []string
	boxed   []any
	empty   []*struct{}
	eights  []*eight
	chain   *word
	runes   [][]rune
	sparse  []*int16
	dropped int
)

func main() {
	for i := range 60_000 {
		n, b, t := i, byte(i), i%2 == 0
		ints = append(ints, &n)
		bytes = append(bytes, &b)
		bools = append(bools, &t)
		twos = append(twos, &two{int16(i), 1})
		texts = append(texts, strconv.Itoa(i))
		boxed = append(boxed, i, uint8(i), int16(i), float32(i), fmt.Sprint(i)[:1], struct{}{})
		empty = append(empty, new(struct{}))
		eights = append(eights, &eight{&n})
		chain = &word{chain}
		runes = append(runes, []rune{rune(i)})
		s := int16(i)
		if i%9 == 0 {
			sparse = append(sparse, &s) // keeps the block of its neighbours
		} else {
			dropped += int(s)
		}
		if i%1000 == 0 {
			x := new(int32)
			runtime.SetFinalizer(x, func(*int32) {})
			boxed = append(boxed, x)
		}
	}
	quiet.Rest(nil)
}
