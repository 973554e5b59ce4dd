module closures

go 1.22
