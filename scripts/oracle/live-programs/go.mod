module liveprograms

go 1.22
