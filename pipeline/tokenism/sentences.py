"""Text as it is matched, and where its sentences begin: marks, lists and lines, without a trained model."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc
from spacy.vocab import Vocab

_LINES = "\n\x0b\x0c\x85\u2028\u2029"
_SPACES = "\t\r\x1c\x1d\x1e\x1f\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_PLAIN = (
    {"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"', "\u2010": "-", "\u2011": "-"}
    | dict.fromkeys(_SPACES, " ")
    | dict.fromkeys(_LINES, "\n")
)
_CHANGED = re.compile(f"[{''.join(_PLAIN)}\ud800-\udfff]")
_DROPPED = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_DASH_AS_HYPHEN = re.compile(r"(?<=[^\W\d_])[\u2013\u2212](?=[^\W\d_])")
"""An en dash or a minus between two letters, which hold it as a hyphen; between digits it tells a range."""
_RUN = re.compile(r"[ \n]{2,}|\n|\A | \Z")
"""Where more stands than one space between two words; spaCy makes tokens of further spaces."""

_BULLETS = frozenset("•‣⁃∙●○◦◌■□▪▫◼◻◆◇❖▶►▸➢➤➔→⇒✓✔✗✘✅☐☑☒★☆·|;\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf0e0\uf0a8\uf06e\uf071")
"""Signs that begin an item wherever they stand; a cell border and a semicolon part as they do."""
_LINE_BULLETS = frozenset({"-", "--", "–", "—", "*", "+", "o", "~", ">"})
"""Signs that begin an item at the start of a line only."""
_ENDS = frozenset(".!?…")
_CLOSING = frozenset("\"')]”’»")
_OPENING = frozenset("\"'(['£$€“‘«")
_NEVER_END = frozenset("cllr cllrs mr mrs ms mx dr prof rev revd hon sir st vs e.g i.e eg ie cf viz inc incl".split())  # noqa: SIM905
_NUMBER_FOLLOWS = frozenset(
    "no nos para paras p pp fig figs sec sect ch chap vol art app ref reg regs c ca approx est max min tel ext".split()  # noqa: SIM905
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())  # noqa: SIM905
_ITEM = re.compile(r"\d{1,2}|[a-z]|[ivx]{1,5}", re.IGNORECASE)
_NUMBERED = re.compile(r"\d{1,3}(?:\.\d{1,3})*|[ivx]{1,5}", re.IGNORECASE)

_START, _BULLET, _END, _CLOSE, _COLON, _DOTTED, _DIGIT = (1 << n for n in range(7))
_EVENT = _BULLET | _END | _COLON | _DOTTED


@dataclass(frozen=True, slots=True)
class PlainText:
    """Text with straight quotes, plain hyphens and one space between words, without invisible signs.

    ``kept`` says for each character where it stood in the text as it was given (None: all where they were), ``lines``
    at which characters a new line begins, and which of them follow an empty line.
    """

    text: str
    kept: Sequence[int] | None
    lines: tuple[tuple[int, bool], ...]

    def as_given(self, start: int, end: int) -> tuple[int, int]:
        """Half-open offsets into the text as it was given; ``end`` is greater than ``start``."""
        return (start, end) if self.kept is None else (self.kept[start], self.kept[end - 1] + 1)


def plain_text(text: str) -> PlainText:
    """The text as it is matched; every character is one of the text that was given, or its plain form.

    >>> plain_text("co\u2011pro\u00adduced  with ").text
    'co-produced with'
    """
    plain, kept = text, None
    if not (text.isascii() and text.isprintable()):
        plain = _CHANGED.sub(_plain_letter, text)
        if _DROPPED.search(plain):
            kept = [i for i, letter in enumerate(plain) if not _DROPPED.match(letter)]
            plain = "".join([plain[i] for i in kept])
        plain = _DASH_AS_HYPHEN.sub("-", plain)
    return _one_space(plain, kept)


def _plain_letter(found: re.Match[str]) -> str:
    return _PLAIN.get(found.group(), "\ufffd")  # what is not there is half of a surrogate pair


def _one_space(plain: str, kept: Sequence[int] | None) -> PlainText:
    """The text with one space for each run of spaces and line ends, and none at its ends."""
    runs = list(_RUN.finditer(plain))
    if all(len(run.group()) == 1 and 0 < run.start() < len(plain) - 1 for run in runs):
        return PlainText(plain.replace("\n", " "), kept, tuple((run.end(), False) for run in runs))
    before = range(len(plain)) if kept is None else kept
    pieces: list[str] = []
    places: list[int] = []
    lines: list[tuple[int, bool]] = []
    at = 0
    for run in runs:
        pieces.append(plain[at : run.start()])
        places += before[at : run.start()]
        at = run.end()
        if run.start() and at < len(plain):
            pieces.append(" ")
            places.append(before[run.start()])
            if n_ends := run.group().count("\n"):
                lines.append((len(places), n_ends > 1))
    return PlainText("".join([*pieces, plain[at:]]), [*places, *before[at:]], tuple(lines))


class SentenceRules:
    """Tells where sentences begin, by marks and lists; what a word is, is worked out once a word.

    A sentence begins after ``. ! ? …`` before a capital, a digit, a quotation or a bracket, unless the stop belongs to
    an abbreviation, an initial or the number of an item; at bullets, cell borders and semicolons; at an item (``1.``,
    ``2)``, ``(a)``) that opens a line or follows a colon; after an empty line, and at a line that follows a colon.
    """

    def __init__(self, vocab: Vocab) -> None:
        self._kinds = _Kinds(vocab)

    def starts(self, doc: Doc, orths: Sequence[int], lines: Sequence[tuple[int, bool]] = ()) -> list[int]:
        """Tokens that begin a sentence, the first token among them.

        ``doc`` is made of a plain text, ``orths`` are its tokens' ``ORTH``, and ``lines`` those of the plain text.
        """
        kinds = [self._kinds[orth] for orth in orths]
        if not kinds:
            return []
        text = _Tokens(doc, kinds)
        starts = {0}
        items = {text.item_end(0)}
        for i, blank in _line_tokens(doc, lines):
            end = text.item_end(i) or text.line_bullet_end(i)
            items.add(end)
            if end or blank or kinds[i - 1] & _COLON:
                starts.add(i)
        for i, kind in enumerate(kinds):
            if not kind & _EVENT:
                continue
            if kind & _BULLET:
                starts.add(i)
                items.add(text.item_end(i + 1))
            elif kind & _COLON:
                if end := text.item_end(i + 1, bracketed=True):
                    starts.add(i + 1)
                    items.add(end)
            elif i not in items and (after := text.after_end(i)):
                starts.add(after)
                items.add(text.item_end(after, bracketed=True))
        return sorted(starts)


class _Kinds(dict[int, int]):
    """What the words are, as bits, by their ids."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__()
        self._vocab = vocab

    def __missing__(self, orth: int) -> int:
        kind = self[orth] = _kind(self._vocab.strings[orth])
        return kind


def _kind(text: str) -> int:
    """Bits of a word.

    >>> _kind("•") == _BULLET, _kind("and") == 0, _kind("p.m.") == _DOTTED
    (True, True, True)
    """
    if text in _BULLETS:
        return _BULLET
    kind = _COLON if text == ":" else 0
    if text[0].isupper() or text[0].isdigit() or text[0] in _OPENING:
        kind |= _START
    if text[0].isdigit():
        kind |= _DIGIT
    if text in _CLOSING:
        kind |= _CLOSE
    if _ENDS.issuperset(text):
        kind |= _END
    elif text.endswith("."):
        kind |= _DOTTED
    return kind


class _Tokens:
    """The tokens of one text, as the rules look at them."""

    def __init__(self, doc: Doc, kinds: Sequence[int]) -> None:
        self._doc = doc
        self._kinds = kinds
        self._run = range(0)  # the signs of the run that was walked last

    def item_end(self, i: int, *, bracketed: bool = False) -> int:
        """Last token of the number of an item that stands at a token (``1.``, ``2)``, ``(a)``); 0 if none does."""
        if i + 1 >= len(self._kinds):
            return 0
        first, second = self._doc[i].text, self._doc[i + 1].text
        if first == "(":
            closed = i + 2 < len(self._kinds) and self._doc[i + 2].text == ")"
            return i + 2 if closed and _ITEM.fullmatch(second) else 0
        if second == ")":
            return i + 1 if _ITEM.fullmatch(first) else 0
        if bracketed:
            return 0
        if first[-1] == "." and _ITEM.fullmatch(first[:-1]):
            return i
        return i + 1 if second == "." and _NUMBERED.fullmatch(first) else 0

    def line_bullet_end(self, i: int) -> int:
        """The token itself if it is a sign that begins an item at the start of a line; 0 if not."""
        spaced = i + 1 < len(self._kinds) and bool(self._doc[i].whitespace_)
        return i if spaced and self._doc[i].text in _LINE_BULLETS else 0

    def after_end(self, i: int) -> int:
        """The token that begins a sentence after the sign at ``i``, or 0 if the sign does not end a sentence."""
        kinds, after = self._kinds, self._run_end(i)
        if after >= len(kinds):
            return 0
        if not kinds[after] & _START:
            return after if self.item_end(after, bracketed=True) else 0
        word = self._doc[i].text.removesuffix(".") if kinds[i] & _DOTTED else ""
        if not word and self._doc[i].text == "." and i and not self._doc[i - 1].whitespace_:
            word = self._doc[i - 1].text
        return 0 if self._is_short(word, after, dotted=bool(kinds[i] & _DOTTED)) else after

    def _run_end(self, i: int) -> int:
        """The first token after the run of signs that ends or closes, in which the sign at ``i`` stands."""
        if i not in self._run:  # a run is walked once, not once for each of its signs
            after, n = i + 1, len(self._kinds)
            while after < n and self._kinds[after] & (_END | _CLOSE) and not self._opens(after):
                after += 1
            self._run = range(i, after)
        return self._run.stop

    def _opens(self, i: int) -> bool:
        """Whether a sign that closes or opens a quotation opens one: it stands after a space, not before one."""
        return bool(self._doc[i - 1].whitespace_) and not self._doc[i].whitespace_ and i + 1 < len(self._kinds)

    def _is_short(self, word: str, after: int, *, dotted: bool) -> bool:
        """Whether a stop after a word only shortens it, before what follows."""
        lower = word.lower()
        if lower in _NEVER_END:
            return True
        if lower in _NUMBER_FOLLOWS:
            return bool(self._kinds[after] & _DIGIT)
        following = self._doc[after]
        if len(word) == 1 and word.isupper():
            return not following.is_stop  # "J. Smith", but "option B. The board"
        if lower in ("a.m", "p.m"):
            return following.lower_ in _DAYS
        return dotted and not following.is_stop


def _line_tokens(doc: Doc, lines: Sequence[tuple[int, bool]]) -> Iterator[tuple[int, bool]]:
    """First token of every line but the first, and whether an empty line stands before it."""
    if not lines:
        return
    blank_at = dict(lines)
    for token in doc:
        if token.idx in blank_at and token.i:
            yield token.i, blank_at[token.idx]
