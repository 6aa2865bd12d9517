"""Functions of the suppliers context."""
