"""Functions of prices."""
