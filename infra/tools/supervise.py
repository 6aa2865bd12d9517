"""Run a command until it ends, this process is told to stop, or the process it was started for is
gone.

Usage: ``python supervise.py <watched process id> <command> …``. Without it, a killed ``make run``
or test run would leave the local cloud and its functions behind.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time

LOOK_EVERY_SECONDS = 0.5
STOP_SECONDS = 25


def main(watched: int, command: list[str]) -> int:
    """Answer the exit code of the command."""
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    child = subprocess.Popen(command)
    while not stopping and child.poll() is None and alive(watched):
        time.sleep(LOOK_EVERY_SECONDS)
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
    code = child.wait()
    # Functions are children of the command; whatever of its session outlived it goes now.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if os.getsid(0) == os.getpid():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(os.getpgrp(), signal.SIGTERM)
    return code


def alive(process: int) -> bool:
    """Answer whether a process with this id exists."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
