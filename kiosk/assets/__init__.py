"""Set-up of everything that is fetched, not written: weights, icons and the fictitious people of the simulators."""
