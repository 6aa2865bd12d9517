"""Catalog: what may be sold, checked item by item before anybody sees it (standard 2.1, 2.2)."""
