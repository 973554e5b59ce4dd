module example.com/awkward/v2

go 1.12
