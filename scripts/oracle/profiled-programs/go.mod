module profiledprograms

go 1.22
