"""Make the virtual environments from the hashed lock files; runs on the machine's own Python,
before anything is installed.

Usage: ``python3 tools/bootstrap.py dev|cloud|checkov``. Each environment carries a stamp with the
hash of its lock file, so a second call does nothing. The functions run on Python 3.11, and
compiled packages of the layer are shared by all of them, so every environment is Python 3.11 too.
When the machine has only a newer Python, uv is asked for a 3.11.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WANTED = (3, 11)
ENVIRONMENTS = {
    "dev": (".venv", "requirements-dev.txt"),
    "cloud": (".venv-cloud", "requirements-cloud.txt"),
    "checkov": (".venv-checkov", "requirements-checkov.txt"),
}
REMEDY = (
    "install Python 3.11 so that `python3.11` is found on PATH, then run the same command again"
)


class NoPythonError(Exception):
    """There is no Python 3.11 to be had."""


def main(names: list[str]) -> int:
    """Bring the named environments up to date; answers the exit code."""
    if sys.version_info < WANTED:
        version = ".".join(str(part) for part in sys.version_info[:3])
        return fail(f"Python {version} is too old for Teleshop: {REMEDY}")
    for name in names:
        folder, lock = ENVIRONMENTS[name]
        try:
            synchronise(ROOT / folder, ROOT / lock)
        except NoPythonError:
            return fail(f"there is no Python 3.11 here, and uv could not fetch one: {REMEDY}")
        except subprocess.CalledProcessError as error:
            shutil.rmtree(ROOT / folder, ignore_errors=True)
            return fail(
                f"{folder} could not be made: see the lines above ({Path(error.cmd[0]).name} gave "
                f"{error.returncode}); the package index must be reachable, then try again"
            )
    return 0


def fail(message: str) -> int:
    """Say one clear line on standard error; answers the exit code 1."""
    print(f"teleshop: {message}", file=sys.stderr)
    return 1


def synchronise(folder: Path, lock: Path) -> None:
    """Make ``folder`` hold exactly what ``lock`` names, unless its stamp says that it does
    already.
    """
    bootstrap = ROOT / "requirements-bootstrap.txt"
    digest = hashlib.sha256(lock.read_bytes() + bootstrap.read_bytes()).hexdigest()
    stamp = folder / "teleshop-stamp"
    if stamp.exists() and stamp.read_text() == digest and (folder / "bin" / "python").exists():
        return
    print(f"==> {folder.name}: installing what {lock.name} pins", flush=True)
    uv = uv_command()
    if python_version(folder / "bin" / "python") != WANTED:
        shutil.rmtree(folder, ignore_errors=True)
        make_environment(uv, folder)
    run(uv, "pip", "sync", "-q", "--require-hashes", "--python", folder / "bin" / "python", lock)
    stamp.write_text(digest)


def make_environment(uv: Path, folder: Path) -> None:
    """Make an empty environment of Python 3.11, fetched by uv when this machine has none.

    :raises NoPythonError: it has none, and uv cannot fetch one.
    """
    python = python_of_the_machine()
    try:
        run(uv, "venv", "-q", "--no-project", "--python", python or "3.11", folder)
    except subprocess.CalledProcessError:
        if python is None:
            raise NoPythonError from None
        raise


def uv_command() -> Path:
    """Answer the path of uv at the pinned version, installing it into an environment of its own
    when missing.
    """
    bootstrap = ROOT / "requirements-bootstrap.txt"
    folder = ROOT / ".venv-uv"
    stamp = folder / "teleshop-stamp"
    digest = hashlib.sha256(bootstrap.read_bytes()).hexdigest()
    if not (stamp.exists() and stamp.read_text() == digest):
        print("==> .venv-uv: installing the package manager", flush=True)
        run(sys.executable, "-m", "venv", "--clear", folder)
        pip = (
            folder / "bin" / "python",
            "-m",
            "pip",
            "--disable-pip-version-check",
            "install",
            "-q",
        )
        run(*pip, "--require-hashes", "-r", bootstrap)
        stamp.write_text(digest)
    return folder / "bin" / "uv"


def python_of_the_machine() -> str | None:
    """Answer a Python 3.11 found on this machine, or None when there is none."""
    candidates = (sys.executable, shutil.which("python3.11"), shutil.which("python3"))
    return next(
        (name for name in candidates if name and python_version(Path(name)) == WANTED), None
    )


def python_version(python: Path) -> tuple[int, int] | None:
    """Answer (major, minor) of an interpreter, or None when it does not start."""
    code = "import sys; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [python, "-c", code], capture_output=True, text=True, check=True, timeout=30
        )
        major, minor = answer.stdout.split()
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return int(major), int(minor)


def run(*command: object) -> None:
    """Run a command whose output the user sees; raises CalledProcessError when it fails."""
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
