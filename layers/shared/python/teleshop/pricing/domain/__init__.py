"""The rules of prices: pure functions of their arguments, time included."""
