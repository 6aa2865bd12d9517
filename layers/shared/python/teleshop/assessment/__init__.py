"""Assessment of suppliers every quarter: scorecards, and what follows from them (standard 3.3)."""
