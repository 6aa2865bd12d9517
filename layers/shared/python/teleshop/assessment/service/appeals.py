"""A supplier appeals against what was decided on it (standard 3.3.3)."""

from teleshop.assessment.consequence_ports import Attachments, Cooperation, Decisions
from teleshop.assessment.domain import consequences as rules
from teleshop.assessment.domain.matters import Consequence
from teleshop.assessment.domain.windows import DEFAULT_CONSEQUENCE_POLICY, ConsequencePolicy
from teleshop.assessment.errors.consequences import AppealFaultyError
from teleshop.assessment.schemas.consequence_events import ConsequenceAppealed
from teleshop.assessment.schemas.consequences import AppealBody
from teleshop.assessment.service.consequence_base import ConsequenceDesk, measure_of
from teleshop.assessment.tables.consequences import ConsequenceRepository
from teleshop.assessment.tables.scorecards import ScorecardRepository
from teleshop.deadlines.service import Deadlines
from teleshop.kernel.actor import Call


class Appeals(ConsequenceDesk):
    """Appeals; stateless."""

    def __init__(
        self,
        repository: ConsequenceRepository,
        deadlines: Deadlines,
        cooperation: Cooperation,
        decisions: Decisions,
        policy: ConsequencePolicy = DEFAULT_CONSEQUENCE_POLICY,
        *,
        scorecards: ScorecardRepository,
        attachments: Attachments,
    ) -> None:
        super().__init__(
            repository, deadlines, cooperation, decisions, policy, scorecards=scorecards
        )
        self._attachments = attachments

    def file_appeal(
        self, call: Call, supplier_id: str, quarter: str, body: AppealBody
    ) -> Consequence:
        """Stop what was announced until another person has decided on the appeal; its clock ends
        in the same transaction.
        """
        before = self._own(call, supplier_id, quarter)
        documents = tuple(dict.fromkeys(body.documents))
        after = rules.appealed(
            before, call.actor.subject, body.grounds.strip(), documents, call.now
        )
        if unusable := self._attachments.unusable(documents, call.actor):
            raise AppealFaultyError(
                errors=[
                    rules.unusable_document(index)
                    for index, one in enumerate(body.documents)
                    if one in unusable
                ]
            )
        tx = self._begin(call, "file_appeal", before)
        stored = self._store(tx, before, after)
        self._tell(
            tx,
            ConsequenceAppealed(
                supplier_id=supplier_id, quarter=quarter, measure=measure_of(stored)
            ),
        )
        self._ask(tx, stored)
        return tx.commit(stored)
