"""Functions of the qualitygate context."""
