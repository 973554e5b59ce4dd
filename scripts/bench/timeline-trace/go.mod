module trivet.dev/bench/timeline-trace

go 1.22
