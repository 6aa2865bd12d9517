"""Generated files: write them anew, or with ``--check`` say which are stale.

A generator is a module of ``tools`` with ``outputs() -> dict[str, str]``: path from the top of the
project to the text the file must have. It is listed here to take part.
"""

import importlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GENERATORS: tuple[str, ...] = ("tools.openapi", "tools.event_schemas")


def main(arguments: list[str]) -> int:
    """Write or check; answers the exit code."""
    stale = {path: text for path, text in wanted().items() if text != present(path)}
    if "--check" in arguments:
        for path in sorted(stale):
            print(f"{path} is stale: run `make generate` and commit it", file=sys.stderr)
        return 1 if stale else 0
    for path, text in sorted(stale.items()):
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8")
        print(f"wrote {path}")
    return 0


def wanted() -> dict[str, str]:
    """Answer every generated file with the text that it must have now."""
    files: dict[str, str] = {}
    for name in GENERATORS:
        files |= importlib.import_module(name).outputs()
    return files


def present(path: str) -> str | None:
    """Answer the text of a file, None when it is not there."""
    file = ROOT / path
    return file.read_text(encoding="utf-8") if file.exists() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
