"""Functions of the documents context."""
