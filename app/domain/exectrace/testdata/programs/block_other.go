//go:build !unix

package main

import "time"

func blockInCall(span time.Duration) { time.Sleep(span) }
