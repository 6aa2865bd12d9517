"""Audit: every change is on record, chained by hash per day, anchored where nobody can change it."""
