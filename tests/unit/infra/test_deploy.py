"""What `make deploy` says before it touches anything."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--stack", "", "--bucket", "b", "--region", ""], "say stack=…, region=…"),
        (
            ["--stack", "s", "--bucket", "b", "--region", "r", "TokenIssuer"],
            "a parameter is written Name=value, not 'TokenIssuer'",
        ),
    ],
)
def test_wrong_arguments_are_one_clear_line(arguments: list[str], complaint: str) -> None:
    command = [sys.executable, "-m", "infra.deploy", *arguments]

    answer = subprocess.run(command, capture_output=True, text=True, check=False)

    assert answer.returncode == 2
    assert answer.stderr.startswith("teleshop: ")
    assert complaint in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert answer.stdout == ""
