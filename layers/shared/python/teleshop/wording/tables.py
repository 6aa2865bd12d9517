"""Rows of the wording context: none. Texts belong to who wrote them, and the list is part of the
code, so that every edition has its version, its review and its tests.
"""
