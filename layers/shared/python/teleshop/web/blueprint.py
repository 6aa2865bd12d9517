"""Routes declared with everything that is known of them: schemas, status, clause, wording.

    api = ApiBlueprint(__name__)

    @api.post("/supplier-applications", body=ApplyBody, answer=ApplicationView, status=201,
              present=to_view, location="/supplier-applications/{id}", clause="3.2.1",
              summary=("提交供应商入驻申请", "Apply to become a supplier"))
    def submit(request: Request[ApplyBody, NoQuery]) -> Supplier:
        from teleshop.suppliers.wiring import service

        return service().submit_application(request.call, request.body)

A view parses nothing and catches nothing. It gives back what the service's commit answered with;
``present`` makes that into what the caller sees, as :class:`Answer` or a plain structure. The
same ``present`` makes the answer that is kept for a repeated request, so both are equal to the
byte. Without ``present`` the view's result is the answer itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPMethod
from typing import Any, TypeVar

from chalice.app import Blueprint, Chalice, Response
from chalice.app import Request as RawRequest

from teleshop.kernel.schema import NoBody, NoQuery
from teleshop.web.auth import authorize
from teleshop.web.permissions import PUBLIC, Rule, access_to
from teleshop.web.pipeline import answer_preflight, handle

V = TypeVar("V", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One route. ``answer`` is the type of the JSON answer, None for an empty one (204).

    ``summary`` is (zh, en). ``versioned`` routes answer with an ETag, and PUT, PATCH and DELETE
    need ``If-Match``. ``location`` is a path with names of the answer's fields in braces.
    ``media_type`` is for the few routes that do not answer with JSON. ``signed`` routes get the
    body as it came (:class:`~teleshop.web.request.Received`): who calls is proved by a signature
    over its bytes, so nothing of it is read before the service has checked that. ``keyed`` routes
    are refused without an ``Idempotency-Key``: done twice they would cost somebody money.
    """

    method: str
    path: str
    name: str
    context: str
    summary: tuple[str, str]
    status: int = 200
    body: type[Any] = NoBody
    query: type[Any] = NoQuery
    answer: Any = None
    present: Callable[[Any], Any] | None = None
    versioned: bool = False
    location: str | None = None
    clause: str | None = None
    media_type: str = "application/json"
    headers: Callable[[], Mapping[str, str]] | None = None
    signed: bool = False
    keyed: bool = False

    @property
    def access(self) -> Rule:
        """Who may call it."""
        return access_to(self.method, self.path)

    @property
    def changes(self) -> bool:
        """Whether it may change state."""
        return self.method != HTTPMethod.GET


class ApiBlueprint(Blueprint):
    """A blueprint whose routes all pass through one pipeline (see :mod:`teleshop.web.pipeline`)."""

    def __init__(self, import_name: str, *, context: str | None = None) -> None:
        """``context`` groups the routes in the description; by default the one
        that the module belongs to (``teleshop.<context>.routes…``).
        """
        super().__init__(import_name)
        self._context = context or import_name.split(".")[1]
        self.operations: list[Operation] = []

    def get(
        self,
        path: str,
        *,
        summary: tuple[str, str],
        answer: Any = None,
        query: type[Any] = NoQuery,
        present: Callable[[Any], Any] | None = None,
        versioned: bool = False,
        clause: str | None = None,
        media_type: str = "application/json",
        headers: Callable[[], Mapping[str, str]] | None = None,
    ) -> Callable[[V], V]:
        """A route that reads and changes nothing."""
        return self._operation(
            "GET",
            path,
            summary=summary,
            answer=answer,
            query=query,
            present=present,
            versioned=versioned,
            clause=clause,
            media_type=media_type,
            headers=headers,
        )

    def post(self, path: str, *, summary: tuple[str, str], **declared: Any) -> Callable[[V], V]:
        """A route that makes something or acts; takes effect once per ``Idempotency-Key``."""
        return self._operation("POST", path, summary=summary, **declared)

    def put(self, path: str, *, summary: tuple[str, str], **declared: Any) -> Callable[[V], V]:
        """A route that replaces a resource."""
        return self._operation("PUT", path, summary=summary, **declared)

    def patch(self, path: str, *, summary: tuple[str, str], **declared: Any) -> Callable[[V], V]:
        """A route that changes parts of a resource."""
        return self._operation("PATCH", path, summary=summary, **declared)

    def delete(self, path: str, *, summary: tuple[str, str], **declared: Any) -> Callable[[V], V]:
        """A route that ends a resource; answers 204 unless declared otherwise."""
        declared.setdefault("status", 204)
        return self._operation("DELETE", path, summary=summary, **declared)

    def _operation(
        self, method: str, path: str, *, summary: tuple[str, str], **declared: Any
    ) -> Callable[[V], V]:
        def declare(view: V) -> V:
            operation = Operation(
                method=method,
                path=path,
                name=view.__name__,
                context=self._context,
                summary=summary,
                **declared,
            )
            self.operations.append(operation)

            def entry(**path_parameters: str) -> Response:
                return handle(operation, view, self.current_request, path_parameters)

            entry.__name__ = view.__name__
            entry.operation = operation  # type: ignore[attr-defined]  # read by `operations_of`
            self.route(
                path,
                methods=[method],
                name=f"{self._context}_{view.__name__}",
                # Chalice's own check answers in a form of its own; the pipeline checks instead.
                content_types=[],
                authorizer=None if operation.access is PUBLIC else authorize,
            )(entry)
            return view

        return declare

    def register(self, app: Chalice, options: dict[str, Any]) -> None:
        """Add the routes to ``app``, and one answer to browsers' preflights per path."""
        super().register(app, options)
        for path in {operation.path: None for operation in self.operations}:
            if "OPTIONS" not in app.routes[path]:
                _add_preflight(app, path)


def _add_preflight(app: Chalice, path: str) -> None:
    def preflight(**_: str) -> Response:
        return answer_preflight(current_request(app), app.routes[path])

    app.route(path, methods=["OPTIONS"], name=f"preflight{path}", content_types=[])(preflight)


def current_request(app: Chalice) -> RawRequest:
    """The request being answered; Chalice types it as optional for calls outside a request."""
    request = app.current_request
    if request is None:
        raise RuntimeError("no request is being answered")
    return request


def operations_of(app: Chalice) -> list[Operation]:
    """Every operation of an assembled application, by path and method."""
    found = [
        entry.view_function.operation
        for by_method in app.routes.values()
        for entry in by_method.values()
        if hasattr(entry.view_function, "operation")
    ]
    return sorted(found, key=lambda operation: (operation.path, operation.method))
