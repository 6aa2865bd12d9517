"""The shop window: what customers find without a token, kept by events as a model for reading."""
