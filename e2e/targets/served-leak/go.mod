module example.com/served-leak

go 1.22
