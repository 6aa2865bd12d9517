"""Invoices (发票), receipts of purchase, and the order lines that suppliers see and export."""
