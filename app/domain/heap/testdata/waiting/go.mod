module waiting

go 1.22
