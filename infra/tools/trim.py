"""Leaving out of the layer what no function reads: tests, metadata, type stubs, and the models of
unused AWS services.
"""

import shutil
from pathlib import Path

SERVICES = {
    "dynamodb",
    "events",
    "kms",
    "s3",
    "secretsmanager",
    "sns",
    "sqs",
    "stepfunctions",
    "sts",
}
"""AWS services that functions call, by the names of botocore's folders. A new one is added here
with its first use.
"""

BOTOCORE_FILES = {
    "_retry.json",
    "endpoints.json",
    "partitions.json",
    "sdk-default-configuration.json",
}

DISTRIBUTIONS_THAT_ASK_FOR_THEIR_VERSION = {"python_ulid"}
"""dist-info is dropped, but for packages that read their own metadata when imported."""

STDNUM_MODULES = {
    "__init__.py",
    "exceptions.py",
    "util.py",
    "numdb.py",
    "luhn.py",
    "ean.py",
    "verhoeff.py",
}
STDNUM_FOLDERS = {"cn", "iso7064"}

PILLOW_MODULES_NOT_SHIPPED = ("_avif", "_imagingcms", "_imagingft", "_imagingtk")
PILLOW_LIBRARIES_NOT_SHIPPED = (
    "libavif",
    "libbrotli",
    "libfreetype",
    "libharfbuzz",
    "liblcms2",
    "libpng16",
)
"""Pillow without AVIF, colour profiles and fonts: what is not there cannot be attacked either."""

FOLDERS_NOT_SHIPPED = {"tests", "__pycache__"}
SUFFIXES_NOT_SHIPPED = {".pyi", ".pyx", ".pxd", ".c", ".h", ".typed", ".pyc", ".md", ".rst"}


def trim(site: Path) -> None:
    """Remove from an installed ``site`` folder everything that the functions do not need."""
    for folder in [
        path for path in site.rglob("*") if path.is_dir() and path.name in FOLDERS_NOT_SHIPPED
    ]:
        shutil.rmtree(folder, ignore_errors=True)
    for info in site.glob("*.dist-info"):
        if info.name.split("-")[0] not in DISTRIBUTIONS_THAT_ASK_FOR_THEIR_VERSION:
            shutil.rmtree(info)
    for path in [path for path in site.rglob("*") if path.is_file()]:
        if path.suffix in SUFFIXES_NOT_SHIPPED:
            path.unlink()
    shutil.rmtree(site / "bin", ignore_errors=True)
    (site / ".lock").unlink(missing_ok=True)
    trim_botocore(site / "botocore")
    trim_boto3(site / "boto3")
    trim_stdnum(site / "stdnum")
    trim_pillow(site)


def trim_botocore(package: Path) -> None:
    """Keep models, rules and paginators of the services in use, in their newest version only."""
    data = package / "data"
    if not data.is_dir():
        return
    for entry in data.iterdir():
        if entry.is_file():
            if entry.name.removesuffix(".gz") not in BOTOCORE_FILES:
                entry.unlink()
        elif entry.name not in SERVICES:
            shutil.rmtree(entry)
        else:
            for old in sorted(entry.iterdir())[:-1]:
                shutil.rmtree(old)
            for example in entry.rglob("examples-*"):
                example.unlink()


def trim_boto3(package: Path) -> None:
    """Keep no resource models: functions use clients."""
    shutil.rmtree(package / "data", ignore_errors=True)
    shutil.rmtree(package / "examples", ignore_errors=True)


def trim_stdnum(package: Path) -> None:
    """Keep the Chinese numbers and what they import."""
    if not package.is_dir():
        return
    for entry in package.iterdir():
        if entry.is_dir() and entry.name not in STDNUM_FOLDERS:
            shutil.rmtree(entry)
        elif entry.is_file() and entry.name not in STDNUM_MODULES:
            entry.unlink()


def trim_pillow(site: Path) -> None:
    """Keep what opens JPEG, PNG and WebP."""
    modules = [site.glob(f"PIL/{name}.*") for name in PILLOW_MODULES_NOT_SHIPPED]
    libraries = [site.glob(f"pillow.libs/{name}*") for name in PILLOW_LIBRARIES_NOT_SHIPPED]
    for found in [*modules, *libraries]:
        for path in found:
            path.unlink()
