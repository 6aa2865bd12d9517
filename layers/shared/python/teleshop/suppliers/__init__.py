"""Suppliers: from the application to the active supplier, and what keeps one active (standard
2.1.2, 3.1, 3.2).
"""
