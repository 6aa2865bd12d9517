"""Use cases of imports: every method that commits."""

from collections.abc import Callable
from functools import cache

from functions.imports.reading import read_rows
from functions.imports.reports import to_csv, to_workbook
from teleshop.imports.domain.run import ImportState
from teleshop.imports.wiring import chunks, requests, runs
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call
from tests.factories.categories import made
from tests.factories.documents import SUPPLIER
from tests.factories.import_files import csv_file, row
from tests.factories.imports import call as at
from tests.factories.imports import requested, uploaded
from tests.harness.fault_walk import UseCase
from tests.harness.world import World

CLAUSE = "2.2.1"
Do = Callable[[Call, str], object]


def use_case(
    covers: str,
    prepare: Callable[[], str],
    do: Do,
    *,
    actor: Actor = SYSTEM_ACTOR,
    name: str = "",
    keyed: bool = False,
    check: Callable[[World, str], None] | None = None,
) -> UseCase:
    """One use case; a step of the state machine has no key, since its state keeps it from being
    done twice.
    """

    def act(world: World, prepared: str) -> object:
        key = "act" if keyed else None
        call = world.call(key, actor=actor, now=at().now)
        return world.run(call, lambda: do(call, prepared))

    title = f"imports.{covers.split('.')[1]}{name and '.' + name}"
    return UseCase(
        title, CLAUSE, in_world(prepare), act, covers=(f"imports.{covers}",), check=check
    )


@cache
def in_world(prepare: Callable[[], str]) -> Callable[[World], str]:
    """The preparation for the walk; the same one for the same stage, so that it is made once."""
    return lambda _: prepare()


def a_file() -> str:
    """A file that was accepted."""
    return uploaded(csv_file([row("A")]))


def asked() -> str:
    """An import of two products, one of them faulty."""
    return requested(csv_file([row("A"), row("B"), row("C", supply_price="?")]))


def split() -> str:
    """Its file was read."""
    made("pots")
    import_id = asked()
    runs().split(at(), read_rows, import_id)
    return import_id


def imported() -> str:
    """Its one chunk was imported."""
    import_id = split()
    chunks().import_chunk(at(), import_id, 1)
    return import_id


def again() -> str:
    """A file that changes one product of an earlier one and adds a variant to another."""
    runs().report(at(), to_csv, to_workbook, imported())
    rows = [row("A", name="新名"), row("B"), row("B", own_code="B-2")]
    import_id = requested(csv_file(rows))
    runs().split(at(), read_rows, import_id)
    return import_id


def request_import(call: Call, document_id: str) -> object:
    return requests().request_import(call, document_id)


def read(call: Call, import_id: str) -> object:
    return runs().split(call, read_rows, import_id)


def import_chunk(call: Call, import_id: str) -> object:
    return chunks().import_chunk(call, import_id, 1)


def report(call: Call, import_id: str) -> object:
    return runs().report(call, to_csv, to_workbook, import_id)


def fail(call: Call, import_id: str) -> object:
    return runs().fail(call, import_id, "States.Timeout")


def all_new(_: World, import_id: str) -> None:
    """Both products count as created, however often the step was cut off."""
    counts = requests().show(at(SUPPLIER), import_id).counts
    assert (counts.created, counts.unchanged, counts.refused) == (2, 0, 1)


def all_changed(_: World, import_id: str) -> None:
    """Both products count as changed."""
    counts = requests().show(at(SUPPLIER), import_id).counts
    assert (counts.changed, counts.unchanged) == (3, 0)


def has_ended(_: World, import_id: str) -> None:
    """It has ended with the sums of its chunks."""
    shown = requests().show(at(SUPPLIER), import_id)
    assert shown.run.state is ImportState.DONE
    assert shown.counts.created == 2


USE_CASES = (
    use_case("Requests.request_import", a_file, request_import, actor=SUPPLIER, keyed=True),
    use_case("Runs.split", asked, read),
    use_case("Chunks.import_chunk", split, import_chunk, check=all_new),
    use_case("Chunks.import_chunk", again, import_chunk, name="changed", check=all_changed),
    use_case("Runs.report", imported, report, check=has_ended),
    use_case("Runs.fail", split, fail),
)
