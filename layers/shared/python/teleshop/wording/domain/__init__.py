"""Rules and entities of the word screen. Nothing is gathered here: the list and its rules are
loaded when the first text is screened.
"""
