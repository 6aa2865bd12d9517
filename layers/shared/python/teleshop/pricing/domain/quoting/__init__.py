"""The parts of the quote: what is asked and answered, and each of its steps."""
