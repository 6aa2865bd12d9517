"""Use cases of products until they are reviewed: every method that commits."""

from collections.abc import Callable
from functools import cache

import msgspec

from teleshop.catalog.schemas.bodies import ContentBody, ContentChange, WithdrawalBody
from teleshop.catalog.service import Catalog, ImportedProduct
from teleshop.catalog.wiring import service
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call
from tests.factories import reviews as f
from tests.factories.documents import accepted, picture
from tests.harness.fault_walk import UseCase
from tests.harness.world import NOW, World

Do = Callable[[Catalog, Call, f.Submitted], object]
ARTICLE = {"own_code": "P31", "supply_price": 90_00, "suggested_price": 199_00}


def use_case(
    covers: str,
    prepare: Callable[[], f.Submitted],
    do: Do,
    *,
    clause: str = "2.2.1",
    name: str = "",
    by_system: bool = False,
) -> UseCase:
    """One use case: ``do`` with a request key, as behind the HTTP edge or a consumer of events."""

    def act(world: World, prepared: f.Submitted) -> object:
        actor: Actor = SYSTEM_ACTOR if by_system else prepared.ground.seller
        call = world.call("act", actor=actor, now=NOW + 5 * f.HOUR)
        return world.run(call, lambda: do(service(), call, prepared))

    title = f"catalog.{covers.split('.')[1]}{name and '.' + name}"
    return UseCase(title, clause, in_world(prepare), act, covers=(f"catalog.{covers}",))


@cache
def in_world(prepare: Callable[[], f.Submitted]) -> Callable[[World], f.Submitted]:
    """The preparation for the walk; the same one for the same stage, so that it is made once."""
    return lambda _: prepare()


# -- stages ----------------------------------------------------------------------------------------


def ready() -> f.Submitted:
    """A supplier and a category, and nothing yet."""
    return f.Submitted(f.ground(), "")


def drafted() -> f.Submitted:
    """A draft that can be sent in."""
    where = f.ground()
    return f.Submitted(where, f.drafted(where))


def large() -> f.Submitted:
    """A draft with ten pictures and five documents."""
    where = f.ground()
    pictures = [picture(where.seller, seed=seed).id for seed in range(10)]
    documents = [
        {
            "document_id": accepted(where.seller, purpose="product_document").id,
            "type": "test_report",
            "issued_on": "2026-09-01",
            "laboratory": "浙江省质检院",
        }
        for _ in range(5)
    ]
    return f.Submitted(where, f.drafted(where, pictures=pictures, documents=documents))


def submitted() -> f.Submitted:
    """Sent in."""
    return f.submitted()


def submitted_large() -> f.Submitted:
    """Sent in with ten pictures and five documents."""
    made = large()
    service().submissions.submit_product(f.call(made.ground.seller, f.HOUR), made.id)
    return made


def waiting() -> f.Submitted:
    """A decision waits for reviewers."""
    return f.waiting()


def approved() -> f.Submitted:
    """Approved, nothing open."""
    return f.approved()


def slipped() -> f.Submitted:
    """On sale, with a change in which nothing has to be reviewed."""
    return _changed({"description": "厚底,受热均匀，附木盖。"})


def rebranded() -> f.Submitted:
    """On sale, with a change of substance."""
    return _changed({"brand": "山河"})


def _changed(said: dict[str, object]) -> f.Submitted:
    made = f.published()
    change = msgspec.convert(said, ContentChange)
    call = f.call(made.ground.seller, 4 * f.HOUR)
    service().products.amend_content(call, made.id, change)
    return made


# -- what is done ----------------------------------------------------------------------------------


def create(own: Catalog, call: Call, made: f.Submitted) -> object:
    body = ContentBody(category_id=made.ground.category_id, name="汤锅")
    return own.products.create_product(call, body)


def replace(own: Catalog, call: Call, made: f.Submitted) -> object:
    said = {"name": "汤锅", "variants": [ARTICLE]}
    return own.products.replace_content(call, made.id, msgspec.convert(said, ContentBody))


def amend(own: Catalog, call: Call, made: f.Submitted) -> object:
    return own.products.amend_content(call, made.id, ContentChange(brand="山河"))


def bring(own: Catalog, call: Call, made: f.Submitted) -> object:
    said = {"name": "汤锅", "variants": [ARTICLE]}
    row = ImportedProduct(own_code="P31", content=msgspec.convert(said, ContentBody).content())
    return own.products.import_row(call, made.ground.supplier_id, row)


def bring_again(own: Catalog, call: Call, made: f.Submitted) -> object:
    said = {"name": "汤锅", "variants": [{**ARTICLE, "own_code": "P30"}]}
    row = ImportedProduct(own_code="P30", content=msgspec.convert(said, ContentBody).content())
    return own.products.import_row(call, made.ground.supplier_id, row)


def submit(own: Catalog, call: Call, made: f.Submitted) -> object:
    return own.submissions.submit_product(call, made.id)


def withdraw(what: str) -> Do:
    """Something is taken back."""
    body = msgspec.convert({"what": what}, WithdrawalBody)
    return lambda own, call, made: own.submissions.withdraw(call, made.id, body)


def compare(own: Catalog, call: Call, made: f.Submitted) -> object:
    return own.likeness.compare(call, made.id, made.revision, made.round)


USE_CASES = (
    use_case("Drafts.create_product", ready, create),
    use_case("Drafts.replace_content", drafted, replace, clause="2.2.2"),
    use_case("Drafts.amend_content", drafted, amend, clause="2.2.2"),
    use_case("Drafts.amend_content", approved, amend, clause="2.2.5", name="opens_change"),
    use_case("Drafts.import_row", drafted, bring, name="created"),
    use_case("Drafts.import_row", drafted, bring_again, name="changed"),
    use_case("Submissions.submit_product", drafted, submit, clause="2.1.1"),
    use_case("Submissions.submit_product", large, submit, clause="2.1.1", name="large"),
    use_case("Submissions.submit_product", slipped, submit, clause="2.2.5", name="immaterial"),
    use_case("Submissions.submit_product", rebranded, submit, clause="2.2.5", name="material"),
    use_case("Submissions.withdraw", waiting, withdraw("submission"), clause="2.2.4"),
    use_case("Submissions.withdraw", rebranded, withdraw("change"), clause="2.2.4", name="change"),
    use_case("Submissions.withdraw", waiting, withdraw("product"), clause="2.2.4", name="product"),
    use_case("Likeness.compare", submitted, compare, by_system=True),
    use_case("Likeness.compare", submitted_large, compare, name="large", by_system=True),
)
