"""Functions of the surveys context."""
