"""Functions of the notifications capability."""
