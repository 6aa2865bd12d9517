"""Violations of suppliers: cases, decisions, measures, appeals, points (standard 3.4.1, 3.4.2)."""
