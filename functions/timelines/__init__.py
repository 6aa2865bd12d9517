"""Functions of the timelines context."""
