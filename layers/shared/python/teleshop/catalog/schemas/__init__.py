"""Forms of the catalog: what callers send, what they see, which events tell others."""
