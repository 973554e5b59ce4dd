module growing

go 1.22
