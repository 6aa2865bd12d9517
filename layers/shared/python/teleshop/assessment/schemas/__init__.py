"""Forms of assessment, one module for each group."""
