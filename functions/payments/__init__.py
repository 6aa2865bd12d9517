"""Functions of payments."""
