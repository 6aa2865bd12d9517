"""Watching prices: detectors, price violations, their correction and the record for supervision."""
