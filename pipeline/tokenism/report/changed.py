"""The page of `tokenism diff`: one file with its stylesheet in it, every change with its words before and after."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tokenism import changes_told as words
from tokenism.changes import Change, Place
from tokenism.printable import printable
from tokenism.report import figures
from tokenism.report.quotes import safe_url

MOST = 2000
"""Changes that are shown with their words; the table has all."""

_LONGEST = 1500
"""Words of a text up to which the words that changed are marked."""
_PIECE = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of one side with what is not in the other marked, its page, and the published copy where it has one."""

    html: Markup
    page: int
    url: str | None
    title: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change as it is shown; of a claim whose words are the same on both sides they are given once."""

    kind: str
    verdict: str
    headline: str
    where: str
    details: Sequence[str]
    before: Quoted | None
    after: Quoted | None


def page(found: words.Comparison) -> str:
    """The page as text; the same comparison gives the same bytes."""
    environment = Environment(
        loader=PackageLoader("tokenism.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )
    environment.filters.update(number=figures.number, figure=words.figure_line, direction=words.direction_line)
    style = (resources.files("tokenism.report") / "assets" / "style.css").read_text(encoding="utf-8")
    return environment.get_template("changed.html").render(
        found=found,
        changes=found.changes,
        shown=[view_change(change) for change in found.changes.changes[:MOST]],
        n_more=max(0, len(found.changes.changes) - MOST),
        singles=[(("first", "second")[one.side - 1], words.single_line(one)) for one in found.changes.singles],
        rows=words.ROWS,
        nothing=words.NOTHING,
        caveats=(words.DEPENDENT, words.OTHER_DOCUMENTS),
        style=Markup(style),  # noqa: S704  our own stylesheet
    )


def view_change(change: Change) -> ChangeView:
    """Prepare a change to be shown."""
    before, after = change.before, change.after
    quoted: tuple[Quoted | None, Quoted | None]
    if before and after and "words" not in change.what:
        quoted = None, _whole(after)
    elif before and after:
        old, new = marked_words(before.text, after.text)
        quoted = _quoted(before, old), _quoted(after, new)
    else:
        quoted = _whole(before), _whole(after)
    return ChangeView(
        kind=change.kind,
        verdict=change.place.claim.verdict,
        headline=words.headline(change),
        where=words.where(change),
        details=words.details(change),
        before=quoted[0],
        after=quoted[1],
    )


def _whole(place: Place | None) -> Quoted | None:
    return None if place is None else _quoted(place, Markup("{}").format(printable(place.text)))


def _quoted(place: Place, html: Markup) -> Quoted:
    url = None if place.document is None else safe_url(place.document.url, page=place.claim.page)
    return Quoted(html, place.claim.page, url, words.title_of(place))


def marked_words(before: str, after: str) -> tuple[Markup, Markup]:
    """Both texts, escaped, with the words that are only in the first as ``del``, only in the second as ``ins``.

    >>> marked_words("We asked all residents.", "We asked some residents.")[1]
    Markup('We asked <ins>some</ins> residents.')
    """
    texts = printable(before), printable(after)
    pieces = [list(_PIECE.finditer(text)) for text in texts]
    if max(map(len, pieces)) > _LONGEST:
        return Markup("{}").format(texts[0]), Markup("{}").format(texts[1])
    first, second = ([piece.group() for piece in side] for side in pieces)
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    operations = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    spans = ([code[1:3] for code in operations], [code[3:5] for code in operations])
    old, new = (_marked(*one) for one in zip(texts, pieces, spans, ("del", "ins"), strict=True))
    return old, new


def _marked(text: str, pieces: Sequence["re.Match[str]"], spans: Sequence[tuple[int, int]], tag: str) -> Markup:
    parts, at = [], 0
    for first, last in spans:
        if first < last:
            start, end = pieces[first].start(), pieces[last - 1].end()
            parts.append(Markup("{}<%s>{}</%s>" % (tag, tag)).format(text[at:start], text[start:end]))  # noqa: S704, UP031
            at = end
    return Markup("").join([*parts, Markup("{}").format(text[at:])])
