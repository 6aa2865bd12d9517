"""Generator of ``docs/openapi.json``: the description that the application serves, kept where it
can be read and compared.
"""


def outputs() -> dict[str, str]:
    """Answer the file with the text it must have now."""
    # Imported here: the application is assembled only when its description is wanted.
    from app import app
    from teleshop.web.blueprint import operations_of
    from teleshop.web.openapi import document_text

    return {"docs/openapi.json": document_text(operations_of(app))}
