"""The fictitious people of the simulators: card portraits and camera scenes, computed at set-up."""
