"""The zips of the package: the layer, one per folder of functions, and the HTTP application as
Chalice makes it.
"""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from infra.tools.archives import digest_of, files_below, write_zip
from infra.tools.trim import trim

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / "build"
CACHE = BUILD / "cache"
SITE = "python/lib/python3.11/site-packages"
SHARED = ROOT / "layers" / "shared" / "python"
PLATFORM = "x86_64-manylinux2014"
"""What the Lambda runtime python3.11 can load: Amazon Linux 2, glibc 2.26."""


class BuildError(Exception):
    """The package cannot be built; the message says what to do."""


def installed(lock: Path, cache: Path) -> Path:
    """Answer a folder with what ``lock`` pins, for Lambda's platform and trimmed; made once per
    content of the lock.

    :raises BuildError: a package cannot be had, or has no wheel for the platform.
    """
    trimming = Path(__file__).with_name("trim.py")
    folder = cache / digest_of({"lock": lock, "trim": trimming})[:16]
    if folder.is_dir():
        return folder
    half_made = cache / f"{folder.name}.{os.getpid()}"
    half_made.mkdir(parents=True)
    command = [
        str(ROOT / ".venv-uv" / "bin" / "uv"),
        *("pip", "install", "-q", "--no-deps", "--only-binary", ":all:", "--link-mode", "copy"),
        *("--python", sys.executable, "--python-platform", PLATFORM, "--python-version", "3.11"),
        *(["--require-hashes"] if "--hash=" in lock.read_text(encoding="utf-8") else []),
        *("--target", str(half_made), "-r", str(lock)),
    ]
    if subprocess.run(command, check=False).returncode != 0:
        shutil.rmtree(half_made)
        raise BuildError(
            f"{lock.relative_to(ROOT)}: see the lines above; is the package index reachable?"
        )
    trim(half_made)
    try:
        half_made.rename(folder)
    except OSError:  # another build was faster; its folder holds the same
        shutil.rmtree(half_made)
    return folder


def write_layer(target: Path, cache: Path) -> None:
    """Write the layer: the shared package and the runtime dependencies, where Lambda looks for
    them.
    """
    files = {
        f"{SITE}/{name}": path
        for name, path in files_below(installed(ROOT / "requirements.txt", cache)).items()
    }
    files |= {
        f"{SITE}/{name}": path
        for name, path in files_below(SHARED).items()
        if path.name != "py.typed"
    }
    write_zip(target, files)


def write_functions(folder: str, target: Path, cache: Path) -> None:
    """Write the zip of one folder of functions, with the libraries that its own requirements.txt
    pins, if it has one.
    """
    source = ROOT / folder
    files = {
        f"{folder}/{name}": path
        for name, path in files_below(source).items()
        if path.suffix == ".py"
    }
    files["functions/__init__.py"] = ROOT / "functions" / "__init__.py"
    lock = source / "requirements.txt"
    if lock.exists():
        files |= files_below(installed(lock, cache))
    write_zip(target, files)


def rewrite(source: Path, target: Path) -> None:
    """Copy a zip made by somebody else into one with the bytes that its content alone decides."""
    unpacked = target.with_suffix(".unpacked")
    shutil.rmtree(unpacked, ignore_errors=True)
    with zipfile.ZipFile(source) as archive:
        archive.extractall(unpacked)
    write_zip(target, files_below(unpacked))
    shutil.rmtree(unpacked)


def chalice_package(merge: Path, target: Path) -> None:
    """Run ``chalice package`` on a copy of the application, merging the template ``merge``.

    Only the shared package is given to it, not the dependencies: the layer is made by
    :func:`write_layer`, which installs for Lambda's platform instead of this machine's and checks
    every hash.

    :raises BuildError: the application cannot be imported or packaged.
    """
    stage = target.with_name("stage")
    shutil.rmtree(stage, ignore_errors=True)
    (stage / "vendor").mkdir(parents=True)
    (stage / ".chalice").mkdir()
    shutil.copy(ROOT / "app.py", stage)
    shutil.copy(ROOT / ".chalice" / "config.json", stage / ".chalice")
    (stage / "requirements.txt").touch()
    (stage / "vendor" / "teleshop").symlink_to(SHARED / "teleshop")
    command = [
        str(Path(sys.executable).with_name("chalice")),
        "--project-dir",
        str(stage),
        "package",
        "--stage",
        "api",
    ]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "AWS_DEFAULT_REGION": "us-east-1"}
    answer = subprocess.run(
        [*command, "--merge-template", str(merge), str(target)],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
    )
    if answer.returncode != 0:
        raise BuildError(f"chalice package failed:\n{answer.stdout}{answer.stderr}")
    shutil.rmtree(stage)
