"""The quotations of a written report, as its reader sees them: taken from the HTML, not from the tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from tokenism.errors import InputError

_NAMES = ("data-document", "data-passage", "data-kind", "data-page", "data-page-end")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that a report quotes, and where it says that they stand; pages count from 1.

    ``places`` are the files of the report that quote it, one entry a place.
    """

    document_id: str
    passage_id: str
    kind: str
    page: int
    page_end: int
    text: str
    places: tuple[str, ...] = ()


def read_quotations(report: Path) -> list[Quotation]:
    """All quotations below the folder of a report, each once, by document and page.

    The same words of the same passage and page that stand in several places are one quotation.

    Raises
    ------
    InputError
        If there is no report, or a quotation does not say which document and page it is from.
    """
    files = sorted(report.rglob("*.html"))
    if not files:
        raise InputError(f"{report}: no page of a report; run 'tokenism report RUN' first")
    places: dict[tuple[str, str, str, int, int, str], list[str]] = {}
    for file in files:
        for key in _quoted_in(file):
            places.setdefault(key, []).append(file.relative_to(report).as_posix())
    found = [Quotation(*key, tuple(names)) for key, names in places.items()]
    return sorted(found, key=lambda one: (one.document_id, one.page, one.page_end, one.passage_id, one.text))


def _quoted_in(file: Path) -> list[tuple[str, str, str, int, int, str]]:
    reader = _Blockquotes()
    try:
        reader.feed(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: not UTF-8 text; write the report again with 'tokenism report RUN'") from error
    reader.close()
    return [_key(file, attributes, "".join(words).strip()) for attributes, words in reader.found]


def _key(file: Path, attributes: dict[str, str | None], text: str) -> tuple[str, str, str, int, int, str]:
    document, passage, kind, page, page_end = (attributes.get(name) or "" for name in _NAMES)
    try:
        if document:
            return document, passage, kind, int(page), int(page_end), text
    except ValueError:
        pass
    raise InputError(
        f"{file}: the quotation '{first_words(text)}' does not say which document and page it is from; "
        "write the report again with 'tokenism report RUN'"
    )


def first_words(text: str, *, longest: int = 60) -> str:
    """The first words of a text, in so many characters at most.

    >>> first_words("Residents wrote the plan with us.", longest=15)
    'Residents wrote …'
    """
    if len(text) <= longest:
        return text
    head, space, _ = text[: longest + 1].rpartition(" ")
    return f"{head if space else text[:longest]} …"


class _Blockquotes(HTMLParser):
    """Collects the attributes and the words of each block quotation."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[dict[str, str | None], list[str]]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        if tag == "blockquote":
            self.found.append((dict(attrs), []))
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1][1].append(data)
