module example.com/send-leak

go 1.22
