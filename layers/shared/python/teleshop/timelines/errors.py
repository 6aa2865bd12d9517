"""Refusals of the timelines context: it has none of its own. A timeline of which nothing is known
is empty, so that nobody learns from it who is a customer.
"""
