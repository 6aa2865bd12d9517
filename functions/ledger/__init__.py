"""Functions of the ledger context."""
