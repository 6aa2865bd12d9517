"""What happened to a customer, from the events of all contexts."""
