"""Orders as the order system reported them, until they are placed here."""
