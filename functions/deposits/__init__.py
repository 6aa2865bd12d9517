"""Functions of deposits."""
