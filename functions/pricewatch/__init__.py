"""What watches prices beside the HTTP application."""
