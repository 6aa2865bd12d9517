"""Processes of this machine that end when whoever they were started for does."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from enum import Enum, auto
from pathlib import Path


class Waited(Enum):
    """How waiting for a process ended."""

    ANSWERED = auto()
    ENDED = auto()
    LATE = auto()


def start_supervised(
    command: Sequence[str], *, watched: int, cwd: Path, env: Mapping[str, str], log: Path
) -> subprocess.Popen[bytes]:
    """Start ``command`` under a supervisor that ends it with the process ``watched``; its output
    goes to ``log``.
    """
    supervisor = Path(__file__).with_name("supervise.py")
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, str(supervisor), str(watched), *command],
            cwd=cwd,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # Ctrl-C in the terminal is for us; we then stop it in order.
            start_new_session=True,
        )


def wait_for(
    process: subprocess.Popen[bytes], answers: Callable[[], bool], seconds: float
) -> Waited:
    """Wait until the process answers, ends, or ``seconds`` have passed."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            return Waited.ENDED
        if answers():
            return Waited.ANSWERED
        time.sleep(0.05)
    return Waited.LATE


def stop(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Ask the process to end, and end it where it does not within ``seconds``."""
    process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
