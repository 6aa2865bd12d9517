"""Bulk import of products by suppliers: a file of up to 10,000 rows becomes drafts of products."""
