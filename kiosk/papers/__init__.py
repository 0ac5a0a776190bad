"""Papers at the kiosk: read in a process of their own, checked, and packed for the reviewer."""
