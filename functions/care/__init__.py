"""Functions of the care context."""
