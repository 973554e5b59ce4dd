module example.com/pprof-server

go 1.22
