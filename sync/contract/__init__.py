"""The common ground: words, settings and wire messages that kiosk, devices and centre all use."""
