module trivet.dev/bench/profile-load

go 1.22
