"""The quarterly sample: frame closed, drawn by seed, members invited, in steps that can be taken up
anywhere (standard 6.2.1).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from teleshop.kernel.actor import Call
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import RacedError
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.quarters import before as quarter_before
from teleshop.kernel.quarters import is_quarter, quarter_of
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.surveys.domain import sample as rules
from teleshop.surveys.domain.invitation import Cause
from teleshop.surveys.domain.programme import ProgrammeKind
from teleshop.surveys.domain.sample import (
    DRAWN_CHUNK,
    FRAME_CHUNK,
    INVITED_PER_STEP,
    MemberChunk,
    Sample,
    SampleState,
)
from teleshop.surveys.errors import (
    FrameNotFoundError,
    NotAQuarterlySampleError,
    ProgrammeNotActiveError,
    QuarterNotOverError,
    SampleExistsError,
    SampleNotFoundError,
)
from teleshop.surveys.schemas import SurveySampleRequested
from teleshop.surveys.service.base import Desk
from teleshop.surveys.service.counting import add_invitations
from teleshop.surveys.tables import ChunkRow, SampleRow

FRAME = "frame"
DRAWN = "drawn"


@dataclass(frozen=True, slots=True)
class Frame:
    """How many customers a quarter's frame holds by now, and from when on it may be closed."""

    quarter: str
    customers: int
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether frame and sample are what hash, seed and size say."""

    sample_id: str
    frame_size: int
    frame_matches: bool
    sample_matches: bool


class Samples(Desk):
    """Who is asked once a quarter."""

    def request_sample(
        self, call: Call, *, programme_id: str, quarter: str, size: int, seed: str
    ) -> Sample:
        """Ask for the sample of a quarter; the same again is the same sample.

        Refuses with `survey_quarter_not_over` until the frame may be closed.
        """
        programme = self._programme(programme_id)
        if programme.kind is not ProgrammeKind.QUARTERLY_SAMPLE:
            raise NotAQuarterlySampleError
        known = self._repository.find_sample(rules.sample_id(programme_id, quarter))
        if known is not None:
            if (known.size, known.seed) != (size, seed):
                raise SampleExistsError(quarter=quarter)
            return known
        active = self._repository.find_active(programme.kind, programme_id)
        if active is None or not active.terms.is_active(call.now):
            raise ProgrammeNotActiveError
        closes_at = rules.frame_closes_at(quarter, self._policy.frame_closes_after)
        if call.now < closes_at:
            raise QuarterNotOverError(quarter=quarter, day=f"{china_date(closes_at)}")
        made = Sample(
            id=rules.sample_id(programme_id, quarter),
            programme_id=programme_id,
            quarter=quarter,
            size=size,
            seed=seed,
            requested_at=call.now,
            requested_by=call.actor.subject,
        )
        tx = _begin(call, "request_survey_sample", made.id)
        tx.create(SampleRow, made, conflict=RacedError())
        tx.publish(
            SurveySampleRequested(
                sample_id=made.id,
                programme_id=programme_id,
                quarter=quarter,
                size=size,
                seed=seed,
            )
        )
        return tx.commit(made)

    def request_due(self, call: Call) -> list[Sample]:
        """Ask for the samples that programmes want by themselves, once the frame of the last
        quarter may be closed; what was asked for before is left alone.

        The seed is the quarter, so that nobody chooses it.
        """
        quarter = quarter_before(quarter_of(call.now))
        if call.now < rules.frame_closes_at(quarter, self._policy.frame_closes_after):
            return []
        return [
            self.request_sample(
                call,
                programme_id=active.programme_id,
                quarter=quarter,
                size=active.terms.sample_size,
                seed=quarter,
            )
            for active in self._repository.active(ProgrammeKind.QUARTERLY_SAMPLE)
            if active.terms.sample_size is not None
            and active.terms.is_active(call.now)
            and self._repository.find_sample(rules.sample_id(active.programme_id, quarter)) is None
        ]

    def advance(
        self, call: Call, sample_id: str, *, more_time: Callable[[], bool] = lambda: True
    ) -> Sample:
        """Take the steps that are left, as far as the time goes; each one is stored with what it
        did, so that another run goes on behind it and none is done twice.
        """
        sample = self.show(sample_id)
        while sample.state is not SampleState.DONE and more_time():
            match sample.state:
                case SampleState.CLOSING:
                    sample = self._close(call, sample)
                case SampleState.INVITING:
                    sample = self._invite_some(call, sample)
        return sample

    def unfinished(self) -> list[Sample]:
        """Samples with steps left."""
        return [one for one in self._repository.all_samples() if one.state is not SampleState.DONE]

    def _close(self, call: Call, sample: Sample) -> Sample:
        """Copy the next part of the frame; draw when there is none."""
        members = self._repository.frame_after(sample.quarter, sample.cursor, FRAME_CHUNK)
        if not members:
            return self._draw(call, sample)
        tx = _begin(call, "close_survey_frame", sample.id)
        chunk = MemberChunk(
            sample_id=sample.id, part=FRAME, number=sample.chunks, members=tuple(members)
        )
        tx.create(ChunkRow, chunk, conflict=RacedError(), audited=False)
        return tx.commit(
            tx.save(SampleRow, sample, rules.copied(sample, members), conflict=RacedError())
        )

    def _draw(self, call: Call, sample: Sample) -> Sample:
        frame = self._repository.members(sample.id, FRAME)
        chosen = rules.draw(frame, sample.size, sample.seed)
        tx = _begin(call, "draw_survey_sample", sample.id)
        for number, start in enumerate(range(0, len(chosen), DRAWN_CHUNK)):
            part = tuple(chosen[start : start + DRAWN_CHUNK])
            chunk = MemberChunk(sample_id=sample.id, part=DRAWN, number=number, members=part)
            tx.create(ChunkRow, chunk, conflict=RacedError(), audited=False)
        return tx.commit(
            tx.save(SampleRow, sample, rules.drawn(sample, len(chosen)), conflict=RacedError())
        )

    def _invite_some(self, call: Call, sample: Sample) -> Sample:
        """Invite the next members; who does not want to be asked is left out, and everybody once
        the programme is closed.
        """
        number, offset = divmod(sample.handled, DRAWN_CHUNK)
        chunk = self._repository.find_chunk(sample.id, DRAWN, number)
        if chunk is None:
            raise SampleNotFoundError
        members = list(islice(chunk.members, offset, offset + INVITED_PER_STEP))
        active = self._repository.find_active(ProgrammeKind.QUARTERLY_SAMPLE, sample.programme_id)
        tx = _begin(call, "invite_survey_sample", sample.id)
        wanted = [member for member in members if active and self._may_be_asked(member)]
        for member in wanted:
            if active is not None:
                self._invite(
                    tx,
                    active,
                    Cause(customer_id=member),
                    quarter=sample.quarter,
                    sample_id=sample.id,
                    audited=False,
                )
        add_invitations(tx, self._repository, sample.programme_id, sample.quarter, len(wanted))
        after = rules.invited(sample, len(members), len(wanted))
        return tx.commit(tx.save(SampleRow, sample, after, conflict=RacedError()))

    def _may_be_asked(self, customer_id: str) -> bool:
        contact = self._repository.find_contact(customer_id)
        return contact is None or contact.opted_out_at is None

    def show(self, sample_id: str) -> Sample:
        """One sample."""
        found = self._repository.find_sample(sample_id)
        if found is None:
            raise SampleNotFoundError
        return found

    def frame(self, quarter: str) -> Frame:
        """What a sample of the quarter would be drawn from."""
        if not is_quarter(quarter):
            raise FrameNotFoundError
        closes_at = rules.frame_closes_at(quarter, self._policy.frame_closes_after)
        return Frame(quarter, self._repository.frame_size(quarter), closes_at)

    def verify(self, sample_id: str) -> Verification:
        """Draw the sample again from its stored frame, and compare."""
        sample = self.show(sample_id)
        frame = list(self._repository.members(sample_id, FRAME))
        found = list(self._repository.members(sample_id, DRAWN))
        drawn = [] if sample.state is SampleState.CLOSING else found
        right = rules.draw(frame, sample.size, sample.seed) if drawn else []
        return Verification(
            sample_id=sample_id,
            frame_size=len(frame),
            frame_matches=rules.chained("", frame) == sample.frame_hash,
            sample_matches=drawn == right and len(drawn) == sample.drawn,
        )

    def list_members(self, sample_id: str, part: str, page: PageRequest) -> Page[MemberChunk]:
        """The copied frame or the drawn members, some hundred at a time, for drawing again."""
        self.show(sample_id)
        return self._repository.member_chunks(sample_id, part, page)

    def list_samples(self, programme_id: str | None, page: PageRequest) -> Page[Sample]:
        """All samples, or those of a programme, newest first."""
        return self._repository.samples(programme_id, page)


def _begin(call: Call, action: str, sample_id: str) -> Transaction:
    return Transaction(call, action, Subject("survey_sample", sample_id))
