"""Prices: the price list, changes and their approval, reference prices, quotes."""
