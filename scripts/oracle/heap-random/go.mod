module heaprandom

go 1.22
