"""The rules of the shop window: pure functions of their arguments."""
