module example.com/bounded-cache

go 1.22
