"""Whole journeys over the real wire protocols, played by a scripted resident and told in figures."""
