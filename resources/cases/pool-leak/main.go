// Command datasync keeps a local copy of the records of a remote store.
//
// It drives itself: the remote store is simulated, so nothing has to be set up.
package main

import (
	"flag"
	"log"
	"time"
)

func main() {
	report := flag.Duration("report", 0, "print what the copy holds at this interval")
	flag.Parse()

	log.Print("datasync: keeping the local copy up to date")
	syncer := newSyncer(newStore(), time.Second)
	if *report > 0 {
		go reportEvery(*report)
	}
	syncer.run()
}
