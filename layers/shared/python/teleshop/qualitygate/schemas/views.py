"""What people see of the quality gate. Shares and thresholds are in hundredths of a percent."""

from datetime import date, datetime

from teleshop.kernel.schema import Output
from teleshop.qualitygate.domain import Gate, Judgement, Letter, Reading


class ReadingView(Output, frozen=True, kw_only=True):
    """One share beside its thresholds. ``to_warn`` and ``to_hold``: so many more bad ones, all else
    as it is, reach them; ``good_needed``: so many good ones bring it below the first.
    """

    check: str
    bad: int
    of: int
    share: int | None
    warn: int
    hold: int
    level: str
    to_warn: int
    to_hold: int
    good_needed: int

    @classmethod
    def made(cls, reading: Reading) -> "ReadingView":
        """The same for people."""
        return cls(
            check=reading.check.value,
            bad=reading.bad,
            of=reading.of,
            share=reading.share,
            warn=reading.warn,
            hold=reading.hold,
            level=reading.level.value,
            to_warn=reading.to_warn,
            to_hold=reading.to_hold,
            good_needed=reading.good_needed,
        )


class JudgementView(Output, frozen=True, kw_only=True):
    """The figures of some days, both included; below ``minimum_orders`` they mean nothing."""

    first: date
    last: date
    orders: int
    minimum_orders: int
    level: str
    readings: list[ReadingView]

    @classmethod
    def made(cls, judgement: Judgement) -> "JudgementView":
        """The same for people."""
        return cls(
            first=judgement.first,
            last=judgement.last,
            orders=judgement.orders,
            minimum_orders=judgement.minimum_orders,
            level=judgement.level.value,
            readings=[ReadingView.made(one) for one in judgement.readings],
        )


class LetterView(Output, frozen=True, kw_only=True):
    """What the supplier was told, with the figures it rested on; ``about`` names the shares. Staff
    see who decided.
    """

    id: str
    kind: str
    at: datetime
    about: list[str]
    judgement: JudgementView
    hold_from: date | None = None
    by_exception: bool = False
    reason: str | None = None
    by: str | None = None

    @classmethod
    def made(cls, letter: Letter, *, staff: bool) -> "LetterView":
        """The same for its reader."""
        return cls(
            id=letter.id,
            kind=letter.kind.value,
            at=letter.at,
            about=[one.check.value for one in letter.readings],
            judgement=JudgementView.made(letter.judgement),
            hold_from=letter.hold_from,
            by_exception=letter.by_exception,
            reason=letter.reason or None,
            by=letter.by if staff else None,
        )


class GateView(Output, frozen=True, kw_only=True):
    """How a supplier stands (`clear`, `warned`, `held`), the figures of today, the last letters,
    newest first. ``calm_since`` and ``clear_on``: below every threshold since, and the day on which
    a warning ends if that goes on.
    """

    supplier_id: str
    state: str
    since: datetime | None
    told_of: list[str]
    hold_from: date | None
    calm_since: date | None
    clear_on: date | None
    judgement: JudgementView
    letters: list[LetterView]

    @classmethod
    def made(
        cls,
        gate: Gate,
        judgement: Judgement,
        letters: list[Letter],
        *,
        staff: bool,
        hold_from: date | None,
        clear_on: date | None,
    ) -> "GateView":
        """The same for its reader."""
        return cls(
            supplier_id=gate.supplier_id,
            state=gate.state.value,
            since=gate.since if letters else None,
            told_of=[one.check.value for one in gate.named],
            hold_from=hold_from,
            calm_since=gate.calm_since,
            clear_on=clear_on,
            judgement=JudgementView.made(judgement),
            letters=[LetterView.made(letter, staff=staff) for letter in letters],
        )
