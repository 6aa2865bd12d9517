"""Functions of stock."""
