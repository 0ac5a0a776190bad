"""What a technician finds at a kiosk: who may come in, how every device is, what to do, and the proof of it."""
