module snapshot-programs

go 1.22
