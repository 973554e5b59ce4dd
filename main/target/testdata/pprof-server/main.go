// Command pprof-server has a pprof endpoint on a free port of loopback, if -pprof is given.
package main

import (
	"flag"
	"fmt"
	"net"
	"net/http"
	_ "net/http/pprof"
)

var kept [][]byte

func main() {
	withPprof := flag.Bool("pprof", false, "serve the endpoint")
	flag.Parse()
	for i := 0; i < 64; i++ {
		kept = append(kept, make([]byte, 256<<10))
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	handler := http.Handler(http.NotFoundHandler())
	if *withPprof {
		handler = http.DefaultServeMux
	}
	fmt.Println("ready")
	panic(http.Serve(listener, handler))
}
