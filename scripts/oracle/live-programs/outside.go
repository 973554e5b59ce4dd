package main

import (
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"time"
)

// guard closes a channel when nobody refers to it any more.
type guard struct {
	done chan struct{}
}

func init() {
	register("http-server", func() func() {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			panic(err)
		}
		server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, "hello")
		})}
		go server.Serve(listener)
		for i := 0; i < 3; i++ {
			client := &http.Client{Transport: &http.Transport{}}
			response, err := client.Get("http://" + listener.Addr().String())
			if err != nil {
				panic(err)
			}
			io.Copy(io.Discard, response.Body)
			response.Body.Close()
			defer runtime.KeepAlive(client)
		}
		return func() {
			time.Sleep(time.Hour)
			server.Close()
		}
	})
	register("listeners", func() func() {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			panic(err)
		}
		go listener.Accept()
		near, far := net.Pipe()
		go io.Copy(io.Discard, near)
		return func() {
			time.Sleep(time.Hour)
			far.Close()
			listener.Close()
		}
	})
	register("command", func() func() {
		command := exec.Command("sleep", "3600")
		output, err := command.StdoutPipe()
		if err != nil {
			panic(err)
		}
		if err := command.Start(); err != nil {
			panic(err)
		}
		go io.Copy(io.Discard, output)
		ended := make(chan error)
		go func() { ended <- command.Wait() }()
		return func() { <-ended }
	})
	// A thread of its own that hangs in a system call, and with it the only reference to the channel.
	register("locked-thread", func() func() {
		done := make(chan struct{})
		go func() { <-done }()
		go func() {
			runtime.LockOSThread()
			io.ReadAll(os.Stdin)
			close(done)
		}()
		return func() {}
	})
	register("finalizer", func() func() {
		for i := 0; i < 10; i++ {
			done := make(chan struct{})
			runtime.SetFinalizer(&guard{done}, func(g *guard) { close(g.done) })
			go func() { <-done }()
		}
		return func() {}
	})
}
