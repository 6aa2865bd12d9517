"""Promotions (促销): planned, checked, approved, run, ended (standard 4.3)."""
