"""Camera, face and paper in a process of their own: the screen survives its death."""
