"""The platform on this machine: ``python -m infra.local run|token|reset``, behind ``make run``,
``make token``, ``make reset``.
"""

import argparse
import fcntl
import importlib
import importlib.util
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from infra import build
from infra.tools.cloud import port_is_taken
from infra.tools.fragments import FragmentError
from infra.tools.local_cloud import CloudError, DeploymentError, LocalCloud, Platform
from infra.tools.logs import LogTail
from infra.tools.packaging import ROOT, BuildError
from infra.tools.tokens import UnknownRoleError

STATE = ROOT / ".local"
RUNNING = STATE / "platform.json"
PORT = 4566
LOOK_EVERY_SECONDS = 1.0


class RefusedError(Exception):
    """A command cannot be carried out; the message says what to do."""


def main() -> int:
    """Carry out one command; answers the exit code."""
    parser = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run_command = commands.add_parser(
        "run", help="start, deploy, and show the functions' log lines until Ctrl-C"
    )
    run_command.add_argument("--port", type=int, default=PORT)
    token_command = commands.add_parser("token", help="print a bearer token of the local platform")
    token_command.add_argument("role")
    token_command.add_argument("--supplier", help="the supplier the person acts for")
    token_command.add_argument("--subject", help="tells people of one role apart")
    commands.add_parser("reset", help="forget everything the local platform stored")
    options = parser.parse_args()
    expected = (
        BuildError,
        FragmentError,
        CloudError,
        DeploymentError,
        RefusedError,
        UnknownRoleError,
    )
    try:
        if options.command == "run":
            run(options.port)
        elif options.command == "token":
            print(running().token(options.role, options.supplier or None, options.subject or None))
        else:
            reset()
    except expected as error:
        print(f"teleshop: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


def run(port: int) -> None:
    """Build what changed, start the cloud, deploy what changed, load the sample, and follow the
    logs until told to stop.

    :raises RefusedError: another run is under way, or the port is taken.
    """
    stop = stop_signal()
    with only_one():
        # The gateway for payments has the next one; to find that out after the deployment is late.
        for taken in filter(port_is_taken, (port, port + 1)):
            raise RefusedError(
                f"port {taken} is taken: stop what uses it, "
                f"or choose another: make run port={port + 11}"
            )
        started = time.monotonic()
        say("building the package")
        say("built" if build.build() else "nothing changed since the last build")
        cloud = LocalCloud(STATE, port, say=say, gateway_port=port + 1)
        began = int(time.time() * 1000)
        try:
            platform = cloud.start()
            load_sample(platform)
            platform.write(RUNNING)
            welcome(platform, time.monotonic() - started)
            follow(platform, cloud, began, stop)
        finally:
            say("stopping; what was stored is kept in .local/ (make reset forgets it)")
            RUNNING.unlink(missing_ok=True)
            cloud.stop()


def follow(platform: Platform, cloud: LocalCloud, since: int, stop: threading.Event) -> None:
    """Print log lines until ``stop`` is set.

    :raises CloudError: the cloud ended by itself.
    """
    tail = LogTail(platform.client("logs"), f"/teleshop/{platform.stack}/", since)
    while not stop.wait(LOOK_EVERY_SECONDS):
        process = cloud.process.process if cloud.process else None
        if process is None or process.poll() is not None:
            raise CloudError(
                "the local cloud ended by itself; "
                f"its last words are in {STATE / 'cloud' / 'cloud.log'}"
            )
        for line in tail.lines():
            print(line, flush=True)


def welcome(platform: Platform, seconds: float) -> None:
    """Print where everything is, and one line to try."""
    token = '"Authorization: Bearer $(make -s token role=reviewer)"'
    lines = [
        "",
        f"  Teleshop is ready after {seconds:.0f} s.",
        "",
        f"  API    {platform.api_url}",
        f"  Docs   {platform.api_url}/docs",
        f"  Pay    {platform.gateway_url} (local payment gateway)",
        f"  Try    curl -s -H {token} '{platform.api_url}/suppliers?status=active'",
        "",
        "  In other terminals: make token role=… [supplier=sup_…] [subject=…], make outbox.",
        "  Log lines of the functions follow; Ctrl-C stops everything.",
        "",
    ]
    print("\n".join(lines), flush=True)


def load_sample(platform: Platform) -> None:
    """Load the small sample platform (infra/sample), once per fresh state."""
    marker = STATE / "sample"
    stack = platform.outputs["RestAPIId"]
    if marker.exists() and marker.read_text() == stack:
        return
    if importlib.util.find_spec("infra.sample") is None:
        return
    say("loading the sample platform")
    sample = importlib.import_module("infra.sample")
    sample.load(platform)
    marker.write_text(stack)


def reset() -> None:
    """Forget the state of the local platform.

    :raises RefusedError: it is running.
    """
    with only_one():
        for name in ("cloud", "deployed", "sample"):
            path = STATE / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
    say("the local platform is empty again")


def running() -> Platform:
    """Answer the platform that runs on this machine.

    :raises RefusedError: none does.
    """
    try:
        platform = Platform.read(RUNNING)
    except FileNotFoundError:
        platform = None
    if platform is None or not port_is_taken(int(platform.endpoint.rsplit(":", 1)[1])):
        raise RefusedError(
            "no local platform is running: start one with `make run` in another terminal"
        )
    return platform


@contextmanager
def only_one() -> Iterator[None]:
    """Hold the right to use the state.

    :raises RefusedError: somebody else holds it.
    """
    STATE.mkdir(exist_ok=True)
    with (STATE / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RefusedError(
                "the local platform is running already: stop it with Ctrl-C in its terminal"
            ) from None
        yield


def stop_signal() -> threading.Event:
    """Answer an event that Ctrl-C or a termination sets; before the platform is up they end the
    work under way instead.
    """
    stop = threading.Event()

    def told(_number: int, _frame: object) -> None:
        if stop.is_set() or not RUNNING.exists():
            raise KeyboardInterrupt
        stop.set()

    signal.signal(signal.SIGINT, told)
    signal.signal(signal.SIGTERM, told)
    return stop


def say(message: str) -> None:
    """Show progress."""
    print(f"==> {message}", flush=True)


__all__ = ["LocalCloud", "Platform", "running"]

if __name__ == "__main__":
    sys.exit(main())
