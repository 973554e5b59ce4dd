module blocked

go 1.22
