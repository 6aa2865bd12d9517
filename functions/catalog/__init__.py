"""Functions of the protection fund."""
