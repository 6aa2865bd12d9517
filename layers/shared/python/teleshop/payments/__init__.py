"""Payments: money that comes in for orders, and goes back."""
