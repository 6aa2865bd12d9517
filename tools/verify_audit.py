"""Proves the audit chain of some days, or names the first broken link: ``make verify-audit
day=2026-11-23``.

Without ``--stack`` it looks at the platform that runs on this machine; with it at a deployed one,
with the credentials and region of the environment. It needs to read the audit table and bucket, the
stack, and the configuration of one function, and changes nothing. Exit code 0: proved; 1: broken;
2: it could not be examined.
"""

import argparse
import sys
from datetime import date, timedelta

from botocore.exceptions import BotoCoreError, ClientError

from infra import local
from teleshop.audit.domain import Break, DayProof, Proof
from teleshop.kernel.clock import china_date, utc_now
from tools.settling import settle_on

EXPLAINED = {
    "altered": "an entry, a link or the chain's end is not what it was when it was chained",
    "missing_entry": "the entry of this link is gone",
    "missing_link": "the link at this place is gone",
    "reordered": "the link at this place does not follow the one before it",
    "unlinked_entry": "this entry is in no chain",
    "truncated": "the chain ends before this place, and was longer",
    "anchor_mismatch": "the chain is not the one that was anchored",
    "anchor_missing": "the day is over and has no anchor",
}


def main(arguments: list[str] | None = None) -> int:
    """Examine the days that the command line names; answers the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.verify_audit", description=__doc__)
    parser.add_argument("first", nargs="?", type=date.fromisoformat, help="default: yesterday")
    parser.add_argument("last", nargs="?", type=date.fromisoformat, help="default: first, or today")
    parser.add_argument("--stack", help="name of a deployed stack; default: the local platform")
    options = parser.parse_args(arguments)
    today = china_date(utc_now())
    first = options.first or today - timedelta(days=1)
    last = options.last or (first if options.first else today)
    try:
        settle_on(options.stack)
        proof = examine(first, last)
    except local.RefusedError as refused:
        print(f"teleshop: {refused}", file=sys.stderr)
        return 2
    except (BotoCoreError, ClientError) as failed:
        print(f"teleshop: the platform cannot be read: {failed}", file=sys.stderr)
        return 2
    if proof.broken is not None:
        print(broken_line(proof.broken))
        return 1
    links = sum(day.count for day in proof.days)
    print(f"PROVED  {first} to {last}: {links} links, {len(proof.days)} days")
    return 0


def examine(first: date, last: date) -> Proof:
    """Prove the days, printing each sound one."""
    from teleshop.audit.wiring import service

    return service().verify(first, last, utc_now(), told=lambda day: print(day_line(day)))


def day_line(day: DayProof) -> str:
    """One sound day."""
    anchored = "anchored" if day.anchored else "not anchored yet"
    pending = f", {day.pending} entries on their way" if day.pending else ""
    return f"ok      {day.day}  {day.count:>7} links, {anchored}{pending}  {day.hash[:16]}…"


def broken_line(found: Break) -> str:
    """The first broken link."""
    place = f"link {found.seq}" if found.seq is not None else "no place in the chain"
    entry = f", entry {found.entry_id}" if found.entry_id else ""
    return f"BROKEN  {found.day}, {place}{entry}: {found.kind}: {EXPLAINED[found.kind]}"


if __name__ == "__main__":
    sys.exit(main())
