"""Levels of stock, plans that take from them, evening out, movements and counts; all pure."""
