module heapprograms

go 1.22
