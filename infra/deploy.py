"""Build the package and deploy it to AWS: ``python -m infra.deploy --stack … --bucket … …``

Credentials come from where AWS's own tools take them. Parameters of the template follow as
``Name=value``; on an update those left out keep their value.
"""

import argparse
import sys
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra.build import PACKAGE, build
from infra.tools.deployment import Deployment, DeploymentError
from infra.tools.fragments import FragmentError
from infra.tools.packaging import BuildError


def main() -> int:
    """Deploy and print the outputs; answers the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--stack", required=True, help="name of the platform and of its first stack"
    )
    parser.add_argument("--bucket", required=True, help="private bucket for the package")
    parser.add_argument("--region", required=True, help="for example eu-central-1 or cn-north-1")
    parser.add_argument("parameters", nargs="*", metavar="Name=value")
    options = parser.parse_args()
    if wrong := missing(options):
        print(f"teleshop: {wrong}", file=sys.stderr)
        return 2
    try:
        build(PACKAGE)
    except (BuildError, FragmentError) as error:
        print(f"teleshop: the build failed: {error}", file=sys.stderr)
        return 1
    session: Any = boto3.session.Session(region_name=options.region)
    deployment = Deployment(
        session.client,
        PACKAGE,
        options.stack,
        options.bucket,
        dict(parameter.split("=", 1) for parameter in options.parameters),
    )
    try:
        outputs = deployment.run()
    except (DeploymentError, BotoCoreError, ClientError) as error:
        print(f"teleshop: not deployed: {error}", file=sys.stderr)
        return 1
    for name, value in sorted(outputs.items()):
        print(f"  {name:<20} {value}")
    return 0


def missing(options: argparse.Namespace) -> str | None:
    """Answer what is wrong with the options in one line, or None."""
    empty = [name for name in ("stack", "bucket", "region") if not getattr(options, name)]
    if empty:
        return (
            f"say {', '.join(f'{name}=…' for name in empty)}: make deploy stack=… bucket=… region=…"
        )
    odd = [parameter for parameter in options.parameters if "=" not in parameter]
    return f"a parameter is written Name=value, not {odd[0]!r}" if odd else None


if __name__ == "__main__":
    sys.exit(main())
