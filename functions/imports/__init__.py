"""Functions of the imports context."""
