"""The other end of every wire: simulated devices with live faults, for development, tests and scenarios."""
