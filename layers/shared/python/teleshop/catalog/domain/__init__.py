"""The rules of products: pure functions of their arguments, time included."""
