"""Publishing the figures of a quarter, for everybody to see (standard 6.2.4)."""

from dataclasses import replace

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.quarters import day_after, is_over
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.surveys.domain import publication as rules
from teleshop.surveys.domain.publication import Publication
from teleshop.surveys.domain.statistics import ALL, Counter
from teleshop.surveys.errors import CorrectionReasonError, NoAnswersError, QuarterNotOverError
from teleshop.surveys.schemas import PublicationBody, SatisfactionPublished
from teleshop.surveys.service.base import Desk
from teleshop.surveys.tables import CounterRow, PublicationRow, PublishedRow

MODES = 10


class Publications(Desk):
    """What everybody may see."""

    def publish_quarter(self, call: Call, body: PublicationBody) -> Publication:
        """Freeze the figures of a quarter that is over. Published again it is a correction with a
        reason; the versions before stay on record, and what differs from them by few answers is
        withheld.
        """
        quarter, reason = body.quarter, body.reason.strip()
        if not is_over(quarter, call.now):
            raise QuarterNotOverError(quarter=quarter, day=f"{day_after(quarter)}")
        before = self._repository.find_published(quarter)
        if before is not None and not reason:
            raise CorrectionReasonError(quarter=quarter)
        counters = self._counters(quarter)
        if not any(counter.answers for _, counter in counters):
            raise NoAnswersError(quarter=quarter)
        smallest = self._policy.smallest_group
        versions = self._repository.all_publications(quarter) if before is not None else []
        zh, en = rules.methods_of(quarter, smallest)
        made = Publication(
            quarter=quarter,
            figures=rules.figures_of(counters, smallest, versions),
            methods_zh=zh,
            methods_en=en,
            published_at=call.now,
            published_by=call.actor.subject,
            reason=reason if before is not None else "",
            version=before.version + 1 if before is not None else 1,
        )
        tx = Transaction(call, "publish_satisfaction", Subject("satisfaction", quarter))
        if before is None:
            tx.create(PublishedRow, made, conflict=RacedError(), audited=False)
        else:
            # Saving counts the version up, which is that of the publication.
            latest = replace(made, version=before.version)
            tx.save(PublishedRow, before, latest, conflict=RacedError(), audited=False)
        tx.create(PublicationRow, made, conflict=RacedError(), audited=False)
        for _, counter in counters:
            if counter.group == ALL:
                # Nothing was counted since: the total and its breakdown belong together.
                tx.require(
                    CounterRow,
                    CounterRow.partition(counter.programme_id, quarter),
                    CounterRow.sort_key(ALL, ALL),
                    CounterRow.version == counter.version,
                    conflict=RacedError(),
                )
        shown = sum(one.figure is not None for one in made.figures)
        tx.publish(
            SatisfactionPublished(
                quarter=quarter,
                version=made.version,
                shown=shown,
                withheld=len(made.figures) - shown,
            )
        )
        tx.note(quarter=quarter, version=made.version)
        return tx.commit(made)

    def _counters(self, quarter: str) -> list[tuple[str, Counter]]:
        """The whole and the ways of answering of all programmes, with their kinds."""
        found: list[tuple[str, Counter]] = []
        for programme in self._repository.programmes():
            for group in (ALL, "mode"):
                page = self._repository.counters(programme.id, quarter, group, PageRequest(MODES))
                found += [(programme.kind.value, counter) for counter in page.items]
        return found

    def published(self, page: PageRequest) -> Page[Publication]:
        """The latest figures of each published quarter, newest first; for everybody."""
        return self._repository.published(page)

    def list_versions(self, quarter: str, page: PageRequest) -> Page[Publication]:
        """All that was ever published of a quarter, newest first; for staff."""
        return self._repository.publications(quarter, page)
