module example.com/datasync

go 1.22
