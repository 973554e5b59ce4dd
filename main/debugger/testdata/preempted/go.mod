module example.com/preempted

go 1.22
