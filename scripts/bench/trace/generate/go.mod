module trivet/bench/generate

go 1.23
