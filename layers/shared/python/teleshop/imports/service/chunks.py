"""What a run is for: the products of one chunk after another are written to the catalogue.

A chunk may be repeated, after a failure at any place: a product is stored once and a chunk is
counted once.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from teleshop.deadlines.service import Deadlines
from teleshop.imports.domain import run as rules
from teleshop.imports.domain.faults import Fault
from teleshop.imports.domain.guide import CategoryGuide, classified
from teleshop.imports.domain.places import placed
from teleshop.imports.domain.product import ImportedProduct
from teleshop.imports.domain.run import ChunkMark, Import, ImportState, Outcome, ProductOutcome
from teleshop.imports.domain.sheet import complete
from teleshop.imports.ports import Categories, Products, Workspace
from teleshop.imports.service.base import Desk, add_sums
from teleshop.imports.tables import ChunkRow, ImportRepository
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.errors import FieldError, RacedError, TeleshopError

_SERVER_FAULT: Final = 500


class Chunks(Desk):
    """The step that is taken for each chunk."""

    def __init__(
        self,
        repository: ImportRepository,
        deadlines: Deadlines,
        categories: Categories,
        products: Products,
        workspace: Workspace,
    ) -> None:
        super().__init__(repository, deadlines)
        self._categories = categories
        self._products = products
        self._workspace = workspace

    def import_chunk(self, call: Call, import_id: str, number: int) -> ChunkMark | None:
        """Import the products of a chunk, each in its own transaction; their sums are added once.

        None when the run has ended meanwhile.
        """
        known = self._get(import_id)
        if known.state is not ImportState.RUNNING:
            return None
        done = self._repository.find_chunk(import_id, number)
        if done is not None:
            return done
        # The products are the supplier's, so the record shows who asked for the import.
        person = Actor(known.requested_by, frozenset({Role.SUPPLIER}), known.supplier_id)
        own = replace(call, actor=person, correlation_id=import_id)
        products = self._workspace.chunk(import_id, number)
        # Most files are about few categories: each is looked up once for a chunk.
        codes = {product.category_code for product in products}
        guides = {code: self._categories.find(code) for code in sorted(codes)}
        outcomes = [
            self._import(own, known, product, guides[product.category_code]) for product in products
        ]
        self._workspace.put_outcomes(import_id, number, outcomes)
        sums = rules.counted(outcomes)
        mark = ChunkMark(
            import_id=import_id,
            number=number,
            created=sums.created,
            changed=sums.changed,
            unchanged=sums.unchanged,
            refused=sums.refused,
        )
        tx = self._begin(call, "import_chunk", import_id)
        tx.create(ChunkRow, mark, conflict=RacedError(), audited=False)
        add_sums(tx, import_id, sums)
        tx.note(chunk=number, rows=sums.sum)
        return tx.commit(mark)

    def _import(
        self, call: Call, known: Import, product: ImportedProduct, guide: CategoryGuide | None
    ) -> ProductOutcome:
        found = classified(product, guide)
        if isinstance(found, list):
            return _refused(product, found)
        key = f"{known.id}#{product.rows[0]}"
        try:
            made = self._products.write(call, key, known.supplier_id, found)
        except TeleshopError as refused:
            if refused.status >= _SERVER_FAULT:
                raise
            return _refused(product, _faults_of(product, refused))
        return ProductOutcome(
            code=product.code,
            rows=product.rows,
            outcome=made.outcome,
            product_id=made.product_id,
        )


def _refused(product: ImportedProduct, found: Sequence[Fault]) -> ProductOutcome:
    faults = tuple(complete(product.rows, found))
    return ProductOutcome(
        code=product.code, rows=product.rows, outcome=Outcome.REFUSED, faults=faults
    )


def _faults_of(product: ImportedProduct, refused: TeleshopError) -> list[Fault]:
    """What a refusal of the catalogue says, at its rows and columns."""
    if refused.errors:
        return [placed(product, one) for one in refused.errors]
    whole = FieldError(
        refused.pointer or "",
        refused.code,
        refused.zh,
        refused.en,
        params=dict(refused.params),
    )
    return [placed(product, whole)]
