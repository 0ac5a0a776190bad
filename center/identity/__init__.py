"""Proving who one is without a face: PIN and one-time code, each with a limit, neither telling who exists."""
