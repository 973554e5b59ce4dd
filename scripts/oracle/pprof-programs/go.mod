module trivet.dev/oracle/pprof-programs

go 1.22
