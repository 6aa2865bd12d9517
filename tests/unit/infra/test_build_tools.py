"""Zips with the same bytes, trimming, limits, and readable log lines."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra.tools import archives, limits, logs, trim
from tools import generate
from tools.bootstrap import python_version
from tools.contracts import refused


def test_equal_content_gives_equal_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        folder = tmp_path / name
        (folder / "__pycache__").mkdir(parents=True)
        (folder / "__pycache__" / "a.pyc").write_text(name)
        for file in ("b.py", "a.py") if name == "one" else ("a.py", "b.py"):
            (folder / file).write_text(file)
    os.utime(tmp_path / "one" / "a.py", (1, 1))
    (tmp_path / "two" / "a.py").chmod(0o600)

    for name in ("one", "two"):
        archives.write_zip(tmp_path / f"{name}.zip", archives.files_below(tmp_path / name))

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert zipfile.ZipFile(tmp_path / "one.zip").namelist() == ["a.py", "b.py"]


def test_other_content_gives_another_digest(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    before = archives.digest_of(archives.files_below(tmp_path))
    (tmp_path / "a").write_text("2")

    assert archives.digest_of(archives.files_below(tmp_path)) != before


def test_only_the_models_of_used_services_are_shipped(tmp_path: Path) -> None:
    for name in ("dynamodb/2012-08-10", "s3/2006-03-01", "ec2/2016-11-15"):
        folder = tmp_path / "botocore" / "data" / name
        folder.mkdir(parents=True)
        (folder / "service-2.json.gz").touch()
        (folder / "examples-1.json").touch()
    (tmp_path / "botocore" / "data" / "endpoints.json").touch()
    (tmp_path / "some-1.0.dist-info").mkdir()
    (tmp_path / "package" / "tests").mkdir(parents=True)

    trim.trim(tmp_path)

    left = set(archives.files_below(tmp_path))
    assert left == {
        "botocore/data/dynamodb/2012-08-10/service-2.json.gz",
        "botocore/data/s3/2006-03-01/service-2.json.gz",
        "botocore/data/endpoints.json",
    }


def test_nodes_of_the_api_tree_are_counted_once() -> None:
    paths = ["/", "/a", "/a/{id}", "/a/{id}/b", "/c/d"]
    api = {"Properties": {"DefinitionBody": {"paths": dict.fromkeys(paths)}}}

    assert limits.api_resources({"Resources": {"RestAPI": api}}) == 6


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (
            '{"level":"INFO","message":"sweep done","told":3,"service":"x"}',
            "INFO     sweep done  told=3",
        ),
        ("plain words", "plain words"),
        ("first\nsecond", "first\n          second"),
        ("[1, 2]", "[1, 2]"),
    ],
)
def test_log_lines_are_readable(message: str, shown: str) -> None:
    line = logs.readable(0, "api-handler", message)

    assert line[8:].startswith("  api-handler")
    assert line.endswith(shown)


def test_metrics_are_shown_with_their_values() -> None:
    space = {"Namespace": "Teleshop", "Metrics": [{"Name": "SweepLag"}, {"Name": "Told"}]}
    message = {"_aws": {"CloudWatchMetrics": [space]}, "SweepLag": [2.0], "Told": [1]}

    assert logs.readable(0, "x", json.dumps(message)).endswith("METRIC   SweepLag=[2.0] Told=[1]")


def test_the_version_of_an_interpreter_is_asked_and_not_guessed(tmp_path: Path) -> None:
    broken = tmp_path / "python3.11"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)

    assert python_version(Path(sys.executable)) == sys.version_info[:2]
    assert python_version(broken) is None
    assert python_version(tmp_path / "none") is None


def test_an_old_python_is_told_what_to_do(tmp_path: Path) -> None:
    script = Path(generate.ROOT) / "tools" / "bootstrap.py"
    code = (
        f"__file__ = {str(script)!r}; import sys; sys.version_info = (3, 9, 1); "
        "sys.argv = ['bootstrap', 'dev']; exec(open(__file__).read())"
    )

    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path
    )

    assert answer.returncode == 1
    assert answer.stderr.startswith("teleshop: Python 3.9.1 is too old")
    assert "install Python 3.11" in answer.stderr
    assert answer.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("importer", "imported", "verdict"),
    [
        ("teleshop.suppliers.domain", "teleshop.kernel.rules", False),
        ("teleshop.suppliers.domain.supplier", "stdnum", False),
        ("teleshop.suppliers.domain", "datetime", False),
        ("teleshop.suppliers.domain", "pynamodb", True),
        ("teleshop.suppliers.domain", "teleshop.suppliers.tables", True),
        ("teleshop.suppliers.service", "teleshop.documents.service", False),
        ("teleshop.suppliers.service", "teleshop.documents.tables", True),
        ("teleshop.suppliers.service", "teleshop.documents.domain", True),
        ("teleshop.suppliers.routes", "botocore", True),
        ("teleshop.suppliers.routes", "teleshop.web.blueprint", False),
        ("teleshop.suppliers.schemas", "teleshop.web.blueprint", True),
        ("teleshop.suppliers.tables", "chalice", True),
        ("teleshop.kernel.store", "pynamodb", False),
        ("functions.outbox.publish", "teleshop.kernel.outbox", False),
    ],
)
def test_the_table_of_allowed_imports(importer: str, imported: str, verdict: bool) -> None:
    assert refused(importer, imported) is verdict
