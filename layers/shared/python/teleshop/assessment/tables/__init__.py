"""The rows of the assessment table, one module for each group."""
