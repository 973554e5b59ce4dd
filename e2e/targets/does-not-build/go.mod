module example.com/does-not-build

go 1.22
