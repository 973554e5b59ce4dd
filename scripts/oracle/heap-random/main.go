// heap-random builds an object graph at random from a seed, writes down what it built, lets go of a
// part of it and waits: an oracle that knows every object and every pointer.
//
// The file named by NEEDED gets lines:
//
//	n ADDRESS SIZE FINALIZER TARGET:OFFSET …   object, numbered by its line; what word leads to which
//	m ADDRESS 0 0 TARGET:0 …                   the same of a map, whose inside is not written down
//	r KIND NAME TARGET …                       a root that is held at the end
//	d TARGET …                                 a root that was let go after the last collection
package main

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync/atomic"
	"time"
	"unsafe"
)

type pointer = unsafe.Pointer

type small struct {
	id int
	p  [3]pointer
}

type typed struct {
	p   pointer
	pad [5]int
	q   *small
}

// headed is larger than 512 bytes: its type lies in a header.
type headed struct {
	body [600]byte
	p    pointer
	more [20]struct {
		n int
		p pointer
	}
}

type large struct {
	rows [1500]struct {
		a, b int
		p    pointer
	}
}

type boxed struct {
	id  int
	any any
}

type edge struct{ to, offset int }

type object struct {
	address   uintptr
	bytes     uintptr
	finalizer bool
	isMap     bool
	edges     []edge
	set       func(i int, p pointer) // stores the pointer of edge i
	offsets   []int
}

var (
	root0, root1, root2, root3 pointer
	root4, root5, root6, root7 pointer
	roots                      [40]pointer
	dropped                    [200]pointer
	typedRoot                  *small
	interfaceRoot              any
	random                     *rand.Rand
	rest                       = make(chan int)
	objects                    []object
	keep                       []pointer
	ran                        atomic.Int64
)

func words(base, stride, count int) []int {
	offsets := make([]int, count)
	for i := range offsets {
		offsets[i] = base + i*stride
	}
	return offsets
}

func at(p pointer, offset int) *pointer { return (*pointer)(unsafe.Add(p, offset)) }

// add makes an object of a random kind. Its pointers are set once all exist.
func add(withMaps bool) {
	o := object{}
	var p pointer
	kind := random.Intn(100)
	plain := func(bytes uintptr, offsets []int) {
		o.bytes, o.offsets = bytes, offsets
		o.set = func(i int, target pointer) { *at(p, offsets[i]) = target }
	}
	switch {
	case kind < 40:
		x := &small{id: len(objects)}
		p = pointer(x)
		plain(unsafe.Sizeof(*x), words(8, 8, 3))
		if o.finalizer = random.Intn(20) == 0; o.finalizer {
			runtime.SetFinalizer(x, func(*small) { ran.Add(1) })
		}
	case kind < 55:
		x := &typed{}
		p = pointer(x)
		plain(unsafe.Sizeof(*x), []int{0})
		if o.finalizer = random.Intn(20) == 0; o.finalizer {
			runtime.SetFinalizer(x, func(*typed) { ran.Add(1) })
		}
	case kind < 75:
		count := 1 + random.Intn(1+random.Intn(64))
		if random.Intn(50) == 0 {
			count = 64 + random.Intn(6000)
		}
		x := make([]pointer, count)
		p = pointer(&x[0])
		plain(uintptr(count)*8, words(0, 8, count))
	case kind < 80:
		x := &headed{}
		p = pointer(x)
		plain(unsafe.Sizeof(*x), append([]int{600}, words(616, 16, 20)...))
	case kind < 90:
		x := make([]byte, 17+random.Intn(2000)) // no pointers, and no block shared with others
		p = pointer(&x[0])
		plain(uintptr(len(x)), nil)
	case kind < 92 && random.Intn(40) == 0:
		x := &large{}
		p = pointer(x)
		plain(unsafe.Sizeof(*x), words(16, 24, 1500))
	case kind < 95 && withMaps:
		x := map[int]pointer{}
		p = *(*pointer)(pointer(&x))
		o.isMap, o.offsets = true, make([]int, random.Intn(1+random.Intn(60)))
		o.set = func(i int, target pointer) { x[i] = target }
	case kind < 97:
		x := &boxed{id: len(objects)}
		p = pointer(x)
		o.bytes, o.offsets = unsafe.Sizeof(*x), []int{16}
		// An interface keeps its pointer as it is: any address will do.
		o.set = func(_ int, target pointer) { x.any = (*small)(target) }
	default:
		captured := new(pointer)
		f := func() pointer { return *captured }
		p = *(*pointer)(pointer(&f))
		o.bytes, o.offsets = 16, []int{8}
		o.set = func(_ int, target pointer) { *at(p, 8) = target }
		o.set(0, nil)
	}
	o.address = uintptr(p)
	objects = append(objects, o)
	keep = append(keep, p)
}

// connect fills the pointers: mostly to neighbours, so that the graph is deep, at times to anywhere.
func connect() {
	for i := range objects {
		o := &objects[i]
		for word := range o.offsets {
			// Some one or two of them are set, however many there are.
			if random.Intn(2*len(o.offsets)) > 3 {
				continue
			}
			to := 0
			switch choice := random.Intn(100); {
			case choice < 70:
				to = i + 1 + random.Intn(30)
			case choice < 90:
				to = i - random.Intn(200)
			default:
				to = random.Intn(len(objects))
			}
			if to < 0 || to >= len(objects) {
				continue
			}
			target := keep[to]
			if inside := objects[to].bytes; random.Intn(4) == 0 && inside > 0 {
				target = unsafe.Add(target, random.Intn(int(inside)))
			}
			o.set(word, target)
			o.edges = append(o.edges, edge{to, o.offsets[word]})
		}
	}
}

//go:noinline
func hold(p pointer, started chan<- int) {
	started <- 1
	<-rest
	runtime.KeepAlive(p)
}

func main() {
	seed := flag.Int64("seed", 1, "of the random numbers")
	count := flag.Int("n", 100_000, "objects")
	maps := flag.Bool("maps", true, "maps among them")
	flag.Parse()
	random = rand.New(rand.NewSource(*seed))
	for range *count {
		add(*maps)
	}
	connect()
	text := describe()
	finalize()
	debug.SetGCPercent(-1)
	runtime.GC()
	dropped = [200]pointer{}
	if err := os.WriteFile(os.Getenv("NEEDED"), text, 0o600); err != nil {
		panic(err)
	}
	println("READY")
	for {
		time.Sleep(time.Hour)
	}
}

// finalize collects until no finalizer is left to run: of a chain one object goes at a time.
func finalize() {
	for idle, last := 0, int64(-1); idle < 3; {
		done := make(chan int)
		runtime.SetFinalizer(&small{}, func(*small) { close(done) })
		runtime.GC()
		<-done
		idle++
		if now := ran.Load(); now != last {
			idle, last = 0, now
		}
	}
}

// describe chooses roots, writes all down and forgets what else holds the objects.
//
//go:noinline
func describe() []byte {
	var text bytes.Buffer
	choose := func() (int, pointer) {
		i := random.Intn(len(objects))
		return i, keep[i]
	}
	for i, root := range []*pointer{&root0, &root1, &root2, &root3, &root4, &root5, &root6, &root7} {
		var target int
		target, *root = choose()
		fmt.Fprintf(&text, "r global main.root%d %d\n", i, target)
	}
	text.WriteString("r global main.roots")
	for i := range roots {
		var target int
		target, roots[i] = choose()
		fmt.Fprintf(&text, " %d", target)
	}
	text.WriteString("\n")
	target, p := choose()
	typedRoot = (*small)(p)
	fmt.Fprintf(&text, "r global main.typedRoot %d\n", target)
	target, p = choose()
	interfaceRoot = (*small)(p)
	fmt.Fprintf(&text, "r global main.interfaceRoot %d\n", target)
	started := make(chan int)
	for range 20 {
		target, p := choose()
		go hold(p, started)
		<-started
		fmt.Fprintf(&text, "r stack main.hold %d\n", target)
	}
	text.WriteString("d")
	for i := range dropped {
		target, dropped[i] = choose()
		fmt.Fprintf(&text, " %d", target)
	}
	text.WriteString("\n")
	for _, o := range objects {
		letter, finalizer := "n", 0
		if o.isMap {
			letter = "m"
		}
		if o.finalizer {
			finalizer = 1
		}
		fmt.Fprintf(&text, "%s %x %d %d", letter, o.address, o.bytes, finalizer)
		for _, e := range o.edges {
			text.WriteString(" " + strconv.Itoa(e.to) + ":" + strconv.Itoa(e.offset))
		}
		text.WriteString("\n")
	}
	objects, keep = nil, nil
	return text.Bytes()
}
