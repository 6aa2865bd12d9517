"""The documentation page: one HTML file with its style and script inside, so that it needs no
other host.

Its content security policy names the two by hash; nothing else may run, and it may call only the
API it came from.
"""

import base64
import hashlib
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def page() -> str:
    """The whole page."""
    return (
        _read("page.html")
        .replace("/*style*/", _read("style.css"))
        .replace("/*script*/", _read("script.js"))
    )


@cache
def policy() -> str:
    """The value of ``Content-Security-Policy`` for :func:`page`."""
    script, style = _hash(_read("script.js")), _hash(_read("style.css"))
    return (
        f"default-src 'none'; script-src {script}; style-src {style}; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
