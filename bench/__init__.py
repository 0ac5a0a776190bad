"""Figures of the real kiosk on this machine, beside peers that are measured in the same run."""
