module example.com/closure-leak

go 1.22
