"""Functions of the catalog of products."""
