"""The audit on the local cloud, IAM enforced: what is done is chained and anchored, by the
functions' own rights.
"""

import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from infra.tools.local_cloud import Platform
from teleshop.kernel.clock import china_date
from tests.harness.polling import until

pytestmark = pytest.mark.clause("8.1.2")


def get(cloud: Platform, path: str) -> httpx.Response:
    token = cloud.token("auditor", subject="anna")
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.get(cloud.api_url + path, headers=headers, timeout=30)


def run(cloud: Platform, function: str) -> Any:
    """Start a scheduled function as its clock would."""
    event = {"id": str(uuid.uuid4()), "time": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"}
    answer = cloud.client("lambda").invoke(
        FunctionName=cloud.physical_id(function), Payload=json.dumps(event)
    )
    payload = json.loads(answer["Payload"].read())
    assert "FunctionError" not in answer, payload
    return payload


def test_what_is_done_is_chained_and_anchored(cloud: Platform) -> None:
    subject = f"supplier:sup_{uuid.uuid4().hex}"
    day = china_date(datetime.now(UTC))
    assert get(cloud, f"/audit?subject={subject}").status_code == 200

    def links() -> int:
        found = sum(
            get(cloud, f"/audit/days/{each}").json().get("entries", 0)
            for each in (day, day + timedelta(days=1))
        )
        return int(found)

    until(lambda: links() > 0, "the entry is chained by the stream")
    run(cloud, "AuditAnchor")
    run(cloud, "AuditAnchor")
    found = cloud.client("s3").list_objects_v2(
        Bucket=cloud.outputs["AuditBucket"], Prefix="anchors/"
    )
    assert found["KeyCount"] >= 1
    assert run(cloud, "AuditSweep") == {"missed": 0}
