package main

import (
	"fmt"
	"reflect"
	"runtime"
	"strings"
)

// parked counts goroutines of this program that wait for a lock or a channel.
func parked(_ int) int {
	buffer := make([]byte, 1<<20)
	count := 0
	for _, stack := range strings.Split(string(buffer[:runtime.Stack(buffer, true)]), "\n\n") {
		for _, reason := range []string{"[sync.Mutex.Lock", "[semacquire", "[chan send", "[chan receive"} {
			if strings.Contains(stack, reason) && strings.Contains(stack, "main.block.func") {
				count++
			}
		}
	}
	return count
}

func publishAll() {
	for name, pointer := range map[string]any{
		"bools": &bools, "int8s": &int8s, "int16s": &int16s, "int32s": &int32s, "int64s": &int64s,
		"uint64s": &uint64s, "uintp": &uintp, "floats": &floats, "float32s": &float32s,
		"complexs": &complexs, "complex6": &complex6, "strs": &strs, "named": &named, "col": &col,
		"temp": &temp, "idList": &idList, "nilSlice": &nilSlice, "empty": &empty, "grid": &grid,
		"backing": &backing, "window": &window, "zeroLen": &zeroLen, "text": &text, "raw": &raw,
		"pt": &pt, "ptpt": &ptpt, "number": &number, "numberP": &numberP, "nilP": &nilP, "rec": &rec,
		"recP": &recP, "generic": &generic, "anon": &anon, "anys": &anys, "sh": &sh, "shP": &shP,
		"fail": &fail, "none": &none, "nilMap": &nilMap, "emptyMap": &emptyMap, "smallMap": &smallMap,
		"eightMap": &eightMap, "mediumMap": &mediumMap, "growingMap": &growingMap,
		"largeMap": &largeMap, "deletedMap": &deletedMap, "hugeMap": &hugeMap, "arrayMap": &arrayMap,
		"anyMap": &anyMap, "wideMap": &wideMap, "nestedMap": &nestedMap, "nanMap": &nanMap,
		"setMap": &setMap, "tableMap": &tableMap, "ptrMap": &ptrMap, "plain": &plain,
		"method": &method, "nilFunc": &nilFunc, "topLevel": &topLevel, "buffered": &buffered,
		"drained": &drained, "nilChan": &nilChan, "sendOnly": &sendOnly, "roomy": &roomy, "vast": &vast, "zeroTime": &zeroTime,
		"utcTime": &utcTime, "fixedTime": &fixedTime, "oddTime": &oddTime, "nowTime": &nowTime,
		"durations": &durations, "closure": &closure, "unsafeP": &unsafeP, "holder": &holder,
		"hugeTexts": &hugeTexts, "fewTexts": &fewTexts, "wideTexts": &wideTexts, "texts": &texts,
		"madeStruct": &madeStruct, "madeSlice": &madeSlice, "madeSmallMap": &madeSmallMap, "madeMap": &madeMap,
	} {
		publish(name, pointer, "")
	}
	// What reflection does not see.
	address := func(channel any) string { return fmt.Sprintf("%#x", reflect.ValueOf(channel).Pointer()) }
	publish("closedCh", &closedCh, "(chan int)("+address(closedCh)+", len 1, cap 2, closed)")
	publish("sending", &sending, "(chan main.point)("+address(sending)+", len 0, cap 0, 1 sending waiting)")
	publish("receiving", &receiving, "(chan int)("+address(receiving)+", len 0, cap 0, 2 receiving waiting)")
	publish("mutex", &mutex, "sync.Mutex{locked}")
	publish("contested", &contested, "sync.Mutex{locked, 2 waiting}")
	publish("rw", &rw, "sync.RWMutex{locked for writing}")
	publish("reading", &reading, "sync.RWMutex{2 reading}")
	publish("group", &group, "sync.WaitGroup{counter 3}")
	publish("once", &once, "sync.Once{done}")
	publish("counter", &counter, "-5")
	publish("switched", &switched, "true")
	publish("pointed", &pointed, fmt.Sprintf("(*main.point)(%#x)", reflect.ValueOf(pt).Pointer()))
	publish("stored", &stored, `"stored"`)
	publish("syncMap", &syncMap, "sync.Map"+renderMap(reflect.ValueOf(contents(&syncMap)), 0))
	publish("promoted", &promoted, "sync.Map"+renderMap(reflect.ValueOf(contents(&promoted)), 0))
	publish("ctx", &ctx, `context.Background.WithValue(main.requestKey("user"): "bob").WithCancel`+
		`.WithDeadline(2100-01-01 00:00:00 +0000 UTC).WithoutCancel.WithValue(main.key{}: int(7))`)
}

func contents(m interface {
	Range(func(key, value any) bool)
}) map[any]any {
	all := map[any]any{}
	m.Range(func(key, value any) bool {
		all[key] = value
		return true
	})
	return all
}
