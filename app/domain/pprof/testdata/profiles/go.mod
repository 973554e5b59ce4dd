module trivet.test/profiles

go 1.22
