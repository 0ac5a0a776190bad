"""The centre's HTTP interface, one module a group of paths; all rules live behind it."""
