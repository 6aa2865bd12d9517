"""Refusals of the wording context: none. The screen answers what it found and refuses nothing;
whoever asked decides what that means for the text.
"""
