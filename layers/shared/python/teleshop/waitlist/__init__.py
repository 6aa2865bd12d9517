"""The waiting list (到货等候): who waits for goods that are sold out, and who is next."""
