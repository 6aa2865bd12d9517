"""Departments that approve, as policies name them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """``role`` decides; the roles of ``escalation`` are asked in turn when it lets its ``days``
    pass. ``zh`` and ``en`` are what its approval is called.
    """

    name: str
    role: str
    escalation: tuple[str, ...]
    days: int
    zh: str
    en: str
