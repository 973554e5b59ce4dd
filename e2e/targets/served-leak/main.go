// Command served-leak is a service with a pprof endpoint, as many run in production: every session
// that is opened stays in the registry, because nobody closes it.
package main

import (
	"fmt"
	"net"
	"net/http"
	_ "net/http/pprof"
	"sync"
	"time"
)

type session struct {
	id     string
	buffer []byte
}

type registry struct {
	mu       sync.Mutex
	sessions map[string]*session
}

var active = &registry{sessions: map[string]*session{}}

func (r *registry) open(id string) *session {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := &session{id: id, buffer: make([]byte, 24<<10)}
	r.sessions[id] = s
	return s
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println("listening on", listener.Addr())
	go http.Serve(listener, nil)
	for i := 0; ; i++ {
		active.open(fmt.Sprintf("session-%06d", i))
		time.Sleep(10 * time.Millisecond)
	}
}
