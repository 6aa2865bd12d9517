"""Audit: every change is on record, chained by hash, anchored where nobody can change it."""
