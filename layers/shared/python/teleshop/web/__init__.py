"""The HTTP edge: routes declared with their schemas, one pipeline for every request, tokens,
problems, OpenAPI.
"""
