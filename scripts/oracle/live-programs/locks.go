package main

import (
	"sync"
	"time"
)

var shared sync.Mutex

func init() {
	register("global-lock", func() func() {
		for i := 0; i < 10; i++ {
			go func() {
				shared.Lock()
				defer shared.Unlock()
			}()
		}
		shared.Lock()
		return func() {
			time.Sleep(time.Hour)
			shared.Unlock()
		}
	})
	// Locks on the heap, held for moments by whoever gets them.
	register("contended", func() func() {
		type account struct {
			name string
			mu   sync.Mutex
			rw   sync.RWMutex
			sum  int
		}
		one := &account{name: "one"}
		for i := 0; i < 16; i++ {
			reads := i%2 == 0
			go func() {
				for {
					one.mu.Lock()
					one.sum++
					one.mu.Unlock()
					if reads {
						one.rw.RLock()
						time.Sleep(10 * time.Microsecond)
						one.rw.RUnlock()
						continue
					}
					one.rw.Lock()
					time.Sleep(10 * time.Microsecond)
					one.rw.Unlock()
				}
			}()
		}
		return func() {}
	})
	register("cond-consumers", func() func() {
		var mu sync.Mutex
		cond := sync.NewCond(&mu)
		queue := []int{}
		for i := 0; i < 8; i++ {
			go func() {
				for {
					mu.Lock()
					for len(queue) == 0 {
						cond.Wait()
					}
					queue = queue[1:]
					mu.Unlock()
				}
			}()
		}
		return func() {
			for i := 0; ; i++ {
				time.Sleep(5 * time.Millisecond)
				mu.Lock()
				queue = append(queue, i)
				mu.Unlock()
				cond.Signal()
			}
		}
	})
	// Signals and broadcasts as fast as they go, each round with a condition of its own.
	register("cond-churn", func() func() {
		for i := 0; i < 4; i++ {
			go func() {
				for {
					cond := sync.NewCond(new(sync.Mutex))
					ready := false
					var all sync.WaitGroup
					for j := 0; j < 6; j++ {
						all.Add(1)
						go func() {
							defer all.Done()
							cond.L.Lock()
							for !ready {
								cond.Wait()
							}
							cond.L.Unlock()
						}()
					}
					cond.L.Lock()
					ready = true
					cond.L.Unlock()
					cond.Broadcast()
					all.Wait()
					time.Sleep(10 * time.Microsecond)
				}
			}()
		}
		return func() {}
	})
	register("group", func() func() {
		var group sync.WaitGroup
		failed := make(chan error, 1)
		for i := 0; i < 10; i++ {
			group.Add(1)
			go func() {
				defer group.Done()
				time.Sleep(time.Hour)
			}()
		}
		go func() {
			group.Wait()
			close(failed)
		}()
		return func() { <-failed }
	})
	register("once", func() func() {
		var once sync.Once
		for i := 0; i < 5; i++ {
			go once.Do(func() { time.Sleep(time.Hour) })
		}
		return func() {}
	})
	register("sync-map", func() func() {
		var sessions sync.Map
		for i := 0; i < 20; i++ {
			c := make(chan int, 1)
			c <- 0
			sessions.Store(i, c)
			go func() { c <- 1 }()
		}
		return func() {
			time.Sleep(time.Hour)
			sessions.Range(func(_, c any) bool { <-c.(chan int); return true })
		}
	})
}
