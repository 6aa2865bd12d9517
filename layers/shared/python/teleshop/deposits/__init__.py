"""Deposits (保证金): what each supplier paid in, was fined, owes and gets back (standard 3.4.2)."""
