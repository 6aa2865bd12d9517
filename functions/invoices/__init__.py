"""What invoices do beside the HTTP application."""
