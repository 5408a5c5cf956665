"""File names and anchors from names that may hold anything."""

import re
import unicodedata
from collections.abc import Iterable

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_NOT_ANCHOR = re.compile(r"[^A-Za-z0-9_.:-]+")
_LONGEST = 60
_DEVICES = frozenset(["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))])


def slug(name: str) -> str:
    """Make a file name without ending: small ASCII letters, digits and hyphens, never empty, no device name of Windows.

    >>> slug("Ynys Môn County Council"), slug("../x"), slug("!!!"), slug("CON")
    ('ynys-mon-county-council', 'x', 'organisation', 'organisation-con')
    """
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    text = _NOT_SLUG.sub("-", ascii_name).strip("-")[:_LONGEST].strip("-")
    return f"organisation-{text}" if text in _DEVICES else text or "organisation"


def anchor(name: str) -> str:
    """Make an HTML id of a name, fit for a link as it is; the hashes that the ledger gives are kept."""
    return _NOT_ANCHOR.sub("-", name) or "claim"


def document_page(document_id: str) -> str:
    """Path of the page of a document from the folder of the report; the same in every run that has the document.

    >>> document_page("69ce7532fb8ed649")
    'documents/69ce7532fb8ed649.html'
    """
    return f"documents/{anchor(document_id)}.html"


def claim_link(document_id: str, claim_id: str) -> str:
    """Permanent link of a claim from the folder of the report.

    >>> claim_link("69ce7532fb8ed649", "6a6c7e803fb5")
    'documents/69ce7532fb8ed649.html#6a6c7e803fb5'
    """
    return f"{document_page(document_id)}#{anchor(claim_id)}"


def distinct(names: Iterable[str], *, taken: Iterable[str] = ()) -> list[str]:
    """Return the names in their order, with a number after each that is taken already.

    >>> distinct(["a", "a", "a-2", "b"])
    ['a', 'a-2', 'a-2-2', 'b']
    """
    used, following, result = set(taken), dict[str, int](), list[str]()
    for name in names:
        candidate = name
        while candidate in used:
            following[name] = following.get(name, 1) + 1
            candidate = f"{name}-{following[name]}"
        used.add(candidate)
        result.append(candidate)
    return result
