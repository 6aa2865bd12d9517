"""The local payment gateway (infra/gateway.py) as a process beside the local cloud."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from infra.tools.cloud import HOST, ROOT, CloudError, answers, port_is_taken
from infra.tools.processes import Waited, start_supervised, stop, wait_for

START_SECONDS = 20
STOP_SECONDS = 10


@dataclass
class GatewayProcess:
    """It ends when the process with the id ``watched`` does, as the local cloud itself."""

    port: int
    log: Path
    watched: int = field(default_factory=os.getpid)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Answer where it listens."""
        return f"http://{HOST}:{self.port}"

    def start(self, api_url: str, secret: str) -> None:
        """Start it for the platform at ``api_url`` and wait until it answers.

        :raises CloudError: its port is taken, or it does not answer.
        """
        if port_is_taken(self.port):
            raise CloudError(
                f"port {self.port} of the payment gateway is taken: stop what uses it, or choose "
                "another pair of ports: make run port=…"
            )
        path = os.pathsep.join([str(ROOT / "layers/shared/python"), str(ROOT)])
        passed_on = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.process = start_supervised(
            [
                *(sys.executable, "-m", "infra.gateway"),
                *("--port", str(self.port), "--api", api_url),
            ],
            watched=self.watched,
            cwd=ROOT,
            env=passed_on | {"PYTHONPATH": path, "GATEWAY_SECRET": secret},
            log=self.log,
        )
        try:
            self._wait(self.process)
        except BaseException:
            self.stop()
            raise

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        health = f"{self.url}/health"
        if wait_for(process, lambda: answers(health), START_SECONDS) is not Waited.ANSWERED:
            raise CloudError(
                f"the local payment gateway does not answer; its words are in {self.log}"
            )

    def stop(self) -> None:
        """Stop it. Does nothing when it does not run."""
        if self.process is None:
            return
        stop(self.process, STOP_SECONDS)
        self.process = None
