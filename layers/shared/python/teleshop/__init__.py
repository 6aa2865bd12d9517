"""Teleshop: the back end of a TV-shopping platform that keeps its operations standard while it
runs.
"""
