"""Other contexts as the shop window sees them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from teleshop.categories.service import Categories, Tree
from teleshop.documents.service import Documents
from teleshop.storefront.domain.product import Place, PlacedAttribute, Seller, Step, TreeNode
from teleshop.suppliers.service import Suppliers
from teleshop.wording.service import simplified


class ActiveSellers:
    """Suppliers, with whether they may sell."""

    def __init__(self, suppliers: Suppliers) -> None:
        self._suppliers = suppliers

    def find(self, supplier_id: str, now: datetime) -> Seller | None:
        """Two reads."""
        found = self._suppliers.standing.for_public(supplier_id, now)
        if found is None:
            return None
        return Seller(
            id=found.id,
            name=found.legal_name,
            mark=found.uscc,
            address=found.registered_address,
            active=found.active,
            featured=found.featured,
        )


class CategoryPlaces:
    """Categories as places of products."""

    def __init__(self, categories: Categories) -> None:
        self._categories = categories

    def find(self, category_id: str, known: Iterable[str] = ()) -> Place | None:
        """Two reads, one more where something was merged or moved lately, and that of the tree
        for a product of a merged category.
        """
        own = self._categories.find(category_id)
        if own is None:
            return None
        known = tuple(known)
        if known and own.id != category_id:
            known = (*known, *self._taken_over_by(own.id))
        others = list(dict.fromkeys(one for one in known if one not in own.path))
        around = self._categories.find_many([*own.path, *others])
        return Place(
            path=tuple(
                Step(step, names.zh, names.en)
                for step, names in zip(own.path, own.path_names, strict=True)
            ),
            active=own.status == "active" and not own.forbidden,
            attributes=tuple(
                PlacedAttribute(one.code, one.zh, one.en, one.unit) for one in own.attributes
            ),
            filters={
                step: frozenset(one.code for one in around[step].attributes if one.filterable)
                for step in own.path
                if step in around
            },
            aliases=tuple(one for one in others if one in around and around[one].id in own.path),
        )

    def _taken_over_by(self, category_id: str) -> Iterator[str]:
        """The merged categories whose place it has, through any number of merges: which of them lay
        between is not noted for good, and a product may have been listed last before the first.
        """
        tree = self._categories.tree()
        for category in tree.known.values():
            if tree.renoted(category).merged_into == category_id:
                yield category.id

    def tree(self) -> Sequence[TreeNode]:
        """A read for about a thousand categories."""
        return list(_nodes(self._categories.tree(), None))


def _nodes(tree: Tree, parent: str | None) -> Iterable[TreeNode]:
    for category in tree.children(parent):
        said = category.definition
        if category.status == "active" and not said.forbidden:
            yield TreeNode(
                id=category.id, code=category.code, zh=said.zh, en=said.en, parent=category.parent
            )
            yield from _nodes(tree, category.id)


class PublicPictures:
    """Documents for everybody."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def links(self, document_ids: Iterable[str], now: datetime) -> Mapping[str, str]:
        """One read for a hundred; an address holds for an hour at least."""
        return self._documents.public_links(document_ids, now)


class SimplifiedScript:
    """One spelling for traditional and simplified characters."""

    def plain(self, text: str) -> str:
        """Reads nothing but a table of this version."""
        return simplified(text)
