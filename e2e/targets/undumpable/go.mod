module example.com/undumpable

go 1.22
