"""Documents: files of suppliers and staff, uploaded straight to storage, checked, then
immutable.
"""
