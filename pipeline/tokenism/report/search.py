"""Search without a server: passages and the words in them as scripts that a page loads from disk when it needs them.

A page opened from ``file://`` may load scripts and nothing else, so each part of the index is one call of a function
that ``assets/search.js`` defines. Passages are numbered in the order in which results are shown: those of claims first,
then others about participation, then the rest. What a list of words finds is therefore in order as it stands, and
what a limit leaves out is the end of the list.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from tokenism.organisations import organisations_of
from tokenism.printable import printable
from tokenism.records import BANDS, Claim, Passage
from tokenism.report.corpus import Corpus
from tokenism.report.ledger import DocumentView, view_document
from tokenism.report.slugs import anchor, document_page
from tokenism.report.words import VERDICTS

MOST_BYTES = 8_000_000
"""Size of all parts of the index together."""
MOST_PASSAGES = 100_000
LONGEST = 1_000
"""Characters of a passage that are shown and searched."""
WORDS_BYTES, TEXTS_BYTES = 64_000, 128_000
"""Size at which a part of the index ends and the next begins."""

REST = 2
SOFT_HYPHEN = "\u00ad"
_RUN = re.compile(r"[^\W_]+(?:['’‐-][^\W_]+)*")
_OWNER = re.compile(r"['’]s$")
_SIBILANT = re.compile(r"(?:ss|x|ch|sh)es$")
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_UNSAFE = {"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """Scripts by file name, and what they hold: passages, those left out, and those cut at :data:`LONGEST`."""

    scripts: Mapping[str, str]
    n_passages: int
    n_left_out: int
    n_participation_left_out: int
    n_cut: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """A passage as it is searched; ``group`` is 0 for claims, 1 for others about participation, else :data:`REST`."""

    group: int
    passage: Passage
    claim: Claim | None
    record: str
    words: tuple[str, ...]


def words_of(text: str) -> list[tuple[str, ...]]:
    """Words of a text without case, accents, possessive and simple plural; ``assets/search.js`` reads them alike.

    A word with hyphens is given joined and then in its parts, so that "coproduced" finds "co-produced".

    >>> words_of("Co-produced with Môn's families’ groups")
    [('coproduced', 'co', 'produced'), ('with',), ('mon',), ('family',), ('group',)]
    """
    return [_forms(run) for run in _RUN.findall(_plain(text))]


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text).lower()
    for letter in set(letters):
        if letter == SOFT_HYPHEN or unicodedata.category(letter) == "Mn":
            letters = letters.replace(letter, "")
    return letters


@lru_cache(maxsize=100_000)
def _forms(run: str) -> tuple[str, ...]:
    letters = _OWNER.sub("", run).replace("'", "").replace("’", "")
    parts = re.split("[‐-]", letters)
    joined = _singular("".join(parts))
    return (joined,) if len(parts) == 1 else (joined, *map(_singular, parts))


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if _SIBILANT.search(word) else word[:-1]


def build_index(
    corpus: Corpus,
    slug_of: Mapping[str, str],
    *,
    most_bytes: int = MOST_BYTES,
    most_passages: int = MOST_PASSAGES,
) -> SearchIndex:
    """Index the passages of a run, as many as fit.

    Parameters
    ----------
    corpus
        The tables of the run.
    slug_of
        For each organisation by name what stands for it in an address.
    most_bytes, most_passages
        Limits of the size of the scripts together and of the number of passages; claims come first.
    """
    entries = sorted(_entries(corpus), key=lambda entry: (entry.group, corpus.order[entry.passage.passage_id]))
    kept, postings = _fitting(entries[:most_passages], most_bytes - _overhead(corpus))
    words = sorted(postings, key=lambda word: word.encode("utf-16-be"))
    texts = list(_parts([entry.record for entry in kept], TEXTS_BYTES))
    lists = list(_parts([f'{word} ,"{postings[word]}"' for word in words], WORDS_BYTES))
    scripts = {"index.js": _script("index", 0, _about(corpus, slug_of, kept, words, texts, lists))}
    for n, (start, end) in enumerate(texts):
        scripts[f"texts-{n}.js"] = _call("texts", n, ",\n".join(entry.record for entry in kept[start:end]))
    for n, (start, end) in enumerate(lists):
        part = words[start:end]
        scripts[f"words-{n}.js"] = _script("words", n, [" ".join(part), *(postings[word] for word in part)])
    out = entries[len(kept) :]
    n_cut = sum(len(entry.passage.text) > LONGEST for entry in kept)
    return SearchIndex(scripts, len(kept), len(out), sum(entry.group < REST for entry in out), n_cut)


def _entries(corpus: Corpus) -> Iterator[_Entry]:
    ordered = sorted(corpus.claims, key=lambda claim: claim.claim_id, reverse=True)
    claims = {claim.passage_id: claim for claim in ordered}
    for passage in corpus.passages:
        claim, tag = claims.get(passage.passage_id), corpus.tag.get(passage.passage_id)
        labels = (BANDS[0], BANDS[0]) if tag is None else (tag.claim, tag.practice)
        if claim is not None:
            labels = claim.claim, claim.practice
        about = any(band != BANDS[0] for band in labels)
        text = printable(passage.text)[:LONGEST]
        record = [passage.page, "".join(str(BANDS.index(band)) for band in labels) if about else "", text]
        if claim is not None:
            record.append(anchor(claim.claim_id))
        forms = dict.fromkeys(form for word in words_of(text) for form in word)
        yield _Entry(0 if claim else 1 if about else REST, passage, claim, _json(record), tuple(forms))


def _overhead(corpus: Corpus) -> int:
    """Bytes that the list of documents may take, and the calls of all parts."""
    shown = (f"{one.path}{one.title}{one.organisation}{one.url}" for one in corpus.documents)
    return 20_000 + sum(300 + 2 * len(printable(text).encode()) for text in shown)


def _fitting(entries: Sequence[_Entry], most_bytes: int) -> tuple[list[_Entry], dict[str, str]]:
    """Entries that fit, and for each word the numbers of those that hold it."""
    last: dict[str, int] = {}
    postings: dict[str, list[str]] = {}
    kept: list[_Entry] = []
    size = 0
    for number, entry in enumerate(entries):
        gaps = [_digits(number - last.get(word, -1) - 1) for word in entry.words]
        size += len(entry.record.encode()) + 4 + len("".join(gaps))
        size += sum(len(word.encode()) + 4 for word in entry.words if word not in last)
        if size > most_bytes:
            break
        kept.append(entry)
        for word, gap in zip(entry.words, gaps, strict=True):
            last[word] = number
            postings.setdefault(word, []).append(gap)
    return kept, {word: "".join(gaps) for word, gaps in postings.items()}


@lru_cache(maxsize=4096)
def _digits(number: int) -> str:
    """Write a number from its highest five bits to its lowest; the last digit is among the first 32.

    >>> _digits(0), _digits(31), _digits(32)
    ('A', 'f', 'hA')
    """
    digits = _DIGITS[number % 32]
    while number := number // 32:
        digits = _DIGITS[32 + number % 32] + digits
    return digits


def _parts(items: Sequence[str], most: int) -> Iterator[tuple[int, int]]:
    """Cut items into parts of at most so many bytes, or of one item; starts and ends of the parts."""
    start = size = 0
    for n, item in enumerate(items):
        length = len(item.encode())
        if n > start and size + length > most:
            yield start, n
            start, size = n, 0
        size += length
    if start < len(items):
        yield start, len(items)


def _about(
    corpus: Corpus,
    slug_of: Mapping[str, str],
    kept: Sequence[_Entry],
    words: Sequence[str],
    texts: Sequence[tuple[int, int]],
    lists: Sequence[tuple[int, int]],
) -> dict[str, Any]:
    """What a page must know before it asks for any part: documents, what each passage is, where parts begin."""
    runs = [(key, sum(1 for _ in run)) for key, run in groupby(entry.passage.document_id for entry in kept)]
    ids = sorted({key for key, _ in runs}, key=corpus.place)
    number = {key: n for n, key in enumerate(ids)}
    owners = {entry.passage.document_id: entry.passage.organisation for entry in kept}
    verdicts = [*VERDICTS, *sorted({entry.claim.verdict for entry in kept if entry.claim} - set(VERDICTS))]
    return {
        "count": len(kept),
        "groups": [sum(entry.group == group for entry in kept) for group in range(REST + 1)],
        "documents": [_document(view_document(corpus, key), owners[key], slug_of) for key in ids],
        "runs": [[number[key], count] for key, count in runs],
        "verdicts": verdicts,
        "claims": "".join(_DIGITS[verdicts.index(entry.claim.verdict)] for entry in kept if entry.claim),
        "texts": [start for start, _ in texts],
        "words": [words[start] for start, _ in lists],
    }


def _document(view: DocumentView, owner: str, slug_of: Mapping[str, str]) -> list[Any]:
    names = organisations_of(owner)
    name = f"{view.name} ({view.year})" if view.year else view.name
    url = printable(view.url).partition("#")[0] if view.url else ""
    shown = "; ".join(names) or "Organisation not named"
    return [printable(name), document_page(view.document.document_id), url, printable(shown), *map(slug_of.get, names)]


def _script(kind: str, number: int, value: object) -> str:
    return f'tokenismSearch.add("{kind}",{number},{_json(value)});\n'


def _call(kind: str, number: int, records: str) -> str:
    return f'tokenismSearch.add("{kind}",{number},[\n{records}]);\n'


def _json(value: object) -> str:
    """JSON that is safe in a script whatever a document says."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter, escape in _UNSAFE.items():
        text = text.replace(letter, escape)
    return text
