"""Whose turn it is: strictly by the instant of joining, as far as what is there reaches."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.waitlist.domain.entry import SHARDS, lines_of_queue
from teleshop.waitlist.domain.serving import (
    Place,
    QueueFigure,
    Share,
    divided,
    held_back,
    in_order,
    serve,
)
from tests.factories.waitlist import entry, held, place


def lines_of(places: list[Place]) -> list[list[Place]]:
    """The places by line, each line in order."""
    found: dict[str, list[Place]] = defaultdict(list)
    for one in sorted(places, key=lambda one: one.turn):
        found[one.line].append(one)
    return list(found.values())


@st.composite
def queues(draw: st.DrawFn) -> list[Place]:
    """Places in random lines with different turns; who wants all stands apart by quantity."""
    turns = draw(st.lists(st.integers(0, 999), unique=True, max_size=40))
    found = []
    for turn in turns:
        quantity, whole = draw(st.integers(1, 5)), draw(st.booleans())
        whole_only = whole and quantity > 1
        line = f"whole-{quantity}" if whole_only else f"{draw(st.integers(0, 3)):02}"
        found.append(place(f"{turn:03}", quantity, line=line, whole_only=whole_only))
    return found


def by_hand(places: list[Place], left: int, limit: int) -> tuple[list[Share], bool]:
    """The rule in its simplest form, over everybody: what each gets, and whether the limit alone
    ended it.
    """
    shares: list[Share] = []
    for one in sorted(places, key=lambda one: one.turn):
        if not left:
            break
        if one.whole_only and one.quantity > left:
            continue
        if len(shares) == limit:
            return shares, True
        shares.append(Share(one, min(one.quantity, left)))
        left -= shares[-1].quantity
    return shares, False


@pytest.mark.clause("1.1")
@given(places=queues(), left=st.integers(0, 60), limit=st.integers(1, 10))
def test_those_who_fit_are_served_strictly_in_order(
    places: list[Place], left: int, limit: int
) -> None:
    heads = [line[:limit] for line in lines_of(places)]
    served = serve(heads, left, limit)
    shares, ended_by_limit = by_hand(places, left, limit)
    assert list(served.shares) == shares
    assert served.pieces <= left
    # Asking for one step too many does no harm; one too few would leave somebody waiting.
    assert served.more or not ended_by_limit


@pytest.mark.clause("1.1")
@given(places=queues(), left=st.integers(0, 60), limit=st.integers(1, 10))
def test_step_after_step_gives_what_one_great_step_would(
    places: list[Place], left: int, limit: int
) -> None:
    at_once, _ = by_hand(places, left, len(places) + 1)
    waiting, rest = list(places), left
    given: list[Share] = []
    for _ in range(len(places) + 1):
        served = serve([line[:limit] for line in lines_of(waiting)], rest, limit)
        given += served.shares
        rest -= served.pieces
        gone = {share.place.entry_id for share in served.shares}
        waiting = [one for one in waiting if one.entry_id not in gone]
        if not served.more:
            break
    assert given == at_once
    assert rest == left - sum(share.quantity for share in at_once)


@pytest.mark.clause("1.1")
def test_the_last_one_who_can_be_served_is_offered_what_is_left() -> None:
    served = serve([[place("1", 2), place("3", 5)], [place("2", 1)]], left=5, limit=8)
    assert [(share.place.turn, share.quantity) for share in served.shares] == [
        ("1", 2),
        ("2", 1),
        ("3", 2),
    ]
    assert not served.more


@pytest.mark.clause("1.1")
def test_who_wants_all_is_passed_over_while_it_is_not_there_and_keeps_the_turn() -> None:
    first = [place("1", 3, line="whole-3", whole_only=True)]
    second = [place("2", 1), place("3", 1)]
    few = serve([first, second], left=2, limit=8)
    assert [share.place.turn for share in few.shares] == ["2", "3"]
    enough = serve([first, second], left=4, limit=8)
    assert [(share.place.turn, share.quantity) for share in enough.shares] == [("1", 3), ("2", 1)]


@pytest.mark.parametrize("lines", [[], [[]], [[], []]])
def test_nobody_waits(lines: list[list[Place]]) -> None:
    assert serve(lines, 5, 8).shares == ()


def test_nothing_is_there() -> None:
    assert serve([[place("1")]], 0, 8).shares == ()


@given(places=queues(), limit=st.integers(0, 50))
def test_a_list_is_merged_from_its_lines_in_order(places: list[Place], limit: int) -> None:
    expected = sorted(places, key=lambda one: one.turn)[:limit]
    assert in_order(lines_of(places), limit) == expected


@given(
    rows=st.lists(st.integers(1, 9), max_size=8),
    wanted=st.lists(st.integers(1, 9), max_size=8),
)
def test_what_is_held_is_divided_without_loss(rows: list[int], wanted: list[int]) -> None:
    whole = [held(quantity, shard) for shard, quantity in enumerate(rows)]
    if sum(wanted) > sum(rows):
        with pytest.raises(ValueError, match="less is held"):
            divided(whole, wanted)
        return
    parts = divided(whole, wanted)
    sums = [sum(piece.quantity for piece in part) for part in parts]
    rest = sum(rows) - sum(wanted)
    assert sums == wanted + ([rest] if rest else [])
    by_row = {
        shard: sum(piece.quantity for part in parts for piece in part if piece.shard == shard)
        for shard in range(len(rows))
    }
    assert by_row == dict(enumerate(rows))


@pytest.mark.clause("1.1")
def test_customers_are_spread_over_all_shards_of_a_queue() -> None:
    lines = [entry(number).line for number in range(1, 2001)]
    shares = [lines.count(f"{shard:02}") for shard in range(SHARDS)]
    assert sum(shares) == 2000
    assert min(shares) > 2000 / SHARDS / 2
    assert max(shares) < 2000 / SHARDS * 2
    assert set(lines) <= set(lines_of_queue(5))


@pytest.mark.clause("1.1")
def test_a_position_is_the_ticket_less_those_who_have_left() -> None:
    figure = QueueFigure(waiting=7, pieces=9, joined=10)
    assert figure.position_of(4) == 1
    assert figure.position_of(10) == 7
    # Three left from behind: the estimate stays between the first place and the last.
    assert figure.position_of(2) == 1
    assert figure.position_of(30) == 7
    assert QueueFigure().position_of(1) == 1


@given(
    joined=st.integers(1, 500),
    left=st.integers(0, 500),
    ticket=st.integers(1, 500),
)
def test_a_position_lies_between_the_first_and_the_last(
    joined: int, left: int, ticket: int
) -> None:
    figure = QueueFigure(waiting=max(joined - left, 0), pieces=0, joined=joined)
    assert 1 <= figure.position_of(ticket) <= max(figure.waiting, 1)


@pytest.mark.clause("1.1")
@pytest.mark.parametrize(
    ("lines", "left", "kept"),
    [
        ({}, 3, 0),
        ({"00": QueueFigure(waiting=2, pieces=2, joined=2)}, 3, 2),
        ({"00": QueueFigure(waiting=2, pieces=9, joined=2)}, 3, 3),
        ({"00": QueueFigure(joined=4)}, 3, 0),
        ({"whole-4": QueueFigure(waiting=2, pieces=8, joined=0)}, 3, 0),
        ({"whole-3": QueueFigure(waiting=1, pieces=3, joined=0)}, 3, 3),
        (
            {
                "00": QueueFigure(waiting=1, pieces=1, joined=1),
                "15": QueueFigure(waiting=1, pieces=1, joined=1),
                "whole-5": QueueFigure(waiting=1, pieces=5, joined=0),
            },
            4,
            2,
        ),
    ],
)
def test_what_those_who_wait_would_take_is_held_back_for_them(
    lines: dict[str, QueueFigure], left: int, kept: int
) -> None:
    assert held_back(lines, left) == kept


@pytest.mark.clause("1.1")
@given(places=queues(), left=st.integers(0, 60))
def test_no_more_is_held_back_than_there_is_and_no_less_than_is_served(
    places: list[Place], left: int
) -> None:
    figures: dict[str, QueueFigure] = defaultdict(QueueFigure)
    for one in places:
        figures[one.line] += QueueFigure(waiting=1, pieces=one.quantity, joined=1)
    shares, _ = by_hand(places, left, len(places) + 1)
    kept = held_back(figures, left)
    assert sum(share.quantity for share in shares) <= kept <= left
