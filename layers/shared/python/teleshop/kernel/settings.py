"""The environment of a function, read once into a frozen value that names what is missing."""

import os
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache


class SettingsError(Exception):
    """The environment of the function is incomplete; the message names every missing or wrong
    variable.
    """


@dataclass(frozen=True, slots=True)
class Settings:
    """One attribute per environment variable of the same name in capitals; see
    infra/platform.yaml.
    """

    stack: str
    bucket_documents: str
    bucket_audit: str
    event_bus: str
    kms_personal_key: str
    secret_signing: str
    token_issuer: str
    token_audience: str
    token_jwks_url: str
    state_machines: str
    topic_notifications: str
    queue_notifications: str
    secret_gateway: str
    payment_gateway_url: str
    payment_return_url: str
    stage: str = "api"
    cors_origin: str = ""
    operator_name: str = ""
    operator_uscc: str = ""
    operator_address: str = ""
    operator_contact: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Build from variables; raises :class:`SettingsError` that lists all that are missing."""
        names = {field.name: field.name.upper() for field in fields(cls)}
        required = {field.name for field in fields(cls) if field.default is MISSING}
        missing = sorted(names[name] for name in required if not environment.get(names[name]))
        if missing:
            raise SettingsError(f"environment variables missing: {', '.join(missing)}")
        return cls(**{name: environment[key] for name, key in names.items() if key in environment})

    def table(self, name: str) -> str:
        """The physical name of a table by its short one (``suppliers``); infra/tools/fragments.py
        gives it to the table.
        """
        return f"{self.stack}-{name.capitalize()}Table"

    def state_machine(self, name: str) -> str:
        """The ARN of a state machine by its short name (``fund-claim``); all are named after the
        stack.
        """
        return f"{self.state_machines}{name}"


@cache
def settings() -> Settings:
    """The settings of this process; ``settings.cache_clear()`` reads the environment anew
    (tests).
    """
    return Settings.from_environment(os.environ)
