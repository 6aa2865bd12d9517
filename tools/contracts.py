"""The table of the architecture page, which file of a context may import what, as a contract of
import-linter.
"""

import sys
from dataclasses import dataclass, field
from typing import Any

from importlinter.domain.contract import Contract, ContractCheck

ROOT = "teleshop"
NOT_CONTEXTS = frozenset({"kernel", "web"})


@dataclass(frozen=True)
class Allowed:
    """What one kind of file may import.

    ``own``: kinds of the same context; ``foreign``: kinds of other contexts; ``shared``: of
    ``kernel`` and ``web``; ``external``: libraries, "*" being any but Chalice. The standard
    library is open to all.
    """

    own: frozenset[str] = field(default_factory=frozenset)
    foreign: frozenset[str] = field(default_factory=frozenset)
    shared: frozenset[str] = frozenset({"kernel"})
    external: frozenset[str] = field(default_factory=frozenset)


def allowed(
    own: str = "", foreign: str = "", shared: str = "kernel", external: str = ""
) -> Allowed:
    """Write an :class:`Allowed` with words instead of sets."""
    return Allowed(
        frozenset(own.split()),
        frozenset(foreign.split()),
        frozenset(shared.split()),
        frozenset(external.split()),
    )


TABLE = {
    # Refusals that the domain itself raises are told here beside the others.
    "errors": allowed(own="domain"),
    "domain": allowed(own="errors", external="stdnum"),
    # What one context keeps and another one makes is shown in one form: forms are light, and say
    # nothing but what is sent.
    "schemas": allowed(own="domain", foreign="schemas", external="msgspec"),
    "tables": allowed(own="domain errors", external="pynamodb"),
    "service": allowed(
        own="domain errors schemas tables adapter", foreign="service errors", external="msgspec"
    ),
    "routes": allowed(own="schemas wiring errors", shared="kernel web", external="chalice msgspec"),
    "wiring": allowed(
        own="domain errors schemas tables service adapter", foreign="service wiring", external="*"
    ),
    # Any other file: a client of something outside, such as a bucket or a web-hook, behind the
    # service.
    "adapter": allowed(own="domain errors", foreign="service errors", external="*"),
}


@dataclass(frozen=True)
class Place:
    """Where a module belongs: ``teleshop.<context>.<kind>…``; ``kind`` is empty for the context's
    package itself.
    """

    context: str
    kind: str

    @classmethod
    def of(cls, module: str) -> "Place | None":
        """Answer the place of a module of the shared package, or None for any other."""
        parts = module.split(".")
        if parts[0] != ROOT or len(parts) == 1:
            return None
        name = parts[2] if len(parts) > 2 else ""  # noqa: PLR2004 - the third part names the file
        return cls(parts[1], name if name in TABLE or not name else "adapter")


def refused(importer: str, imported: str) -> bool:
    """Answer whether the table forbids a module of a context to import another module."""
    source = Place.of(importer)
    if source is None or source.context in NOT_CONTEXTS or not source.kind:
        return False
    rule = TABLE[source.kind]
    target = Place.of(imported)
    if target is None:
        library = imported.split(".", maxsplit=1)[0]
        if library in sys.stdlib_module_names or library == ROOT:
            return False
        return library not in rule.external and not ("*" in rule.external and library != "chalice")
    if target.context in NOT_CONTEXTS:
        return target.context not in rule.shared
    if target.context == source.context:
        return bool(target.kind) and target.kind != source.kind and target.kind not in rule.own
    return target.kind not in rule.foreign


class ContextTable(Contract):
    """Every direct import of a context's file is one that the table allows."""

    type_name = "context_table"

    def check(self, graph: Any, verbose: bool) -> ContractCheck:
        """Answer whether the contract is kept, with the imports that break it."""
        broken = sorted(
            (importer, imported)
            for importer in graph.modules
            for imported in graph.find_modules_directly_imported_by(importer)
            if refused(importer, imported)
        )
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print one line for each import that must go."""
        for importer, imported in check.metadata["broken"]:
            print(f"{importer} must not import {imported}")
