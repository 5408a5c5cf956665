"""Build the demo corpus: `sources/*.md` in; `pdf/*.pdf`, `truth/*.jsonl` and `sources.csv` out.

Run `python corpora/demo/build.py`; with `--check` and sources it only checks and counts these. Same sources, same
bytes. The labels in the sources follow the codebook, sections 2 to 5; a source that breaks its rules stops the
build before anything is written.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from typesetter.labels import count_labels, find_odd_lengths, find_problems
from typesetter.source import read_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from typesetter.source import Document

HERE = Path(__file__).resolve().parent
COLUMNS = ("organisation", "organisation_type", "title", "year")


def truth_rows(document: Document, starts: Mapping[str, Mapping[str, float]]) -> Iterator[dict[str, object]]:
    """Yield what is true of each passage of a document, in reading order."""
    for passage in document.passages:
        row: dict[str, object] = {"file": document.file, "id": passage.id, **starts[passage.id]}
        row |= {"section": passage.section, "kind": passage.kind, "place": passage.place, "text": passage.text}
        yield row | asdict(passage.labels)


def write_corpus(documents: list[Document]) -> None:
    """Write the PDFs, the truth of those that can be read and of those that cannot, and the table of sources."""
    from typesetter.compose import typeset

    for folder in ("pdf", "truth"):
        (HERE / folder).mkdir(exist_ok=True)
    truth: dict[bool, list[str]] = {True: [], False: []}
    for document in documents:
        pdf, starts = typeset(document, HERE)
        (HERE / document.file).write_bytes(pdf)
        lines = truth[document.readable]
        lines += [json.dumps(row, ensure_ascii=False) + "\n" for row in truth_rows(document, starts)]
    for readable, name in ((True, "passages.jsonl"), (False, "unreadable.jsonl")):
        (HERE / "truth" / name).write_text("".join(truth[readable]), encoding="utf-8", newline="\n")
    write_sources(documents, HERE / "sources.csv")


def write_sources(documents: Iterable[Document], path: Path) -> None:
    """Write the table of files and their publishers."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("file", *COLUMNS))
        writer.writerows((document.file, *(document.front[column] for column in COLUMNS)) for document in documents)


def print_counts(documents: Iterable[Document]) -> None:
    """Print the numbers of each document and of all together."""
    rows = {document.slug: count_labels(document) for document in documents}
    names = list(next(iter(rows.values()))) if rows else []
    rows["all"] = {name: sum(row[name] for row in rows.values()) for name in names}
    width = max(map(len, rows))
    print(" " * width, *names)
    for slug, row in rows.items():
        print(slug.ljust(width), *(str(row[name]).rjust(len(name)) for name in names))


def main() -> int:
    """Build or check; 1 where a source breaks the rules, in which case nothing is written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="*", type=Path, help="sources to read (all)")
    parser.add_argument("--check", action="store_true", help="write nothing")
    asked = parser.parse_args()
    if asked.sources and not asked.check:
        parser.error("the corpus is built whole; name sources with --check only")
    try:
        documents = [read_document(path) for path in asked.sources or sorted((HERE / "sources").glob("*.md"))]
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    problems = [problem for document in documents for problem in find_problems(document)]
    for line in (*problems, *(f"note: {odd}" for document in documents for odd in find_odd_lengths(document))):
        print(line, file=sys.stderr)
    if problems:
        return 1
    if not asked.check:
        write_corpus(documents)
    print_counts(documents)
    return 0


if __name__ == "__main__":
    sys.exit(main())
