"""The single checks of a product's content, by what they are about; each answers all its
remarks.
"""
