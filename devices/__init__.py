"""One package a kind of device, each with a contract, drivers and a simulator that speaks the wire."""
