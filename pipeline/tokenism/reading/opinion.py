"""Second opinion: every page's text is judged, and a page that fails is tried with the other engine, then with OCR."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from tokenism.reading.blocks import PageLines
from tokenism.reading.glyphs import PageContent
from tokenism.reading.quality import DOUBTFUL, Quality, text_quality
from tokenism.reading.repair import repair

Reread = Callable[[PageContent], PageContent | None]
"""Another reading of a page, or None where there is none."""
LinesOf = Callable[[list[PageContent]], Iterable[PageLines]]

_SCARCE = 25
"""A page with pictures and fewer words than this is looked at: the pictures may be pictures of text."""
_PICTURED = 100
"""So many words in the ink outside the text layer are a picture of text; the legend of a map or a cover has fewer."""
_BETTER = 0.1
"""Another reading is taken where its score is higher by this much."""


@dataclass(frozen=True, slots=True)
class Engines:
    """What can be asked about a page: the other engine, the words in its ink outside the glyphs, and OCR.

    ``ocr`` is None where OCR is not wanted or not there; ``always`` sends every page to it.
    """

    other: Reread
    ink: Callable[[PageContent], int]
    ocr: Reread | None = None
    always: bool = False


@dataclass(frozen=True, slots=True)
class Opinion:
    """Pages as they are to be used: lines that are words, the quality of each page, and what was done.

    ``silent`` are pages without a text layer (or with one that leaves out a picture of text) that nobody could read,
    ``broken`` those whose text is not words, ``strange`` those of which single lines were left out for that;
    ``reread`` pages read by the other engine and ``recognised`` pages read by OCR, by page number.
    """

    pages: list[PageContent]
    lines: list[PageLines]
    qualities: list[Quality]
    silent: tuple[int, ...] = ()
    broken: tuple[int, ...] = ()
    strange: tuple[int, ...] = ()
    reread: tuple[int, ...] = ()
    recognised: tuple[int, ...] = ()
    repaired: int = 0


def second_opinion(pages: Sequence[PageContent], lines_of: LinesOf, engines: Engines) -> Opinion:
    """The best reading of every page that the engines have, without lines that are no words.

    A sound document costs its judgement only: the other engines are asked for single pages.
    """
    current, repaired = repair(list(pages))
    lines = list(lines_of(current))
    qualities = [_looked_at(page, _quality(found), engines) for page, found in zip(current, lines, strict=True)]
    reread: list[int] = []
    recognised: list[int] = []
    for index, page in enumerate(current):
        quality = qualities[index]
        if _is_doubtful(quality):
            current[index], qualities[index] = _better(page, quality, engines.other(page), lines_of)
            if current[index] is not page:
                reread.append(page.number)
        if engines.ocr and (engines.always or _wants_ocr(current[index], qualities[index])):
            before = current[index]
            current[index], qualities[index] = _recognised(before, qualities[index], engines, lines_of)
            if current[index] is not before:
                recognised.append(page.number)
                reread = [number for number in reread if number != page.number]
    if reread or recognised:
        lines = list(lines_of(current))
    kept = [_words_only(found, quality) for found, quality in zip(lines, qualities, strict=True)]
    together = list(zip(current, lines, kept, qualities, strict=True))
    return Opinion(
        current,
        kept,
        qualities,
        tuple(page.number for page, _, _, quality in together if _is_silent(page, quality)),
        tuple(page.number for page, _, _, quality in together if quality.broken),
        tuple(page.number for page, all_, rest, quality in together if all_ is not rest and not quality.broken),
        tuple(reread),
        tuple(recognised),
        repaired,
    )


def page_text(page: PageLines) -> str:
    """Text of a page's lines and table rows."""
    return " ".join([*(line.text for line in page.lines), *(row.text for rows in page.tables for row in rows)])


def _quality(page: PageLines) -> Quality:
    return text_quality(page_text(page))


def _looked_at(page: PageContent, quality: Quality, engines: Engines) -> Quality:
    """The quality with the share of the ink that the text covers, for pages with pictures and little text."""
    if quality.words >= _SCARCE or not page.has_pictures or not len(page.glyphs):
        return quality
    pictured = engines.ink(page)
    return replace(
        quality, covered=round(quality.words / (quality.words + pictured), 4) if pictured >= _PICTURED else 1.0
    )


def _is_doubtful(quality: Quality) -> bool:
    """Whether another engine may know better; a picture of text has nothing for it."""
    score = replace(quality, covered=None).score
    return score is not None and score < DOUBTFUL


def _is_silent(page: PageContent, quality: Quality) -> bool:
    return (not len(page.glyphs) and page.has_pictures) or (quality.covered is not None and quality.covered < DOUBTFUL)


def _wants_ocr(page: PageContent, quality: Quality) -> bool:
    return _is_silent(page, quality) or quality.broken


def _better(
    page: PageContent, quality: Quality, other: PageContent | None, lines_of: LinesOf
) -> tuple[PageContent, Quality]:
    """The page, or the other reading of it where that has a clearly higher score for as many words."""
    if other is None or not len(other.glyphs):
        return page, quality
    found = _quality(next(iter(lines_of([other]))))
    if found.words >= quality.words / 2 and (found.score or 0.0) > (quality.score or 0.0) + _BETTER:
        return other, found
    return page, quality


def _recognised(
    page: PageContent, quality: Quality, engines: Engines, lines_of: LinesOf
) -> tuple[PageContent, Quality]:
    other = engines.ocr(page) if engines.ocr else None
    if other is None:
        return page, quality
    found = _quality(next(iter(lines_of([other]))))
    if engines.always or quality.broken or found.words > quality.words:
        return other, found
    return page, quality


def _words_only(page: PageLines, quality: Quality) -> PageLines:
    """The page without lines and rows that are no words; of a broken page only those stay that are words for certain.

    The same object comes back where nothing is left out.
    """
    if not quality.broken and quality.words * (1 - quality.known) < 1.5 and not quality.replaced:
        return page
    keep = _is_good if quality.broken else _is_not_broken
    lines = [line for line in page.lines if line.table >= 0 or keep(line.text)]
    tables = [[row for row in rows if keep(row.text)] for rows in page.tables]
    if len(lines) == len(page.lines) and list(map(len, tables)) == list(map(len, page.tables)):
        return page
    return PageLines(page.number, page.width, page.height, lines, tables)


def _is_not_broken(text: str) -> bool:
    return not text_quality(text).broken


def _is_good(text: str) -> bool:
    quality = text_quality(text)
    return quality.words >= 3 and quality.known >= DOUBTFUL and quality.replaced == 0


def named_pages(numbers: Sequence[int]) -> str:
    """Page numbers for a sentence, the first five of them.

    >>> named_pages([4]), named_pages([4, 7, 9]), named_pages(range(1, 9))
    ('page 4', 'pages 4, 7, 9', 'pages 1, 2, 3, 4, 5 and 3 more')
    """
    more = f" and {len(numbers) - 5} more" if len(numbers) > 5 else ""
    return f"page{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers[:5]))}{more}"
