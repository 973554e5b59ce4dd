// values prints its own variables, with their addresses: the reader of snapshots is held against it.
package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"reflect"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

type colour uint8
type name string
type ids []int
type flag bool
type celsius float64
type table map[name]colour

type point struct{ x, y int }

type base struct {
	id   uint32
	tags []string
}

type record struct {
	base
	*point
	_      [3]byte
	name   string
	when   time.Time
	took   time.Duration
	data   []byte
	any    any
	err    error
	next   *record
	nested struct {
		a int8
		b [2]point
	}
	call func(int) int
	m    map[string]int
	c    chan int
}

type pair[K comparable, V any] struct {
	key   K
	value V
}

type wideKey [20]uint64
type wideElem struct{ parts [20]uint64 }

type shape interface{ area() float64 }
type square struct{ side float64 }
type boxed struct{ p *int }

func (s square) area() float64     { return s.side * s.side }
func (r *record) double(n int) int { return 2*n + len(r.name) }
func (c colour) String() string    { return "colour" }

type key struct{}
type requestKey string

var (
	bools    = [2]bool{true, false}
	int8s    = [3]int8{math.MinInt8, -1, math.MaxInt8}
	int16s   = [2]int16{math.MinInt16, math.MaxInt16}
	int32s   = [2]int32{math.MinInt32, math.MaxInt32}
	int64s   = [3]int64{math.MinInt64, math.MaxInt64, 1<<53 + 1}
	uint64s  = [2]uint64{math.MaxUint64, 1<<53 + 1}
	uintp    = uintptr(0xdeadbeef)
	floats   = []float64{0, math.Copysign(0, -1), 1, -1.5, 0.1, 1e6, 123456, 1234567, 1e20, 1e21, 1e-4, 1e-5, math.MaxFloat64, math.SmallestNonzeroFloat64, math.Inf(1), math.Inf(-1), math.NaN(), 1.0 / 3}
	float32s = []float32{0.1, 1.0 / 3, 16777216, 1e10, 3.4e38, 1e-7, 2.5}
	complexs = [2]complex128{complex(1, 2), complex(-0.5, -1e-9)}
	complex6 = complex64(complex(0.1, 3))
	strs     = []string{"", "plain", "tab\tquote\"back\\", "日本語 ü ✓", "\x00\x01\x7f", "\xff\xfe bad", "\u200b\U0001f600", "line\nfeed"}
	named    = name("gopher")
	col      = colour(7)
	temp     = celsius(36.6)
	idList   = ids{1, 2, 3}
	nilSlice []int
	empty    = []int{}
	grid     = [2][3]int{{1, 2, 3}, {4, 5, 6}}
	backing  = []int{0, 1, 2, 3, 4, 5, 6, 7}
	window   = backing[2:5:6]
	zeroLen  = []struct{}{{}, {}, {}}
	text     = []byte("readable text\n")
	raw      = []byte{0, 1, 2, 254, 255}
	pt       = &point{3, 4}
	ptpt     = &pt
	number   = 42
	numberP  = &number
	nilP     *record
	rec      record
	recP     = &rec
	generic  = pair[string, *point]{"k", pt}
	anon     = struct {
		A int
		b string
	}{1, "x"}
	anys       = []any{nil, 1, int8(-3), uint64(9), "s", name("n"), true, flag(true), 1.5, float32(0.5), complex(1, -1), point{1, 2}, &point{5, 6}, ids{4}, []string{"a"}, map[string]int{"k": 1}, (*point)(nil), []int(nil), map[int]int(nil), (func())(nil), time.Minute, square{2}, boxed{numberP}, [1]*int{numberP}, colour(3), struct{}{}, unsafe.Pointer(&number), wideElem{}, errors.New("bad")}
	sh   shape = square{1.5}
	shP  shape = &square{2.5}
	fail error = fmt.Errorf("wrapped: %w", os.ErrNotExist)
	none error

	nilMap     map[string]int
	emptyMap   = map[string]int{}
	smallMap   = map[string]int{"a": 1, "b": 2, "c": 3}
	eightMap   = map[int]string{}
	mediumMap  = map[int]int{}
	growingMap = map[int]string{}
	largeMap   = map[string]point{}
	deletedMap = map[int]int{}
	hugeMap    = map[uint32]uint32{}
	hugeTexts  = map[uint32]string{}
	fewTexts   = map[string]string{}
	wideTexts  = map[[10]string][20]string{{"1"}: {"a"}, {"2", "3"}: {"b", "c"}}
	arrayMap   = map[[2]int8]bool{{1, 2}: true, {-1, 0}: false}
	anyMap     = map[any]any{1: "one", "two": 2, point{1, 1}: nil, 2.5: point{2, 2}}
	wideMap    = map[wideKey]wideElem{{1}: {[20]uint64{9}}, {2}: {[20]uint64{8}}}
	nestedMap  = map[string]map[string][]int{"x": {"y": {1, 2}}, "z": nil}
	nanMap     = map[float64]int{}
	setMap     = map[string]struct{}{"only": {}}
	tableMap   = table{"red": 1, "green": 2}
	ptrMap     = map[*int]*point{numberP: pt}

	plain    = func(n int) int { return n + 1 }
	method   func(int) int
	nilFunc  func()
	topLevel = fmt.Sprint

	buffered  = make(chan int, 4)
	texts     = make(chan *string, 4)
	drained   = make(chan string, 2)
	nilChan   chan point
	sendOnly  chan<- int
	closedCh  = make(chan int, 2)
	roomy     = make(chan [40]int, 2)
	vast      = make(chan [300]int, 3)
	sending   = make(chan point)
	receiving = make(chan int)

	zeroTime  time.Time
	utcTime   = time.Date(2024, 2, 29, 23, 59, 59, 123456789, time.UTC)
	fixedTime = time.Date(1960, 1, 2, 3, 4, 5, 600000000, time.FixedZone("EAST", 5*3600+1800))
	oddTime   = time.Date(2030, 6, 1, 0, 0, 0, 0, time.FixedZone("", -3*3600))
	nowTime   = time.Now()
	durations = []time.Duration{0, 1, 1500, 2500000, time.Second, 90 * time.Second, 3*time.Hour + 25*time.Minute + 45500*time.Millisecond, -time.Minute, math.MinInt64}

	mutex     sync.Mutex
	contested sync.Mutex
	rw        sync.RWMutex
	reading   sync.RWMutex
	group     sync.WaitGroup
	once      sync.Once
	counter   atomic.Int64
	switched  atomic.Bool
	pointed   atomic.Pointer[point]
	stored    atomic.Value
	syncMap   sync.Map
	promoted  sync.Map
	ctx       context.Context
	closure   func() int
	unsafeP   unsafe.Pointer
	holder    *[]int
	sharedA   []*point
	sharedB   []*point
)

func publish(name string, pointer any, expected string) {
	v := reflect.ValueOf(pointer)
	if expected == "" {
		expected = render(v.Elem(), 0)
	}
	fmt.Printf("VALUE\t%s\t%#x\t%s\n", name, v.Pointer(), expected)
}

func fill() {
	rec = record{base: base{7, []string{"a", "b"}}, point: &point{1, 2}, name: "rec", when: utcTime, took: 1500 * time.Millisecond, data: []byte("payload"), any: point{8, 9}, err: fail, next: &record{name: "next"}, call: plain, m: map[string]int{"k": 3}, c: buffered}
	rec.nested.a = -8
	rec.nested.b = [2]point{{1, 2}, {3, 4}}
	method = rec.double
	for i := 0; i < 8; i++ {
		eightMap[i] = fmt.Sprint("v", i)
	}
	for i := 0; i < 100; i++ {
		mediumMap[i] = i * i
	}
	for i := 0; i < 210; i++ {
		growingMap[i] = fmt.Sprint("g", i)
	}
	for i := 0; i < 3000; i++ {
		largeMap[fmt.Sprintf("key-%d", i)] = point{i, -i}
		deletedMap[i] = i
		hugeMap[uint32(i*2654435761)] = uint32(i)
		hugeTexts[uint32(i*2654435761)] = fmt.Sprint(i)
		fewTexts[fmt.Sprint(i)] = "few"
	}
	for i := 0; i < 2950; i++ {
		delete(deletedMap, i)
		delete(fewTexts, fmt.Sprint(i))
	}
	nanMap[math.NaN()] = 1
	nanMap[1.5] = 2
	for i := 0; i < 6; i++ {
		buffered <- i
		if i < 3 {
			<-buffered
		}
	}
	word := "word"
	texts <- nil
	texts <- &word
	<-texts
	drained <- "gone"
	<-drained
	roomy <- [40]int{39: 6}
	vast <- [300]int{299: 7}
	closedCh <- 5
	close(closedCh)
	sendOnly = buffered
	unsafeP = unsafe.Pointer(pt)
	holder = &[]int{7, 8}
	sharedA = make([]*point, 4, 6)
	sharedB = sharedA[1:3]
	counter.Store(-5)
	switched.Store(true)
	pointed.Store(pt)
	stored.Store("stored")
	once.Do(func() {})
	group.Add(3)
	for i := 0; i < 40; i++ {
		syncMap.Store(i, fmt.Sprint("s", i))
		promoted.Store(fmt.Sprint("p", i), i)
	}
	for i := 0; i < 35; i++ {
		syncMap.Delete(i)
	}
	for i := 0; i < 200; i++ {
		promoted.Load("p1")
		promoted.Load("absent")
	}
	promoted.Delete("p0")
	promoted.Store("nil", nil)
	ctx = context.WithValue(context.Background(), requestKey("user"), "bob")
	var cancel func()
	ctx, cancel = context.WithCancel(ctx)
	_ = cancel
	ctx, cancel = context.WithDeadline(ctx, time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC))
	defer func() { _ = cancel }()
	ctx = context.WithValue(context.WithoutCancel(ctx), key{}, 7)
	total := 100
	label := "captured"
	closure = func() int { total++; return total + len(label) }
}

func block() {
	mutex.Lock()
	contested.Lock()
	rw.Lock()
	reading.RLock()
	reading.RLock()
	for i := 0; i < 2; i++ {
		go func() { contested.Lock() }()
	}
	go func() { sending <- point{11, 12} }()
	go func() { <-receiving }()
	go func() { <-receiving }()
	// Until all of them have parked.
	for parked(4+1) < 4+1 {
		runtime.Gosched()
	}
}

func main() {
	fill()
	makeTypes()
	block()
	runtime.GC()
	publishAll()
	fmt.Println("READY")
	select {}
}
