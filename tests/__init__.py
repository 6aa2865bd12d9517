"""Tests; `tests/harness` is what they share."""
