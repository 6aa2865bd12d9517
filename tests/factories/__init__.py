"""Makers of valid things that tests then spoil in one place."""
