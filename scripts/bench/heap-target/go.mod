module heap-target

go 1.22
