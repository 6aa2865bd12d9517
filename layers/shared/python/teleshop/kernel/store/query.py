"""Queries that return one page of domain objects."""

from typing import Any, TypeVar

from pynamodb.expressions.condition import Condition
from pynamodb.indexes import Index

from teleshop.kernel.paging import Page, PageRequest, read_cursor, sign_cursor
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.table import TableModel

T = TypeVar("T")


def query_page(
    source: type[TableModel] | Index[Any],
    row: type[TableModel],
    hash_key: str,
    page: PageRequest,
    *,
    scope: str,
    range_condition: Condition | None = None,
    newest_first: bool = False,
) -> Page[Any]:
    """One query, one page, at most ``page.limit`` objects of ``row.entity``.

    ``source`` is the row class itself or one of its indexes; ``scope`` names the list for the
    cursor. There is no filter: what a list needs must be in its key, or a page could cost more
    than it shows.
    """
    scope = f"{scope}|{hash_key}"
    start = read_cursor(scope, page.cursor) if page.cursor else None
    found = source.query(
        hash_key,
        range_key_condition=range_condition,
        scan_index_forward=not newest_first,
        limit=page.limit,
        page_size=page.limit,
        last_evaluated_key=start,
    )
    with reading():
        rows = list(found)
    items = [item.to_entity() for item in rows]
    position = found.last_evaluated_key
    return Page(items, sign_cursor(scope, position) if position else None)
