module moves

go 1.22
