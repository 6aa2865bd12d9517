"""Entries of the waiting list, whose turn it is, and the clock of an offer."""
