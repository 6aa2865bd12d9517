"""A local cloud: one MiniStack process on the loopback interface, with IAM enforced, and clients
that speak to it.

It needs no container engine and no account. Functions run as processes of this machine's Python
3.11.
"""

import json
import os
import socket
import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from infra.tools.processes import Waited, start_supervised, stop, wait_for

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"
REGION = "us-east-1"
ADMINISTRATOR = "test"
"""Key and secret of the emulator's root user, the only one that IAM does not bind."""

START_SECONDS = 60
STOP_SECONDS = 30


class CloudError(Exception):
    """The local cloud cannot be started; the message says what to do."""


@dataclass
class CloudProcess:
    """MiniStack with its state in ``state``; ``port`` 0 takes a free one.

    The process ends when the one with the id ``watched`` does, so that nothing is left running
    even after a kill.
    """

    state: Path
    port: int = 0
    watched: int = field(default_factory=os.getpid)
    process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        """Answer the URL that AWS clients use."""
        return f"http://{HOST}:{self.port}"

    @property
    def log(self) -> Path:
        """Answer the file that the emulator's own messages go to."""
        return self.state / "cloud.log"

    def start(self) -> None:
        """Start it and wait until it answers.

        :raises CloudError: the port is taken, or the process ends instead of answering.
        """
        python = ROOT / ".venv-cloud" / "bin" / "python"
        if not python.exists():
            raise CloudError(
                "the environment of the local cloud is missing: run `make .venv-cloud`"
            )
        self.port = free_port() if self.port == 0 else self.port
        if port_is_taken(self.port):
            raise CloudError(
                f"port {self.port} is taken: stop what uses it, or choose another: "
                f"make run port={self.port + 11}"
            )
        self.state.mkdir(parents=True, exist_ok=True)
        rewind_streams(self.state / "services" / "lambda.json")
        self.process = start_supervised(
            [str(python), "-m", "ministack"],
            watched=self.watched,
            cwd=self.state,
            env=self._environment(),
            log=self.log,
        )
        try:
            self._wait(self.process)
        except BaseException:
            self.stop()
            raise

    def _environment(self) -> dict[str, str]:
        temporary = self.state / "tmp"
        temporary.mkdir(exist_ok=True)
        passed_on = {
            name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ
        }
        return passed_on | {
            "BIND_HOST": HOST,
            "GATEWAY_PORT": str(self.port),
            "AUTH": "true",
            "LAMBDA_EXECUTOR": "local",
            "MINISTACK_REGION": REGION,
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self.state / "services"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self.state / "objects"),
            "TMPDIR": str(temporary),
            "LOG_LEVEL": "WARNING",
            "PYTHONDONTWRITEBYTECODE": "1",
            # Listeners and daemons that this platform does not use.
            "SFTP_ENABLED": "0",
            "IOT_MTLS_ENABLED": "0",
            "DOCKER_HOST": f"unix://{temporary}/no-container-engine",
        }

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        ready = f"{self.endpoint}/_ministack/ready"
        waited = wait_for(process, lambda: answers(ready), START_SECONDS)
        if waited is Waited.ENDED:
            raise CloudError(f"the local cloud ended at once; its last words are in {self.log}")
        if waited is Waited.LATE:
            raise CloudError(
                f"the local cloud did not answer within {START_SECONDS} s; see {self.log}"
            )

    def stop(self) -> None:
        """Stop it; its state is saved on the way. Does nothing when it does not run."""
        if self.process is None:
            return
        stop(self.process, STOP_SECONDS)
        self.process = None


def rewind_streams(functions: Path) -> None:
    """Set how far every table's stream was read back to its start, in the emulator's saved state.

    The emulator saves how far the streams were read but not the streams themselves. Without this,
    after a restart it would wait in vain for as many records as had been read before.
    """
    if not functions.exists():
        return
    state = json.loads(functions.read_text(encoding="utf-8"))
    positions = state.get("payload", {}).get("dynamodb_stream_positions", {})
    read = positions.get("data", positions)
    read.update(dict.fromkeys((key for key, at in read.items() if isinstance(at, int)), 0))
    functions.write_text(json.dumps(state), encoding="utf-8")


def administrator(endpoint: str, service: str) -> Any:
    """Answer a client with all rights for one AWS service of the emulator at ``endpoint``."""
    config = Config(
        connect_timeout=5,
        read_timeout=70,
        retries={"total_max_attempts": 2},
        signature_version="s3v4" if service == "s3" else None,
        s3={"addressing_style": "path"} if service == "s3" else None,
    )
    session: Any = boto3.session.Session(ADMINISTRATOR, ADMINISTRATOR, region_name=REGION)
    return session.client(service, endpoint_url=endpoint, config=config)


def answers(url: str, patience: float = 5) -> bool:
    """Answer whether a GET of ``url`` gives 200 within ``patience`` seconds."""
    try:
        with urllib.request.urlopen(url, timeout=patience) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004 - OK
    except (urllib.error.URLError, OSError):
        return False


def port_is_taken(port: int) -> bool:
    """Answer whether somebody listens on the port already."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def free_port() -> int:
    """Answer a port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
