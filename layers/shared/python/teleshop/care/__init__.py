"""Service cases: complaints, enquiries, after-sales cases and follow-ups, with their clocks."""
