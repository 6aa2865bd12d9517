"""The register of use cases: every service method that commits, walked for faults and held to its
budget.

A context adds one entry per method to a list in ``tests/harness/registered/<context>.py`` named
``USE_CASES``; a method that is in no list fails ``tests/architecture/test_use_cases.py``. See
:class:`tests.harness.fault_walk.UseCase`.
"""

import importlib
import pkgutil
from functools import cache

from tests.harness import registered
from tests.harness.fault_walk import UseCase


@cache
def use_cases() -> tuple[UseCase, ...]:
    """Every registered use case by name; ValueError if two share one."""
    found: dict[str, UseCase] = {}
    for module in pkgutil.iter_modules(registered.__path__, f"{registered.__name__}."):
        for use_case in importlib.import_module(module.name).USE_CASES:
            if use_case.name in found:
                raise ValueError(f"two use cases are named {use_case.name}")
            found[use_case.name] = use_case
    return tuple(found[name] for name in sorted(found))
