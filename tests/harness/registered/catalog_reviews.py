"""Use cases of the review of products and of their standing: every method that commits."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache

from teleshop.catalog.domain.product import ProductState
from teleshop.catalog.domain.review import ItemFinding
from teleshop.catalog.review_ports import ReviewRun
from teleshop.catalog.service import Catalog, Decided, Sweep
from teleshop.catalog.wiring import service
from teleshop.categories.wiring import service as category_tree
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call
from teleshop.suppliers.schemas import ReasonBody
from teleshop.suppliers.wiring import service as suppliers
from tests.factories import categories
from tests.factories import reviews as f
from tests.harness.fault_walk import UseCase
from tests.harness.world import NOW, World

HOUR = timedelta(hours=1)
STEP = 2
"""Products in a step: few, since every call of every one of them is let fail in every way."""
Do = Callable[[Catalog, Call, f.Submitted], object]


def use_case(
    covers: str,
    prepare: Callable[[], f.Submitted],
    do: Do,
    *,
    clause: str = "2.2.3",
    actor: Actor = SYSTEM_ACTOR,
    after: timedelta = 6 * HOUR,
    name: str = "",
    keyed: bool = True,
) -> UseCase:
    """One use case: ``do`` with a request key, as behind the HTTP edge or a consumer of events; or
    without one, as a step of a state machine.
    """

    def act(world: World, prepared: f.Submitted) -> object:
        call = world.call("act" if keyed else None, actor=actor, now=NOW + after)
        return world.run(call, lambda: do(service(), call, prepared))

    title = f"catalog.{covers.split('.')[1]}{name and '.' + name}"
    return UseCase(title, clause, in_world(prepare), act, covers=(f"catalog.{covers}",))


@cache
def in_world(prepare: Callable[[], f.Submitted]) -> Callable[[World], f.Submitted]:
    """The preparation for the walk; the same one for the same stage, so that it is made once."""
    return lambda _: prepare()


# -- stages --


def submitted() -> f.Submitted:
    """Sent in; the machine is about to begin."""
    return f.submitted()


def inadmissible() -> f.Submitted:
    """Sent in, and then its category was forbidden."""
    made = f.submitted()
    categories.changed(made.ground.category_id, "woks", forbidden=True)
    return made


def waiting() -> f.Submitted:
    """The decision waits, nothing is checked."""
    return f.waiting()


def nearly_checked() -> f.Submitted:
    """Everything passed but the name."""
    made = f.waiting()
    fields = tuple(item.field for item in f.revision_of(made.id).items)
    f.check(made, only=tuple(field for field in fields if field != "name"))
    return made


def passed() -> f.Submitted:
    """Everything passed."""
    made = f.waiting()
    f.check(made)
    return made


def failed() -> f.Submitted:
    """The brand failed."""
    made = f.waiting()
    f.check(made, "brand")
    return made


def stalled() -> f.Submitted:
    """Nobody decided in time."""
    made = passed()
    f.decided(made, Decided("timed_out"))
    return made


def approved() -> f.Submitted:
    """Approved and priced; not judged yet."""
    made = f.approved()
    f.priced(made)
    return made


def published() -> f.Submitted:
    """On sale."""
    return f.published()


def held() -> f.Submitted:
    """On hold, and nothing else stands against it."""
    made = f.published()
    service().standing.hold_product(f.call(f.COMPLIANCE, 5 * HOUR), made.id, "抽检不合格")
    return made


def supplier_gone() -> f.Submitted:
    """On sale, and the supplier was just suspended."""
    made = f.published()
    suppliers().standing.suspend_supplier(
        f.call(f.MANAGER, 5 * HOUR), made.ground.supplier_id, ReasonBody(reason="抽检")
    )
    return made


def many_to_judge() -> f.Submitted:
    """Products of a category that was just retired, one more than the walk takes in a step."""
    where = f.ground()
    ids = f.many(where, STEP + 1, ProductState.PUBLISHED)
    category_tree().retire(categories.call(), where.category_id)
    return f.Submitted(where, ids[0])


# -- what is walked --


class Started:
    """A state machine that starts."""

    def start(self, name: str, run: ReviewRun) -> None:
        """Nothing follows."""


def check_first(own: Catalog, call: Call, made: f.Submitted) -> object:
    found = [
        ItemFinding(field="name", passed=True),
        ItemFinding(field="brand", passed=False, reason="与包装不符"),
    ]
    return own.check_lists.record(call, made.id, found)


def check_last(own: Catalog, call: Call, made: f.Submitted) -> object:
    return own.check_lists.record(call, made.id, [ItemFinding(field="name", passed=True)])


def judge_page(own: Catalog, call: Call, made: f.Submitted) -> object:
    sweep = Sweep("category", (made.ground.category_id,))
    return own.standing.judge_page(call, sweep, STEP)


def outcome(outcome: Decided) -> Do:
    return lambda own, call, made: own.reviews.apply_outcome(call, made.told, outcome)


def expires(own: Catalog, call: Call, made: f.Submitted) -> object:
    report = f.revision_of(made.id).content.documents[0].document_id
    return own.standing.document_expires(call, made.id, {"revision": 1, "document_id": report})


USE_CASES = (
    use_case(
        "Reviews.check_submission",
        inadmissible,
        lambda own, call, made: own.reviews.check_submission(call, made.told),
        clause="2.1.1",
        keyed=False,
    ),
    use_case("CheckLists.record", waiting, check_first, actor=f.REVIEWER, name="first"),
    use_case("CheckLists.record", nearly_checked, check_last, actor=f.REVIEWER, name="last"),
    use_case("Reviews.apply_outcome", passed, outcome(f.APPROVED), clause="2.2.5", name="approved"),
    use_case(
        "Reviews.apply_outcome",
        failed,
        outcome(Decided("returned", "rita")),
        clause="2.2.4",
        name="returned",
    ),
    use_case(
        "Reviews.apply_outcome",
        waiting,
        outcome(Decided("rejected", "rita")),
        clause="2.2.4",
        name="rejected",
    ),
    use_case("Reviews.apply_outcome", waiting, outcome(Decided("timed_out")), name="timed_out"),
    use_case("Reviews.apply_outcome", waiting, outcome(Decided("withdrawn")), name="withdrawn"),
    use_case(
        "Reviews.report_failure",
        waiting,
        lambda own, call, made: own.reviews.report_failure(call, made.told, "States.Timeout"),
    ),
    use_case(
        "Reviews.restart_review",
        stalled,
        lambda own, call, made: own.reviews.restart_review(call, made.id),
        actor=f.MANAGER,
    ),
    use_case(
        "Reviews.start_review",
        stalled,
        lambda own, call, made: own.reviews.start_review(call, Started(), "run", made.told),
        keyed=False,
    ),
    use_case(
        "Standing.judge_approved",
        approved,
        lambda own, call, made: own.standing.judge_approved(call, made.id, 1),
        clause="2.2.5",
    ),
    use_case(
        "Standing.judge_product",
        supplier_gone,
        lambda own, call, made: own.standing.judge_product(call, made.id),
        clause="2.1.5",
    ),
    use_case("Standing.judge_page", many_to_judge, judge_page, clause="2.1.5"),
    use_case(
        "Standing.document_expires", published, expires, clause="2.1.3", after=timedelta(days=70)
    ),
    use_case(
        "Standing.hold_product",
        published,
        lambda own, call, made: own.standing.hold_product(call, made.id, "抽检不合格"),
        clause="2.1.5",
        actor=f.COMPLIANCE,
    ),
    use_case(
        "Standing.release_product",
        held,
        lambda own, call, made: own.standing.release_product(call, made.id, "复检合格"),
        clause="2.1.5",
        actor=f.COMPLIANCE,
    ),
    use_case(
        "Standing.take_down",
        waiting,
        lambda own, call, made: own.standing.take_down(call, made.id, "假冒商品"),
        clause="2.2.4",
        actor=f.COMPLIANCE,
    ),
)
