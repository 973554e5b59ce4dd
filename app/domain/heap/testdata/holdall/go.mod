module holdall

go 1.22
