"""The platform on the local cloud: start it, deploy the package to it, and what people and tests
need to use it.
"""

import contextlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from infra.tools import http
from infra.tools.archives import digest_of
from infra.tools.cloud import (
    HOST,
    REGION,
    CloudError,
    CloudProcess,
    administrator,
    answers,
    free_port,
)
from infra.tools.deployment import Deployment, DeploymentError
from infra.tools.gateway_process import GatewayProcess
from infra.tools.packaging import BUILD
from infra.tools.tokens import IdentityProvider, identity_provider

PACKAGES = "teleshop-packages"
STACK = "teleshop"


@dataclass(frozen=True)
class Platform:
    """A running local platform, as anybody on this machine can use it.

    ``api_url`` has no slash at its end; ``outputs`` are those for people, ``stacks`` the names of
    all stacks in CloudFormation; the first one's is the platform's.
    """

    endpoint: str
    api_url: str
    pool: str
    audience: str
    outputs: dict[str, str]
    stacks: list[str]
    gateway_url: str = ""
    """The local payment gateway (infra/gateway.py)."""

    @property
    def stack(self) -> str:
        """Answer the platform's name, which tables, logs and state machines carry."""
        return self.stacks[0]

    def client(self, service: str) -> Any:
        """Answer an AWS client with all rights."""
        return administrator(self.endpoint, service)

    def token(self, role: str, supplier_id: str | None = None, subject: str | None = None) -> str:
        """Answer a bearer token: see :meth:`infra.tools.tokens.IdentityProvider.token`."""
        provider = IdentityProvider(
            self.client("cognito-idp"), self.pool, self.audience, REGION, self.endpoint
        )
        return provider.token(role, supplier_id, subject)

    def physical_id(self, logical_id: str) -> str:
        """Answer the name or id that a resource has on this platform.

        :raises KeyError: no stack has it.
        """
        cloudformation = self.client("cloudformation")
        for stack in self.stacks:
            with contextlib.suppress(cloudformation.exceptions.ClientError):
                answer = cloudformation.describe_stack_resource(
                    StackName=stack, LogicalResourceId=logical_id
                )
                return str(answer["StackResourceDetail"]["PhysicalResourceId"])
        raise KeyError(logical_id)

    def write(self, path: Path) -> None:
        """Tell others where the platform runs."""
        path.write_text(json.dumps(asdict(self), indent=2), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Platform":
        """Answer the platform that ``path`` tells of; raises FileNotFoundError when none runs."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))


@dataclass
class LocalCloud:
    """Owns one local cloud: its process, and what is deployed there.

    ``state`` survives; starting again on it re-uses what is there. ``port`` 0 takes a free one;
    ``watched`` is the process whose end ends the cloud.
    """

    state: Path
    port: int = 0
    watched: int = field(default_factory=os.getpid)
    say: Callable[[str], None] = print
    process: CloudProcess | None = None
    gateway_port: int = 0
    """Of the local payment gateway; 0 takes a free one, and keeps it."""
    gateway: GatewayProcess | None = None

    def start(self, package: Path = BUILD / "package") -> Platform:
        """Start the cloud, deploy ``package`` unless the very same is there, and wait until the
        API answers.

        :raises CloudError: the cloud does not start, or the API does not answer.
        :raises DeploymentError: a resource of a stack failed.
        """
        self.say("starting the local cloud")
        self.process = CloudProcess(self.state / "cloud", self.port, self.watched)
        self.process.start()
        self.gateway_port = self.gateway_port or free_port()
        try:
            return self._with_gateway(self._deploy(package, self.process.endpoint))
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the cloud, its functions and the gateway; its state is kept."""
        if self.gateway is not None:
            self.gateway.stop()
        if self.process is not None:
            self.process.stop()

    def _with_gateway(self, platform: Platform) -> Platform:
        """Answer the platform with its payment gateway beside it, which shares its secret."""
        self.gateway = GatewayProcess(
            self.gateway_port, self.state / "cloud" / "gateway.log", self.watched
        )
        secret = platform.client("secretsmanager").get_secret_value(
            SecretId=platform.physical_id("GatewaySecret")
        )
        # The first of several signs; see docs/payments.md for how they are changed.
        self.gateway.start(platform.api_url, str(secret["SecretString"]).split()[0])
        return replace(platform, gateway_url=self.gateway.url)

    def _deploy(self, package: Path, endpoint: str) -> Platform:
        client = partial(administrator, endpoint)
        provider = identity_provider(client("cognito-idp"), REGION, endpoint)
        parameters = {
            "Stage": "local",
            "TokenIssuer": provider.issuer,
            "TokenAudience": provider.audience,
            "TokenJwksUrl": provider.jwks_url,
            "Emulated": "yes",
            "PaymentGatewayUrl": f"http://{HOST}:{self.gateway_port}",
            "PaymentReturnUrl": f"http://{HOST}:{self.gateway_port}/done",
            "OperatorName": "示例电视购物有限公司",
            "OperatorUscc": "91330100799653052A",
            "OperatorAddress": "浙江省杭州市示例路 1 号",
            "OperatorContact": "400-000-0000",
        }
        deployment = Deployment(
            client, package, STACK, PACKAGES, parameters, poll_seconds=0.1, say=self.say
        )
        wanted = digest_of({path.name: path for path in package.iterdir()}) + json.dumps(parameters)
        remembered = self.state / "deployed"
        if not deployment.is_there():
            remembered.unlink(missing_ok=True)
            with contextlib.suppress(client("s3").exceptions.BucketAlreadyOwnedByYou):
                client("s3").create_bucket(Bucket=PACKAGES)
        if remembered.exists() and remembered.read_text() == wanted:
            self.say("the package is deployed already")
        else:
            remembered.unlink(missing_ok=True)
            made = deployment.run()
            teach_gateway(client("apigateway"), made["RestAPIId"])
            remembered.write_text(wanted)
        outputs = deployment.outputs()
        api_url = f"{endpoint}/_aws/execute-api/{outputs['RestAPIId']}/api"
        if not answers(f"{api_url}/health", patience=60):
            raise CloudError(
                f"the API does not answer at {api_url}/health; "
                f"the cloud's own messages are in {self.state / 'cloud' / 'cloud.log'}"
            )
        return Platform(
            endpoint, api_url, provider.pool, provider.audience, outputs, deployment.stacks
        )


def teach_gateway(client: Any, api: str) -> None:
    """Give the emulated API its gateway responses.

    On AWS they come with the import of the API's definition; the emulator leaves that extension
    out.
    """
    for kind in http.PROBLEMS:
        response = http.gateway_response(kind)
        optional = {"statusCode": response["statusCode"]} if "statusCode" in response else {}
        client.put_gateway_response(
            restApiId=api,
            responseType=kind,
            responseParameters=response["responseParameters"],
            responseTemplates=response["responseTemplates"],
            **optional,
        )
    client.create_deployment(restApiId=api, stageName="api")


__all__ = ["CloudError", "DeploymentError", "LocalCloud", "Platform"]
