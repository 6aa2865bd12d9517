"""Functions of the indicators context."""
