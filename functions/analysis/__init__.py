"""Functions of the analysis context."""
