"""The child process that reads documents: one JSON request a line on stdin, one JSON reply a line on stdout."""

import json
import os
import sys
from pathlib import Path
from typing import Any, TextIO

from tokenism.reading.document import Limits, Reading, Shape, read_document


def main() -> None:
    """Answer requests until stdin closes."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)  # whatever a library prints must not mix with the replies
    for line in sys.stdin:
        request = json.loads(line)
        _limit_memory(request["limits"]["memory"])
        _reply(replies, _answer(request))


def _answer(request: dict[str, Any]) -> Reading:
    limits = Limits(**request["limits"])
    try:
        return read_document(
            Path(request["path"]), limits=limits, shape=Shape(**request["shape"]), password=request["password"]
        )
    except MemoryError:
        return Reading("memory", f"Reading it took more than {limits.memory} MB; raise the limit with --memory.")
    except OSError as error:
        return Reading("missing", f"The file cannot be opened: {error.strerror or error}.")
    except Exception as error:  # noqa: BLE001  the worker's boundary: one document fails alone
        return Reading("crashed", f"The reader failed on this file ({type(error).__name__}: {str(error)[:200]}).")


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # no such limits on Windows; the time limit still holds
        return
    size = megabytes * 1_000_000
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (size if hard == resource.RLIM_INFINITY else min(size, hard), hard))


def _reply(replies: TextIO, reading: Reading) -> None:
    replies.write(json.dumps(reading.to_json()) + "\n")
    replies.flush()


if __name__ == "__main__":
    main()
