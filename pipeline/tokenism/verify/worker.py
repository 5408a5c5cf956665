"""The child process that looks for the quotations of one document: a JSON request on stdin, a JSON reply on stdout."""

import contextlib
import json
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from tokenism.reading.inflate import inflates_beyond
from tokenism.verify.quotations import Quotation
from tokenism.verify.second_reader import open_pages
from tokenism.verify.verbatim import VERBATIM, Finding, find

OUT_OF_MEMORY = 70
"""Exit code of a child that got no more memory."""
_SPARE = 5
"""Seconds of processor time over the time limit after which the system itself ends a child."""


def main() -> None:
    """Answer the one request on stdin."""
    logging.disable(logging.CRITICAL)
    request = json.loads(sys.stdin.buffer.read())
    _limit(request["memory"] * 1_000_000, request["timeout"])
    try:
        sys.stdout.write(json.dumps(_answer(request)))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    """The findings in the order of the quotations, or a sentence that says why the file cannot be read."""
    path = Path(request["path"])
    try:
        if inflates_beyond(path, request["max_inflated"] * 1_000_000):
            return {"problem": f"its streams inflate to more than {request['max_inflated']:,} MB"}
        quotations = [Quotation(**one) for one in request["quotations"]]
        found = check(path, quotations, request["readers"], request["password"])
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  the worker's boundary: one document fails alone
        return {"problem": f"the reader cannot open it ({type(error).__name__}: {str(error)[:100]})"}
    return {"findings": [asdict(finding) for finding in found]}


def check(path: Path, quotations: Sequence[Quotation], readers: Sequence[str], password: str = "") -> list[Finding]:
    """A finding for each quotation; what one reader does not confirm is tried with the next one."""
    found: dict[int, Finding] = {}
    for reader in readers:
        wanted = [n for n in range(len(quotations)) if n not in found or found[n].how not in VERBATIM]
        if not wanted:
            break
        pages = open_pages(path, reader, password)
        for n in wanted:
            finding = replace(find(quotations[n], pages), reader=reader)
            if n not in found or finding.how in VERBATIM:
                found[n] = finding
    return [found[n] for n in range(len(quotations))]


def _limit(memory: int, timeout: float) -> None:
    """Limits that the system itself keeps: memory in bytes, and processor time as a backstop of the parent's clock."""
    try:
        import resource
    except ImportError:  # no such limits on Windows; the time limit still holds
        return
    for kind, amount in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, int(min(timeout, 1e9)) + _SPARE),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        with contextlib.suppress(ValueError, OSError):  # macOS refuses some
            resource.setrlimit(kind, (amount if hard == resource.RLIM_INFINITY else min(amount, hard), hard))


if __name__ == "__main__":
    main()
