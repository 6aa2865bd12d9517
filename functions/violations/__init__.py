"""Functions of violation cases."""
