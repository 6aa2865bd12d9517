"""Functions of the assessment context."""
