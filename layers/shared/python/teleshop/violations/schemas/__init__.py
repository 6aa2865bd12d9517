"""Forms of violation cases: what people send and see, and events."""
