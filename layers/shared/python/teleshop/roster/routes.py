"""Routes of the roster context."""

from typing import TYPE_CHECKING

import msgspec

from teleshop.kernel.schema import Listing, NoBody, NoQuery
from teleshop.roster.schemas import (
    CancellationBody,
    CoverGapsQuery,
    CoverGapView,
    CoverQuery,
    CoverView,
    DutiesView,
    HourView,
    PersonView,
    PlannedView,
    ShiftsBody,
    ShiftsQuery,
    ShiftView,
    StaffBody,
    StaffChange,
    StaffQuery,
    StaffView,
    TrainingBody,
    TrainingsView,
)
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from typing import Any

    from teleshop.roster.service import Duty, HourOfRule, PersonFile, Planned

api = ApiBlueprint(__name__)


def to_member(member: "Any") -> Answer:
    """A member of staff."""
    return Answer(StaffView.of(member), member.version)


def to_person(person: "PersonFile") -> Answer:
    """A member of staff with load and training."""
    member = msgspec.structs.asdict(StaffView.of(person.member))
    view = PersonView(
        **member,
        cases=person.cases,
        courses=dict(person.courses),
        trained_until=dict(person.trained),
    )
    return Answer(view, person.member.version)


def to_members(page: "Any") -> Listing[StaffView]:
    """One page of staff."""
    return Listing.of(page.map(StaffView.of))


def to_plan(planned: "Planned") -> PlannedView:
    """Planned shifts and what to think about."""
    return PlannedView.of(planned.shifts, planned.warnings)


def to_shift(shift: "Any") -> Answer:
    """One shift."""
    return Answer(ShiftView.of(shift), shift.version)


def to_shifts(page: "Any") -> Listing[ShiftView]:
    """One page of shifts."""
    return Listing.of(page.map(ShiftView.of))


def to_cover(found: "list[HourOfRule]") -> CoverView:
    """The cover of hours."""
    return CoverView(
        hours=[
            HourView(
                starts_at=one.hour.starts_at,
                rule=one.rule.key,
                needed=one.hour.needed,
                present=one.hour.present,
                covered=one.hour.covered,
            )
            for one in found
        ]
    )


def to_gaps(page: "Any") -> Listing[CoverGapView]:
    """One page of gaps."""
    return Listing.of(page.map(CoverGapView.of))


@api.get(
    "/staff",
    query=StaffQuery,
    answer=Listing[StaffView],
    present=to_members,
    clause="6.1.2",
    summary=("查询客服人员", "List the staff of customer service"),
)
def list_staff(request: Request[NoBody, StaffQuery]) -> "Any":
    """Members of staff by team."""
    from teleshop.roster.wiring import staff

    return staff().list_members(request.query.team, request.query.page)


@api.post(
    "/staff",
    body=StaffBody,
    answer=StaffView,
    status=201,
    present=to_member,
    location="/staff/{subject}",
    clause="6.1.2",
    summary=("登记客服人员", "Enter a member of staff"),
)
def add_staff(request: Request[StaffBody, NoQuery]) -> "Any":
    """Enter a member of staff."""
    from teleshop.roster.wiring import staff

    return staff().add_member(request.call, request.body.member(request.body.subject))


@api.get(
    "/staff/{subject}",
    answer=PersonView,
    present=to_person,
    versioned=True,
    clause="6.1.2",
    summary=("查看客服人员的技能、培训和在办数", "Show somebody's skills, training and load"),
)
def show_staff(request: Request[NoBody, NoQuery]) -> "PersonFile":
    """A member of staff with load and training."""
    from teleshop.roster.wiring import staff

    return staff().show_member(request.path["subject"])


@api.put(
    "/staff/{subject}",
    body=StaffChange,
    answer=StaffView,
    present=to_member,
    versioned=True,
    clause="6.1.2",
    summary=("修改客服人员", "Change a member of staff"),
)
def change_staff(request: Request[StaffChange, NoQuery]) -> "Any":
    """Replace what is entered of a member of staff."""
    from teleshop.roster.wiring import staff

    return staff().change_member(request.call, request.body.member(request.path["subject"]))


@api.post(
    "/staff/{subject}/trainings",
    body=TrainingBody,
    answer=TrainingsView,
    status=201,
    present=TrainingsView.of,
    clause="6.1.2",
    summary=("登记培训记录", "Record training"),
)
def record_training(request: Request[TrainingBody, NoQuery]) -> "Any":
    """Record a course that somebody passed."""
    from teleshop.roster.wiring import staff

    return staff().record_training(
        request.call, request.path["subject"], request.body.course, request.body.valid_until
    )


@api.get(
    "/shifts",
    query=ShiftsQuery,
    answer=Listing[ShiftView],
    present=to_shifts,
    clause="6.1.1",
    summary=("查询班次", "List shifts"),
)
def list_shifts(request: Request[NoBody, ShiftsQuery]) -> "Any":
    """The shifts that begin in a stretch of time."""
    from teleshop.roster.wiring import shifts

    query = request.query
    return shifts().list_shifts(query.since, query.until, query.page)


@api.post(
    "/shifts",
    body=ShiftsBody,
    answer=PlannedView,
    status=201,
    present=to_plan,
    clause="6.1.1",
    summary=("批量排班", "Plan shifts"),
)
def plan_shifts(request: Request[ShiftsBody, NoQuery]) -> "Planned":
    """Plan up to two hundred shifts; all are checked before the first is stored."""
    from teleshop.roster.wiring import shifts

    return shifts().plan_shifts(request.call, request.body.wanted())


@api.post(
    "/shifts/{shift_id}/cancellation",
    body=CancellationBody,
    answer=ShiftView,
    present=to_shift,
    clause="6.1.1",
    summary=("取消班次", "Cancel a shift"),
)
def cancel_shift(request: Request[CancellationBody, NoQuery]) -> "Any":
    """Take a shift out of the roster."""
    from teleshop.roster.wiring import shifts

    return shifts().cancel_shift(request.call, request.path["shift_id"], request.body.reason)


@api.get(
    "/on-duty",
    answer=DutiesView,
    present=DutiesView.of,
    clause="6.1.1",
    summary=("查看当前在班人员", "Show who is on duty"),
)
def show_duty(request: Request[NoBody, NoQuery]) -> "list[Duty]":
    """Who is on shift now with valid training, least loaded first."""
    from teleshop.roster.wiring import service

    return service().on_duty(request.call.now)


@api.get(
    "/cover",
    query=CoverQuery,
    answer=CoverView,
    present=to_cover,
    clause="6.1.1",
    summary=("查看各小时在班人数", "Show how many people are there in each hour"),
)
def show_cover(request: Request[NoBody, CoverQuery]) -> "list[HourOfRule]":
    """The number of people in each hour, by rule of cover."""
    from teleshop.roster.wiring import cover

    return cover().cover(request.query.since or request.call.now, request.query.hours)


@api.get(
    "/cover-gaps",
    query=CoverGapsQuery,
    answer=Listing[CoverGapView],
    present=to_gaps,
    clause="6.1.1",
    summary=("查询无人值守的时段", "List hours without enough people"),
)
def list_gaps(request: Request[NoBody, CoverGapsQuery]) -> "Any":
    """Open gaps, the next first; or closed ones, the latest first."""
    from teleshop.roster.wiring import cover

    return cover().gaps(request.query.page, closed=request.query.closed)
