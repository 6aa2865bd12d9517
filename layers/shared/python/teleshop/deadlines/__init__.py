"""Deadlines: everything that must happen by a time is one row here, found when due by one sweep
per minute.
"""
