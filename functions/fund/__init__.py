"""Functions of the fund context."""
