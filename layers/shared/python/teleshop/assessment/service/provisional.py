"""Where a supplier stands in a quarter that is not over yet."""

from dataclasses import dataclass
from datetime import datetime

from teleshop.assessment.domain.card import Scorecard
from teleshop.assessment.domain.facts import category_of, facts_of
from teleshop.assessment.domain.moving import WayUp, what_would_move_up
from teleshop.assessment.domain.peers import NO_PEERS
from teleshop.assessment.domain.scoring import score
from teleshop.assessment.errors.runs import ScorecardNotFoundError
from teleshop.assessment.ports import Board, FigureSource, PolicySource, RunFiles
from teleshop.assessment.service.scorecards import check_sees
from teleshop.assessment.tables.runs import RunRepository
from teleshop.kernel.actor import Call
from teleshop.kernel.quarters import before, quarter_of


@dataclass(frozen=True, slots=True)
class Standing:
    """The score as it would be now, and what would lift it. ``peers_of`` is the quarter whose
    suppliers it was compared with, None where none was assessed yet: then targets alone count.
    """

    card: Scorecard
    way_up: WayUp
    as_of: datetime
    peers_of: str | None


class Provisional:
    """Provisional scores; stateless, and nothing of them is stored."""

    def __init__(
        self,
        runs: RunRepository,
        *,
        board: Board,
        figures: FigureSource,
        policies: PolicySource,
        files: RunFiles,
    ) -> None:
        self._runs = runs
        self._board = board
        self._figures = figures
        self._policies = policies
        self._files = files

    def show(self, call: Call, supplier_id: str) -> Standing:
        """By the figures of the running quarter as they are now, the policy that holds in it, and
        the others of the last run that was completed; a supplier sees its own alone.
        """
        check_sees(call.actor, supplier_id)
        member = self._board.find(supplier_id)
        if member is None:
            raise ScorecardNotFoundError
        quarter = quarter_of(call.now)
        policy = self._policies.in_force(quarter)
        category = category_of(member.categories)
        figures = self._figures.of_quarter(supplier_id, quarter)
        facts = facts_of(supplier_id, quarter, category, figures)
        last = self._runs.last_completed(before(quarter))
        folder = last.folder if last else None
        peers = self._files.peers(folder, category) if folder else NO_PEERS
        card = score(facts, peers, policy)
        return Standing(
            card=card,
            way_up=what_would_move_up(card, policy, peers),
            as_of=call.now,
            peers_of=last.quarter if last else None,
        )
