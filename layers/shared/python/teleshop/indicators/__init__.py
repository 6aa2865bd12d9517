"""Figures of suppliers by quarter and day, counted from events, and indicators made of them."""
