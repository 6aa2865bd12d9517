"""Placing an order: what is shown is what is charged, and nothing is sold that is not there."""
