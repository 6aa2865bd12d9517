"""Functions of the waiting list."""
