"""What failed is asked for again after a while, by itself."""

from datetime import datetime
from typing import Final

from teleshop.deadlines.service import Deadlines, Owner
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.violations.domain.measures_done import asked_again_at

AGAIN: Final = "again"
"""The kind of the clock."""


class Again:
    """The clocks of what failed, one of a case for each hour; stateless."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines

    def ask(self, call: Call, case_id: str, since: datetime) -> None:
        """Let all that failed of a case be asked for again; one that waits ``since`` long ago is
        asked for less often. Asking twice changes nothing.
        """
        due = asked_again_at(since, call.now)
        id = f"violations:{case_id}:{AGAIN}:{due:%Y%m%dT%H}"
        if self._deadlines.find(id) is not None:
            return
        tx = Transaction(call, "ask_again_later", Subject("violation_case", case_id))
        owner = Owner("violations", "case", case_id)
        self._deadlines.register(tx, id=id, owner=owner, kind=AGAIN, due_at=due)
        try:
            tx.commit(None)
        except RacedError:
            return
