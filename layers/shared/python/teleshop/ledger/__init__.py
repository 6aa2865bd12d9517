"""Books of double entry: accounts, entries, balances."""
