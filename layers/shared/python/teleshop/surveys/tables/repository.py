"""Reads of the surveys table."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page
from teleshop.surveys.domain.answer import SurveyAnswer
from teleshop.surveys.domain.invitation import Contact, Invitation, InvitationState, TokenHolder
from teleshop.surveys.domain.programme import (
    ActiveProgramme,
    Programme,
    ProgrammeKind,
    QuestionSet,
)
from teleshop.surveys.domain.publication import Publication
from teleshop.surveys.domain.sample import FrameMember, MemberChunk, Sample
from teleshop.surveys.domain.statistics import Counter
from teleshop.surveys.tables.rows import (
    WAITING,
    ActiveRow,
    AnswerRow,
    ByProgramme,
    ChunkRow,
    ContactRow,
    CounterRow,
    FrameRow,
    InvitationRow,
    ProgrammeRow,
    PublicationRow,
    PublishedRow,
    QuestionSetRow,
    SampleRow,
    TokenRow,
)

MANY = 1000
"""Rows read at a time where all are wanted; a page of DynamoDB ends at 1 MB anyway."""


class SurveyRepository:
    """Finds what this context stored; no scans, no filters."""

    # -- programmes --

    def find_programme(self, programme_id: str) -> Programme | None:
        """The programme as it is stored now."""
        found: Programme | None = ProgrammeRow.find(ProgrammeRow.PK, programme_id)
        return found

    def programmes(self) -> list[Programme]:
        """All programmes, oldest first."""
        return self._all(ProgrammeRow, ProgrammeRow.PK)

    def list_programmes(self, page: PageRequest) -> Page[Programme]:
        """All programmes, newest first."""
        return query_page(
            ProgrammeRow,
            ProgrammeRow,
            ProgrammeRow.PK,
            page,
            scope="survey-programmes",
            newest_first=True,
        )

    def find_version(self, programme_id: str, number: int) -> QuestionSet | None:
        """A published version."""
        found: QuestionSet | None = QuestionSetRow.find(
            programme_id, QuestionSetRow.sort_key(number)
        )
        return found

    def versions(self, programme_id: str, page: PageRequest) -> Page[QuestionSet]:
        """The published versions of a programme, newest first."""
        return query_page(
            QuestionSetRow,
            QuestionSetRow,
            programme_id,
            page,
            scope="survey-versions",
            range_condition=QuestionSetRow.sk.startswith(QuestionSetRow.PREFIX),
            newest_first=True,
        )

    def active(self, kind: ProgrammeKind) -> list[ActiveProgramme]:
        """The versions in force of all programmes of a kind, oldest programme first."""
        return self._all(ActiveRow, ActiveRow.partition(kind))

    def find_active(self, kind: ProgrammeKind, programme_id: str) -> ActiveProgramme | None:
        """The version in force of a programme."""
        found: ActiveProgramme | None = ActiveRow.find(ActiveRow.partition(kind), programme_id)
        return found

    # -- invitations --

    def find_invitation(self, invitation_id: str) -> Invitation | None:
        """The invitation as it is stored now."""
        found: Invitation | None = InvitationRow.find(invitation_id, InvitationRow.SK)
        return found

    def find_holder(self, token_hash: str) -> TokenHolder | None:
        """What a token in force belongs to."""
        found: TokenHolder | None = TokenRow.find(TokenRow.partition(token_hash), TokenRow.SK)
        return found

    def find_contact(self, customer_id: str) -> Contact | None:
        """What is known of asking a customer."""
        found: Contact | None = ContactRow.find(ContactRow.partition(customer_id), ContactRow.SK)
        return found

    def open_of(self, customer_id: str, page: PageRequest) -> Page[Invitation]:
        """Open invitations of a customer, those that end first in front."""
        return query_page(
            InvitationRow.by_customer, InvitationRow, customer_id, page, scope="my-surveys"
        )

    def invitations(
        self, programme_id: str, state: InvitationState, page: PageRequest
    ) -> Page[Invitation]:
        """Invitations of a programme in one state, those that end first in front."""
        return query_page(
            InvitationRow.by_programme,
            InvitationRow,
            InvitationRow.partition(programme_id, state),
            page,
            scope="survey-invitations",
        )

    # -- answers and what is counted of them --

    def find_answer(self, programme_id: str, quarter: str, answer_id: str) -> SurveyAnswer | None:
        """An answer, released or not."""
        found: SurveyAnswer | None = AnswerRow.find(
            AnswerRow.partition(programme_id, quarter), answer_id
        )
        return found

    def answers(self, programme_id: str, quarter: str, page: PageRequest) -> Page[SurveyAnswer]:
        """Released answers, newest first."""
        return query_page(
            AnswerRow.by_programme,
            AnswerRow,
            AnswerRow.partition(programme_id, quarter),
            page,
            scope="survey-answers",
            newest_first=True,
        )

    def all_answers(self, programme_id: str, quarter: str) -> Iterator[SurveyAnswer]:
        """Every answer as it is stored now."""
        yield from self._each(AnswerRow, AnswerRow.partition(programme_id, quarter))

    def waiting(self, before: date) -> Iterator[SurveyAnswer]:
        """Anonymous answers of earlier days that nobody was told of, by day and then by chance."""
        rows = AnswerRow.by_programme.query(
            WAITING, ByProgramme.list_sort < before.isoformat(), page_size=MANY
        )
        with reading():
            for row in rows:
                yield row.to_entity()

    def find_counter(
        self, programme_id: str, quarter: str, group: str, value: str
    ) -> Counter | None:
        """What is counted of one group."""
        found: Counter | None = CounterRow.find(
            CounterRow.partition(programme_id, quarter), CounterRow.sort_key(group, value)
        )
        return found

    def counters(
        self, programme_id: str, quarter: str, group: str, page: PageRequest
    ) -> Page[Counter]:
        """What is counted by one kind of group."""
        return query_page(
            CounterRow,
            CounterRow,
            CounterRow.partition(programme_id, quarter),
            page,
            scope=f"survey-results|{group}",
            range_condition=CounterRow.sk.startswith(f"{group}#"),
        )

    def all_counters(self, programme_id: str, quarter: str) -> list[Counter]:
        """Everything that is counted of a programme and quarter."""
        return self._all(CounterRow, CounterRow.partition(programme_id, quarter))

    # -- samples --

    def find_member(self, quarter: str, customer_id: str) -> FrameMember | None:
        """A customer of a frame."""
        found: FrameMember | None = FrameRow.find(FrameRow.partition(quarter), customer_id)
        return found

    def frame_size(self, quarter: str) -> int:
        """How many customers a frame holds; reads all of them, and answers only the number."""
        with reading():
            return FrameRow.count(FrameRow.partition(quarter))

    def frame_after(self, quarter: str, customer_id: str, limit: int) -> list[str]:
        """The next customers of a frame in order of their ids; ``customer_id`` "" is before
        all.
        """
        rows = FrameRow.query(
            FrameRow.partition(quarter),
            FrameRow.sk > customer_id if customer_id else None,
            limit=limit,
            consistent_read=True,
        )
        with reading():
            return [row.customer_id for row in rows]

    def find_sample(self, sample_id: str) -> Sample | None:
        """The sample as it is stored now."""
        found: Sample | None = SampleRow.find(SampleRow.PK, sample_id)
        return found

    def samples(self, programme_id: str | None, page: PageRequest) -> Page[Sample]:
        """All samples, or those of a programme, newest first."""
        return query_page(
            SampleRow,
            SampleRow,
            SampleRow.PK,
            page,
            scope=f"survey-samples|{programme_id or ''}",
            range_condition=SampleRow.sk.startswith(programme_id) if programme_id else None,
            newest_first=True,
        )

    def all_samples(self) -> list[Sample]:
        """All samples: one per programme and quarter."""
        return self._all(SampleRow, SampleRow.PK)

    def members(self, sample_id: str, part: str) -> Iterator[str]:
        """The members of a copied frame or of a draw, in their order."""
        chunk: MemberChunk
        for chunk in self._each(
            ChunkRow, ChunkRow.partition(sample_id), ChunkRow.sk.startswith(f"{part}#")
        ):
            yield from chunk.members

    def member_chunks(self, sample_id: str, part: str, page: PageRequest) -> Page[MemberChunk]:
        """Some parts of a copied frame or of a draw."""
        return query_page(
            ChunkRow,
            ChunkRow,
            ChunkRow.partition(sample_id),
            page,
            scope=f"survey-members|{part}",
            range_condition=ChunkRow.sk.startswith(f"{part}#"),
        )

    def find_chunk(self, sample_id: str, part: str, number: int) -> MemberChunk | None:
        """One part."""
        found: MemberChunk | None = ChunkRow.find(
            ChunkRow.partition(sample_id), ChunkRow.sort_key(part, number)
        )
        return found

    # -- publications --

    def find_published(self, quarter: str) -> Publication | None:
        """The latest version published of a quarter."""
        found: Publication | None = PublishedRow.find(PublishedRow.PK, quarter)
        return found

    def published(self, page: PageRequest) -> Page[Publication]:
        """The latest version of each quarter, newest quarter first."""
        return query_page(
            PublishedRow,
            PublishedRow,
            PublishedRow.PK,
            page,
            scope="satisfaction",
            newest_first=True,
        )

    def all_publications(self, quarter: str) -> list[Publication]:
        """All versions of a quarter, oldest first."""
        return self._all(PublicationRow, PublicationRow.partition(quarter))

    def publications(self, quarter: str, page: PageRequest) -> Page[Publication]:
        """All versions of a quarter, newest first."""
        return query_page(
            PublicationRow,
            PublicationRow,
            PublicationRow.partition(quarter),
            page,
            scope="satisfaction-publications",
            newest_first=True,
        )

    @staticmethod
    def _each(row: Any, hash_key: str, condition: Any = None) -> Iterator[Any]:
        rows = row.query(hash_key, condition, consistent_read=True, page_size=MANY)
        with reading():
            for item in rows:
                yield item.to_entity()

    def _all(self, row: Any, hash_key: str) -> list[Any]:
        return list(self._each(row, hash_key))
