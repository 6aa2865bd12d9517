"""Build the package: ``python -m infra.build [--force] [--output FOLDER]``.

Joins the fragments, lets Chalice add the HTTP application, splits the whole into sibling stacks,
and writes their templates, and ``stacks.json`` with their order, beside the zips they name. The
same sources give the same bytes; when nothing changed since the last build, nothing is done.
"""

import argparse
import fcntl
import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.tools import (
    dashboard,
    fragments,
    functions,
    http,
    limits,
    manifest,
    packaging,
    stacks,
    state_machines,
)
from infra.tools.archives import digest_of, files_below
from infra.tools.packaging import BUILD, CACHE, ROOT, BuildError
from infra.tools.pieces import camel

PACKAGE = BUILD / "package"
SOURCES = (
    "layers",
    "functions",
    "infra",
    ".chalice/config.json",
    "app.py",
    "requirements.txt",
    "requirements-dev.txt",
)


def main() -> int:
    """Build, and print sizes with their share of AWS's limits; answers the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--force", action="store_true", help="build even when nothing changed")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where installed packages go")
    parser.add_argument("--output", type=Path, default=PACKAGE, help="where the package goes")
    options = parser.parse_args()
    try:
        made = build(options.output.resolve(), cache=options.cache.resolve(), force=options.force)
    except (BuildError, fragments.FragmentError) as error:
        print(f"teleshop: the build failed: {error}", file=sys.stderr)
        return 1
    print("built" if made else "nothing changed since the last build", options.output)
    print(limits.report(options.output))
    return 0


def build(package: Path = PACKAGE, *, cache: Path = CACHE, force: bool = False) -> bool:
    """Build into the folder ``package``; answers whether anything had to be done.

    :raises BuildError: a part cannot be packaged.
    :raises FragmentError: a fragment is wrong.
    """
    with one_at_a_time(package):
        digest = sources_digest()
        stamp = package / "sources.sha256"
        if not force and stamp.exists() and stamp.read_text() == digest:
            return False
        make(package, cache)
        stamp.write_text(digest)
        return True


@contextmanager
def one_at_a_time(package: Path) -> Iterator[None]:
    """Wait while somebody else builds into the same folder."""
    package.parent.mkdir(parents=True, exist_ok=True)
    with package.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make(package: Path, cache: Path) -> None:
    """Make the package anew in the folder ``package``."""
    shutil.rmtree(package, ignore_errors=True)
    package.mkdir(parents=True)
    parts = fragments.load_fragments()
    homes = homes_of(parts)
    template = make_template(package, parts)
    folders = place_code(template)
    homes |= {name: stacks.LAST for name in template["Resources"] if name not in homes}
    add_dashboards(template, homes, parts)
    manifest.write(package, stacks.split(template, homes), list(template["Outputs"]))
    for folder in folders:
        packaging.write_functions(folder, package / zip_name(folder), cache)
    packaging.write_layer(package / "layer.zip", cache)


def sources_digest() -> str:
    """Answer the hash of everything the package is made of."""
    files: dict[str, Path] = {}
    for name in SOURCES:
        path = ROOT / name
        if path.is_dir():
            files |= {f"{name}/{inner}": file for inner, file in files_below(path).items()}
        elif path.exists():
            files[name] = path
    return digest_of(files)


def make_template(package: Path, parts: dict[str, fragments.Template]) -> fragments.Template:
    """Answer the whole template but for its dashboards; leaves Chalice's zip of the application,
    rewritten, as app.zip in ``package``.
    """
    merge = package / "merge.json"
    merge.write_text(json.dumps(whole(parts)), encoding="utf-8")
    made = package / "chalice"
    packaging.chalice_package(merge, made)
    template: fragments.Template = json.loads((made / "sam.json").read_text(encoding="utf-8"))
    packaging.rewrite(made / "deployment.zip", package / "app.zip")
    shutil.rmtree(made)
    merge.unlink()
    http.dress(template, parts)
    return template


def whole(parts: dict[str, fragments.Template]) -> fragments.Template:
    """Answer all fragments as one template of plain resources, before Chalice adds the API."""
    joined: fragments.Template = {"Resources": {}} | fragments.join(parts)
    joined["Resources"] |= functions.expand(parts) | state_machines.expand(parts)
    return joined


def homes_of(parts: dict[str, fragments.Template]) -> dict[str, str]:
    """Answer the stack of each resource that fragments define, and of the layer.

    :raises FragmentError: the table of stacks does not name a context.
    """
    bundles = functions.all_grants(parts)
    homes = {stacks.LAYER: stacks.BASE}
    for context, fragment in parts.items():
        alone = whole({context: {**fragment, "Grants": bundles}})
        homes |= dict.fromkeys(alone["Resources"], stacks.home_of(context))
    return homes


def add_dashboards(
    template: fragments.Template, homes: dict[str, str], parts: dict[str, fragments.Template]
) -> None:
    """Give each stack its dashboard, of the functions, dead-letter queues and tables in it; changes
    ``template`` and ``homes``.
    """
    for stack in stacks.STACKS:
        by_type: dict[str, list[str]] = {}
        for name, resource in sorted(template["Resources"].items()):
            if homes[name] == stack:
                by_type.setdefault(resource["Type"], []).append(name)
        if not by_type:
            continue
        contexts = [name for name in stacks.STACKS[stack] if parts.get(name, {}).get("Functions")]
        widgets = dashboard.of_resources(
            by_type.get("AWS::Serverless::Function", []),
            contexts,
            by_type.get("AWS::DynamoDB::Table", []),
        )
        if stack == stacks.LAST:
            widgets = dashboard.of_the_api() + widgets
        if "deadlines" in contexts:
            widgets = [dashboard.of_the_sweep(), *widgets]
        name = f"{camel(stack)}Dashboard"
        template["Resources"][name] = dashboard.dashboard(stack, widgets)
        homes[name] = stack


def place_code(template: fragments.Template) -> set[str]:
    """Point every function and the layer at its zip in the package; answers the folders of
    functions that need one.
    """
    folders: set[str] = set()
    for name, resource in template["Resources"].items():
        properties = resource.get("Properties", {})
        if name == stacks.LAYER:
            properties["ContentUri"] = "layer.zip"
            properties["CompatibleArchitectures"] = ["x86_64"]
        elif resource["Type"] == "AWS::Serverless::Function":
            uri = str(properties["CodeUri"])
            if uri.startswith("functions/"):
                folders.add(uri)
                properties["CodeUri"] = zip_name(uri)
            else:
                properties["CodeUri"] = "app.zip"
    return folders


def zip_name(folder: str) -> str:
    """Answer the name of the zip of one folder of functions: functions/outbox gives
    functions-outbox.zip.
    """
    return folder.replace("/", "-") + ".zip"


if __name__ == "__main__":
    sys.exit(main())
