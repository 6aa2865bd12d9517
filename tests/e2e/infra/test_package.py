"""The package: complete without this machine's environments, and the same bytes every time."""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

from infra import build
from infra.tools.packaging import SITE

IMPORT_ALL = """
import importlib, pkgutil, sys
sys.path[:0] = [{layer!r}, {application!r}]
sys.dont_write_bytecode = True
import teleshop
names = [module.name for module in pkgutil.walk_packages(teleshop.__path__, "teleshop.")]
for name in names:
    importlib.import_module(name)
outside = [
    name for name, module in sys.modules.items()
    if "site-packages" in str(getattr(module, "__file__", ""))
    and not str(module.__file__).startswith({layer!r})
]
assert not outside, outside
print(len(names))
"""


def test_every_module_imports_with_nothing_but_the_layer(tmp_path: Path) -> None:
    build.build()
    for name in ("layer", "app"):
        with zipfile.ZipFile(build.PACKAGE / f"{name}.zip") as archive:
            archive.extractall(tmp_path / name)
    layer = str(tmp_path / "layer" / SITE)
    code = IMPORT_ALL.format(layer=layer, application=str(tmp_path / "app"))

    answer = subprocess.run(
        # -I and -S: no site-packages and no variables of this environment
        [sys.executable, "-I", "-S", "-c", code],
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.returncode == 0, answer.stderr
    assert int(answer.stdout) > 1


OPEN_IMAGES = """
import io, sys
sys.path[:0] = [{layer!r}, {code!r}]
sys.dont_write_bytecode = True
from PIL import Image
import functions.documents.inspection
for form in ("PNG", "JPEG", "WEBP"):
    stored = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(stored, form)
    Image.open(stored).load()
"""


def test_the_check_of_documents_opens_images_with_what_its_package_holds(tmp_path: Path) -> None:
    build.build()
    for name in ("layer", "functions-documents"):
        with zipfile.ZipFile(build.PACKAGE / f"{name}.zip") as archive:
            archive.extractall(tmp_path / name)
    layer = str(tmp_path / "layer" / SITE)
    code = OPEN_IMAGES.format(layer=layer, code=str(tmp_path / "functions-documents"))

    answer = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False
    )

    assert answer.returncode == 0, answer.stderr


def test_two_builds_of_the_same_sources_have_the_same_bytes(tmp_path: Path) -> None:
    def hashes(package: Path) -> dict[str, str]:
        return {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in package.iterdir()
        }

    build.build()
    # Elsewhere and from nothing: not even the cache of installed packages is shared.
    again = tmp_path / "package"
    assert build.build(again, cache=tmp_path / "cache")

    assert hashes(again) == hashes(build.PACKAGE)
    assert not build.build(again)
