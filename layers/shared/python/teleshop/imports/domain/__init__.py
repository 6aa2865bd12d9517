"""The rules of imports: pure functions of their arguments, time included."""
