"""Tables: typed attributes with a data class, rows made from domain objects, pages,
transactions.
"""
