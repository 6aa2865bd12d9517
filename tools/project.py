"""The project seen from outside: its contexts, and everything its modules declare."""

import importlib
import pkgutil
from pathlib import Path
from typing import TypeVar

import teleshop

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path(teleshop.__path__[0])
NOT_CONTEXTS = {"kernel", "web"}

T = TypeVar("T")


def contexts() -> list[str]:
    """Every context and shared capability, in order."""
    found = [path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()]
    return sorted(name for name in found if name not in NOT_CONTEXTS)


def import_everything() -> None:
    """Import every module of the package, so that registries and subclasses are complete."""
    for module in pkgutil.walk_packages(teleshop.__path__, "teleshop."):
        importlib.import_module(module.name)


def subclasses_of(base: type[T]) -> list[type[T]]:
    """Every class of the package that derives from ``base``, in order of its full name.

    Classes that tests define are none of the project's.
    """
    found: set[type[T]] = set()
    waiting = list(base.__subclasses__())
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("teleshop."):
            found.add(kind)
    return sorted(found, key=lambda kind: f"{kind.__module__}.{kind.__qualname__}")
