module deny-ptrace

go 1.22
