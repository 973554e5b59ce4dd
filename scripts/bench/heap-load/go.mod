module heapload

go 1.22
