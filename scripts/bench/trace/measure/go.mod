module trivet/bench/measure

go 1.23
