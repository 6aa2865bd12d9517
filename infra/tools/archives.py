"""Zips whose bytes depend on their content only: fixed times, order and permissions, and no
caches.
"""

import hashlib
import zipfile
from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)
LEFT_OUT = {"__pycache__", ".DS_Store"}


def files_below(folder: Path) -> dict[str, Path]:
    """Answer every file below ``folder`` (links followed) by its path relative to it, in order."""
    found: dict[str, Path] = {}
    for path in folder.iterdir():
        if path.name in LEFT_OUT or path.suffix == ".pyc":
            continue
        if path.is_dir():
            found |= {f"{path.name}/{name}": file for name, file in files_below(path).items()}
        else:
            found[path.name] = path
    return dict(sorted(found.items()))


def write_zip(target: Path, files: dict[str, Path]) -> None:
    """Write ``files`` (name in the archive to source) as a zip; equal content gives equal bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, source in sorted(files.items()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 3  # Unix, so that the permissions below count
            entry.external_attr = (0o755 if source.suffix == ".so" else 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, source.read_bytes())


def digest_of(files: dict[str, Path]) -> str:
    """Answer one SHA-256 over names and contents."""
    total = hashlib.sha256()
    for name, source in sorted(files.items()):
        total.update(f"{name}\0{hashlib.sha256(source.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def unzipped_size(archive: Path) -> int:
    """Answer how many bytes the files in a zip take once they are unzipped."""
    with zipfile.ZipFile(archive) as opened:
        return sum(entry.file_size for entry in opened.infolist())
