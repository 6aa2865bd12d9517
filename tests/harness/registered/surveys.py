"""Use cases of surveys. Tokens are known ones: what is stored of them is compared."""

import dataclasses
from typing import Any

import msgspec

from teleshop.deadlines.wiring import service as deadlines
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.surveys.domain.answer import SurveyAnswer
from teleshop.surveys.domain.invitation import Invitation
from teleshop.surveys.domain.programme import Programme
from teleshop.surveys.domain.sample import Sample
from teleshop.surveys.schemas import ProgrammeBody, PublicationBody, TermsBody
from teleshop.surveys.service import Invitations
from teleshop.surveys.tables import CounterRow, SurveyRepository
from teleshop.surveys.wiring import service
from tests.factories import surveys as make
from tests.harness.fault_walk import UseCase
from tests.harness.world import World

OTHER_TOKEN = "YW5vdGhlciBzZWNyZXQgb2YgdGhpcnR5LXR3byBieXRlcw"


# -- programmes --


def make_programme(world: World, _: None) -> object:
    call = world.call("make", actor=make.LEAD)
    body = msgspec.convert(make.programme_form(), ProgrammeBody)
    return world.run(call, lambda: service().programmes.make_programme(call, body))


def prepare_draft(world: World) -> Programme:
    return make.drafted()


def change_draft(world: World, programme: Programme) -> object:
    call = world.call("change", actor=make.LEAD)
    form = make.programme_form(answer_days=20)
    del form["kind"]
    body = msgspec.convert(form, TermsBody)
    return world.run(call, lambda: service().programmes.change_draft(call, programme.id, body))


def prepare_published(world: World) -> Programme:
    return make.published()


def prepare_changed(world: World) -> Programme:
    """A version in force, and a draft that differs."""
    programme = make.published()
    change_draft(world, programme)
    return programme


def publish_programme(world: World, programme: Programme) -> object:
    call = world.call("publish", actor=make.MANAGER)
    return world.run(call, lambda: service().programmes.publish_programme(call, programme.id))


def close_programme(world: World, programme: Programme) -> object:
    call = world.call("close", actor=make.MANAGER)
    return world.run(call, lambda: service().programmes.close_programme(call, programme.id))


# -- invitations --


def case_closed(world: World, _: Programme) -> object:
    call = world.call("event")
    return world.run(call, lambda: service().invitations.case_closed(call, make.closed_case()))


def prepare_delivery(world: World) -> Programme:
    return make.published("after_delivery", delay_days=2)


def order_delivered(world: World, _: Programme) -> object:
    call, told = world.call("event"), make.delivered_order()
    return world.run(call, lambda: service().invitations.order_delivered(call, told))


def prepare_scheduled(world: World) -> Invitation:
    make.published("after_delivery", delay_days=2)
    made = service().invitations.order_delivered(make.call(), make.delivered_order())
    assert made is not None
    return made


def open_invitation(world: World, invitation: Invitation) -> object:
    call = world.call("event", now=invitation.opens_at)
    return world.run(call, lambda: service().invitations.open_invitation(call, invitation.id))


def prepare_invited(world: World) -> Invitation:
    make.published()
    return make.invited()


def lapse_invitation(world: World, invitation: Invitation) -> object:
    call = world.call("event", now=invitation.expires_at)
    return world.run(call, lambda: service().invitations.lapse_invitation(call, invitation.id))


def prepare_linked(world: World) -> Invitation:
    invitation = prepare_invited(world)
    make.linked(invitation)
    return invitation


def issue_link(world: World, invitation: Invitation) -> object:
    """In place of another one."""
    call = world.call("link", actor=make.CUSTOMER)
    own = Invitations(SurveyRepository(), deadlines(), tokens=lambda: OTHER_TOKEN)
    return world.run(call, lambda: own.issue_link(call, invitation.id))


def opt_out(world: World, _: Invitation) -> object:
    call = world.call("out", actor=make.CUSTOMER)
    return world.run(call, lambda: service().invitations.opt_out(call, None))


def opt_out_by_token(world: World, _: Invitation) -> object:
    call = world.call("out")
    return world.run(call, lambda: service().invitations.opt_out_by_token(call, make.TOKEN))


def prepare_out(world: World) -> None:
    service().invitations.opt_out(make.call(make.CUSTOMER), None)


def opt_in(world: World, _: None) -> object:
    call = world.call("in", actor=make.CUSTOMER)
    return world.run(call, lambda: service().invitations.opt_in(call, None))


# -- answers and figures --


def answer_online(world: World, _: Invitation) -> object:
    """With a low score."""
    call, body = world.call("answer"), make.online(goods=1, remark="很慢")
    return world.run(call, lambda: service().answers.answer_online(call, make.TOKEN, body))


def answer_with_staff(world: World, invitation: Invitation) -> object:
    call, body = world.call("answer", actor=make.AGENT), make.by_telephone()
    return world.run(call, lambda: service().answers.answer_with_staff(call, invitation.id, body))


def prepare_anonymous(world: World) -> None:
    make.published(anonymous=True)
    for customer in ("customer-1", "customer-2"):
        make.answered(make.invited(customer))


def release_anonymous(world: World, _: None) -> object:
    service().answers.release_anonymous(world.call(now=make.later(1)))
    return None


def count_invitation(world: World, invitation: Invitation) -> object:
    call, told = world.call("event"), make.told_invited(invitation)
    return world.run(call, lambda: service().results.count_invitation(call, told))


def prepare_answered(world: World) -> SurveyAnswer:
    return make.answered(prepare_invited(world))


def count_answer(world: World, answer: SurveyAnswer) -> object:
    call, told = world.call("event"), make.told_answered(answer)
    return world.run(call, lambda: service().results.count_answer(call, told))


def prepare_wrong(world: World) -> SurveyAnswer:
    """A counter that does not fit the answers."""
    answer = prepare_answered(world)
    make.counted(answer)
    known = SurveyRepository().find_counter(answer.programme_id, answer.quarter, "all", "all")
    assert known is not None
    tx = Transaction(make.call(), "spoil", Subject("tests", "spoil"))
    tx.save(CounterRow, known, dataclasses.replace(known, answers=7), conflict=RacedError())
    tx.commit(None)
    return answer


def rebuild(world: World, answer: SurveyAnswer) -> object:
    call = world.call("rebuild", actor=make.MANAGER)
    return world.run(
        call, lambda: service().results.rebuild(call, answer.programme_id, answer.quarter)
    )


def is_right(world: World, answer: SurveyAnswer) -> None:
    known = SurveyRepository().find_counter(answer.programme_id, answer.quarter, "all", "all")
    assert known is not None
    assert known.answers == 1


# -- samples --


def prepare_frame(world: World) -> Programme:
    """Three customers, and a programme that samples two by itself."""
    programme = make.published("quarterly_sample", sample_size=2)
    for number in range(3):
        order = make.delivered_order(customer_id=f"customer-{number}", order_id=f"o-{number}")
        service().invitations.order_delivered(make.call(), order)
    return programme


def request_sample(world: World, programme: Programme) -> object:
    call = world.call("sample", actor=make.MANAGER, now=make.AFTER_QUARTER)
    return world.run(
        call,
        lambda: service().samples.request_sample(
            call, programme_id=programme.id, quarter=make.QUARTER, size=2, seed="seed-1"
        ),
    )


def request_due(world: World, _: Programme) -> object:
    service().samples.request_due(world.call(now=make.AFTER_QUARTER))
    return None


def prepare_sample(world: World) -> Sample:
    programme = prepare_frame(world)
    return service().samples.request_sample(
        make.call(make.MANAGER, make.AFTER_QUARTER),
        programme_id=programme.id,
        quarter=make.QUARTER,
        size=2,
        seed="seed-1",
    )


def advance(world: World, sample: Sample) -> object:
    service().samples.advance(world.call(now=make.AFTER_QUARTER), sample.id)
    return None


# -- publications --


def prepare_counted(world: World) -> None:
    make.counted(prepare_answered(world))


def prepare_public(world: World) -> None:
    prepare_counted(world)
    body = PublicationBody(quarter=make.QUARTER)
    service().publications.publish_quarter(make.call(make.MANAGER, make.AFTER_QUARTER), body)


def publish_quarter(world: World, _: Any) -> object:
    call = world.call("publish", actor=make.MANAGER, now=make.AFTER_QUARTER)
    body = PublicationBody(quarter=make.QUARTER, reason="补录电话答复")
    return world.run(call, lambda: service().publications.publish_quarter(call, body))


def _case(name: str, clause: str, prepare: Any, act: Any, method: str, **more: Any) -> UseCase:
    return UseCase(f"surveys.{name}", clause, prepare, act, covers=(f"surveys.{method}",), **more)


USE_CASES = (
    _case(
        "make_programme",
        "6.2.1",
        lambda world: None,
        make_programme,
        "Programmes.make_programme",
    ),
    _case("change_draft", "6.2.1", prepare_draft, change_draft, "Programmes.change_draft"),
    _case(
        "publish_programme.first",
        "6.2.1",
        prepare_draft,
        publish_programme,
        "Programmes.publish_programme",
    ),
    _case(
        "publish_programme.next",
        "6.2.1",
        prepare_changed,
        publish_programme,
        "Programmes.publish_programme",
    ),
    _case(
        "close_programme",
        "6.2.1",
        prepare_published,
        close_programme,
        "Programmes.close_programme",
    ),
    _case("case_closed", "2.4.4", prepare_published, case_closed, "Invitations.case_closed"),
    _case(
        "order_delivered",
        "2.4.4",
        prepare_delivery,
        order_delivered,
        "Invitations.order_delivered",
    ),
    _case(
        "open_invitation",
        "6.2.2",
        prepare_scheduled,
        open_invitation,
        "Invitations.open_invitation",
    ),
    _case(
        "lapse_invitation",
        "6.2.2",
        prepare_invited,
        lapse_invitation,
        "Invitations.lapse_invitation",
    ),
    _case("issue_link", "6.2.2", prepare_linked, issue_link, "Invitations.issue_link"),
    _case("opt_out", "6.2.2", prepare_invited, opt_out, "Invitations.opt_out"),
    _case(
        "opt_out_by_token",
        "6.2.2",
        prepare_linked,
        opt_out_by_token,
        "Invitations.opt_out_by_token",
    ),
    _case("opt_in", "6.2.2", prepare_out, opt_in, "Invitations.opt_in"),
    _case("answer_online", "6.2.2", prepare_linked, answer_online, "Answers.answer_online"),
    _case(
        "answer_with_staff",
        "6.2.2",
        prepare_invited,
        answer_with_staff,
        "Answers.answer_with_staff",
    ),
    _case(
        "release_anonymous",
        "6.2.2",
        prepare_anonymous,
        release_anonymous,
        "Answers.release_anonymous",
    ),
    _case(
        "count_invitation",
        "6.2.3",
        prepare_invited,
        count_invitation,
        "Results.count_invitation",
    ),
    _case("count_answer", "6.2.3", prepare_answered, count_answer, "Results.count_answer"),
    _case("rebuild", "6.2.3", prepare_wrong, rebuild, "Results.rebuild", check=is_right),
    _case("request_sample", "6.2.1", prepare_frame, request_sample, "Samples.request_sample"),
    _case("request_due", "6.2.1", prepare_frame, request_due, "Samples.request_due"),
    _case("advance_sample", "6.2.1", prepare_sample, advance, "Samples.advance"),
    _case(
        "publish_quarter.first",
        "6.2.4",
        prepare_counted,
        publish_quarter,
        "Publications.publish_quarter",
    ),
    _case(
        "publish_quarter.correction",
        "6.2.4",
        prepare_public,
        publish_quarter,
        "Publications.publish_quarter",
    ),
)
