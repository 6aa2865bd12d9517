"""Functions of the roster context."""
