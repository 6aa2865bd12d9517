"""A small application with one route of each kind, behind the real pipeline."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
import pytest
from chalice.app import Chalice

from teleshop.kernel.actor import Call, Role
from teleshop.kernel.errors import NotFoundError
from teleshop.kernel.schema import Input, Listing, ListQuery, NoBody, NoQuery, Output
from teleshop.kernel.settings import settings
from teleshop.web import permissions
from teleshop.web.auth import auth
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.permissions import PUBLIC, Rule, roles
from teleshop.web.request import Answer, Request
from tests.api.client import ApiClient
from tests.api.conftest import client_of
from tests.harness.template import environment

SUMMARY = ("测试", "Test")
STAFF = roles(Role.REVIEWER, Role.MANAGER)
RULES: dict[tuple[str, str], Rule] = {
    ("GET", "/open"): PUBLIC,
    ("GET", "/notes"): STAFF,
    ("POST", "/notes"): STAFF,
    ("GET", "/notes/{id}"): STAFF,
    ("PUT", "/notes/{id}"): STAFF,
    ("PATCH", "/notes/{id}"): STAFF,
    ("DELETE", "/notes/{id}"): STAFF,
    ("POST", "/notes/{id}/pings"): STAFF,
}


@dataclass(frozen=True)
class Note:
    """What the stand-in service stores."""

    id: str
    text: str
    version: int = 0


class NoteBody(Input, frozen=True, kw_only=True):
    text: str
    size: int = 1
    labels: dict[str, int] = msgspec.field(default_factory=dict)


class NoteView(Output, frozen=True, kw_only=True):
    id: str
    text: str


@dataclass
class Service:
    """Keeps notes in memory; ``fail`` is raised or called before anything else."""

    notes: dict[str, Note] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    fail: list[Exception] = field(default_factory=list)
    commit: Callable[[Call, Note], Note] = lambda _, note: note

    def enter(self, call: Call) -> None:
        self.calls.append(call)
        if self.fail:
            raise self.fail.pop(0)

    def add(self, call: Call, text: str) -> Note:
        self.enter(call)
        note = Note(f"note {len(self.notes) + 1}", text)
        self.notes[note.id] = note
        return self.commit(call, note)

    def get(self, call: Call, note_id: str) -> Note:
        self.enter(call)
        if note_id not in self.notes:
            raise NotFoundError
        return self.notes[note_id]

    def change(self, call: Call, note_id: str, text: str) -> Note:
        note = self.get(call, note_id)
        call.check_version(note.version)
        self.notes[note_id] = replace(note, text=text, version=note.version + 1)
        return self.notes[note_id]


def to_view(note: Note) -> Answer:
    """A note as callers see it."""
    return Answer(NoteView(id=note.id, text=note.text), note.version)


def blueprint(service: Service) -> ApiBlueprint:
    """The routes over ``service``."""
    api = ApiBlueprint("teleshop.notes.routes")

    @api.get("/open", answer=dict[str, str], summary=SUMMARY)
    def open_to_all(request: Request[NoBody, NoQuery]) -> dict[str, str]:
        return {"subject": request.actor.subject}

    @api.get("/notes", answer=Listing[NoteView], query=ListQuery, summary=SUMMARY)
    def list_notes(request: Request[NoBody, ListQuery]) -> Listing[NoteView]:
        service.enter(request.call)
        shown = [NoteView(id=note.id, text=note.text) for note in service.notes.values()]
        return Listing(items=shown[: request.query.limit])

    @api.post(
        "/notes",
        body=NoteBody,
        answer=NoteView,
        status=201,
        present=to_view,
        location="/notes/{id}",
        summary=SUMMARY,
    )
    def add_note(request: Request[NoteBody, NoQuery]) -> Note:
        return service.add(request.call, request.body.text)

    @api.get("/notes/{id}", answer=NoteView, present=to_view, versioned=True, summary=SUMMARY)
    def get_note(request: Request[NoBody, NoQuery]) -> Note:
        return service.get(request.call, request.path["id"])

    @api.put(
        "/notes/{id}",
        body=NoteBody,
        answer=NoteView,
        present=to_view,
        versioned=True,
        summary=SUMMARY,
    )
    def change_note(request: Request[NoteBody, NoQuery]) -> Note:
        return service.change(request.call, request.path["id"], request.body.text)

    @api.patch("/notes/{id}", body=NoteBody, answer=NoteView, present=to_view, summary=SUMMARY)
    def amend_note(request: Request[NoteBody, NoQuery]) -> Note:
        return service.change(request.call, request.path["id"], request.body.text)

    @api.delete("/notes/{id}", versioned=True, summary=SUMMARY)
    def remove_note(request: Request[NoBody, NoQuery]) -> None:
        service.get(request.call, request.path["id"])
        del service.notes[request.path["id"]]

    @api.post("/notes/{id}/pings", status=204, summary=SUMMARY)
    def ping(request: Request[NoBody, NoQuery]) -> None:
        service.commit(request.call, service.get(request.call, request.path["id"]))

    return api


@pytest.fixture
def service() -> Service:
    """Empty."""
    return Service()


@pytest.fixture
def notes(
    service: Service, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ApiClient]:
    """A client of the small application, as a reviewer."""
    if "aws" not in request.fixturenames:
        for name, value in environment().items():
            monkeypatch.setenv(name, value)
    monkeypatch.setattr(permissions, "PERMISSIONS", RULES)
    settings.cache_clear()
    app: Any = Chalice(app_name="notes", configure_logs=False)
    app.register_blueprint(auth)
    app.register_blueprint(blueprint(service))
    yield client_of(app, monkeypatch).as_role(Role.REVIEWER)
    settings.cache_clear()
