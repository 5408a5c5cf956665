"""Figures that compare the text read from documents with the text that stands in them: words, order, boundaries."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from statistics import median_low

from tokenism.reading.clean import words_of

_RUN = 3
"""Words in a row that tell where in a text a piece stands."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage or a heading of a text; pieces of one ``float_of`` may stand anywhere between others of their page."""

    text: str
    page: int
    heading: bool = False
    float_of: str | None = None


@dataclass(frozen=True, slots=True)
class Fidelity:
    """Counts of one text read against its truth; those of several documents add up, and shares come from the sums.

    ``n_wanted`` words stand in the true passages, ``n_kept`` of them were given; ``n_given`` words were given,
    ``n_right`` of them stand in true passages or headings (all as multisets). ``n_edits`` is the Levenshtein
    distance between the two sequences of words, ``n_longest`` the length of the longer one; ``n_in_order`` is their
    longest common subsequence, ``n_shared`` their multiset intersection. ``n_starts`` passages begin in the truth,
    ``n_given_starts`` in what was read, ``n_same_starts`` at the same word (see :func:`same_starts`).
    """

    n_wanted: int = 0
    n_kept: int = 0
    n_given: int = 0
    n_right: int = 0
    n_edits: int = 0
    n_longest: int = 0
    n_in_order: int = 0
    n_shared: int = 0
    n_starts: int = 0
    n_given_starts: int = 0
    n_same_starts: int = 0

    def __add__(self, other: "Fidelity") -> "Fidelity":
        return Fidelity(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Fidelity)))

    def shares(self) -> dict[str, float | None]:
        """Recall and precision of words, order 1 - edits / longest, order of shared words, and F1 of starts."""
        return {
            "word_recall": _share(self.n_kept, self.n_wanted),
            "word_precision": _share(self.n_right, self.n_given),
            "order": _share(self.n_longest - self.n_edits, self.n_longest),
            "order_of_shared": _share(self.n_in_order, self.n_shared),
            "boundary_f1": _share(2 * self.n_same_starts, self.n_starts + self.n_given_starts),
        }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def word_shares(
    truth: Mapping[str, Counter[str]], found: Mapping[str, Counter[str]]
) -> tuple[float | None, float | None]:
    """Recall and precision of the words of texts (by document, repeats included), pooled over those with a truth."""
    both = sum((words & found.get(name, Counter())).total() for name, words in truth.items())
    given = sum(words.total() for name, words in found.items() if name in truth)
    return _share(both, sum(words.total() for words in truth.values())), _share(both, given)


def word_overlap(left: Counter[str], right: Counter[str]) -> float:
    """Share of the words of two texts that both have (Dice 1945), repeats included; 0 for two empty texts."""
    return _share(2 * (left & right).total(), left.total() + right.total()) or 0.0


def compare(truth: Sequence[Piece], found: Sequence[Piece], *, labels: Iterable[str] = ()) -> Fidelity:
    """Counts of one document: its true pieces against those read, both in reading order.

    Words of true headings count as right in a passage read and are wanted by no one. A reader that tells headings
    apart (pieces with ``heading``) is judged on passages alone; one that does not gives its headings in their place,
    and so the order has them too. ``labels`` are further words that count as right. Floats of the truth are moved
    first to where the reader has them on their page (:func:`place_floats`).
    """
    truth = place_floats(truth, found)
    in_order = [piece for piece in truth if not piece.heading] if any(piece.heading for piece in found) else truth
    wanted = _counted(piece for piece in truth if not piece.heading)
    known = _counted(truth) + Counter(labels)
    given = _counted(piece for piece in found if not piece.heading)
    true_words, found_words = words_in(in_order), words_in(piece for piece in found if not piece.heading)
    starts, given_starts, same = same_starts(truth, found)
    return Fidelity(
        n_wanted=wanted.total(),
        n_kept=(wanted & given).total(),
        n_given=given.total(),
        n_right=(known & given).total(),
        n_edits=edit_distance(true_words, found_words),
        n_longest=max(len(true_words), len(found_words)),
        n_in_order=len(align(true_words, found_words)),
        n_shared=(Counter(true_words) & Counter(found_words)).total(),
        n_starts=starts,
        n_given_starts=given_starts,
        n_same_starts=same,
    )


def _counted(pieces: Iterable[Piece]) -> Counter[str]:
    return Counter(word for piece in pieces for word in words_of(piece.text))


def words_in(pieces: Iterable[Piece]) -> list[str]:
    """The words of all pieces in their order."""
    return [word for piece in pieces for word in words_of(piece.text)]


def edit_distance(left: Sequence[str], right: Sequence[str]) -> int:
    """Levenshtein distance of two sequences of words (bit-parallel: Myers 1999, as written by Hyyro 2003).

    >>> edit_distance("we read it".split(), "we have read".split())
    2
    """
    if not left:
        return len(right)
    full, last = (1 << len(left)) - 1, 1 << (len(left) - 1)
    places = _places(left)
    more, less, distance = full, 0, len(left)  # bits: whether a column's value is one more or less than the one before
    for word in right:
        same = places.get(word, 0)
        down = same | less
        across = (((same & more) + more) ^ more) | same
        up = less | (full & ~(across | more))
        back = more & across
        distance += bool(up & last) - bool(back & last)
        up, back = (up << 1) | 1, back << 1
        more, less = full & (back | ~(down | up)), full & up & down
    return distance


def align(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Indices of a longest common subsequence of two sequences of words (bit-parallel: Hyyro 2004).

    Of several longest ones it is one whose words stand as much in one run with those that follow as can be.

    >>> align("the plan ends".split(), "the head the plan".split())
    [(0, 2), (1, 3)]
    """
    full, places = (1 << len(left)) - 1, _places(left)
    rows, row = [], full
    for word in right:
        hits = row & places.get(word, 0)
        row = ((row + hits) | (row - hits)) & full
        rows.append(row)
    pairs: list[tuple[int, int]] = []
    i, j = len(left), len(right)
    while i and j:
        if rows[j - 1] >> (i - 1) & 1:
            i -= 1
        elif j > 1 and not rows[j - 2] >> (i - 1) & 1:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append(_next_to_follower(i, j, pairs, left, right))
    return pairs[::-1]


def _places(words: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = defaultdict(int)
    for n, word in enumerate(words):
        places[word] |= 1 << n
    return dict(places)


def _next_to_follower(
    i: int, j: int, pairs: Sequence[tuple[int, int]], left: Sequence[str], right: Sequence[str]
) -> tuple[int, int]:
    """The pair, or the same word right before the next pair, where one of its words stands there already."""
    if not pairs:
        return i, j
    after_i, after_j = pairs[-1]
    if i == after_i - 1 and right[after_j - 1] == left[i]:
        return i, after_j - 1
    if j == after_j - 1 and left[after_i - 1] == right[j]:
        return after_i - 1, j
    return i, j


def same_starts(truth: Sequence[Piece], found: Sequence[Piece]) -> tuple[int, int, int]:
    """Passages that begin in the truth, in what was read, and at the same word in both.

    The words of both are aligned (:func:`align`); a passage begins at its first word that is aligned with a word of
    a passage (not of a heading). The boundary F1 is 2 same / (true + read). A passage read that has no such word is a
    wrong start, unless it has nothing but words of headings; one without words does not count. Passages that were
    joined or split by design count like any other.
    """
    owner = [n for n, piece in enumerate(truth) for _ in words_of(piece.text)]
    pairs = align(words_in(truth), words_in(found))
    heading = {j for i, j in pairs if truth[owner[i]].heading}
    passage_pairs = [(i, j) for i, j in pairs if not truth[owner[i]].heading]
    begins: set[int] = set()
    given = first = 0
    at = 0  # of the pairs, the first at or after the piece
    for piece in found:
        last = first + len(words_of(piece.text))
        while at < len(passage_pairs) and passage_pairs[at][1] < first:
            at += 1
        if not piece.heading and any(j not in heading for j in range(first, last)):
            given += 1
            if at < len(passage_pairs) and passage_pairs[at][1] < last:
                begins.add(passage_pairs[at][0])
        first = last
    true_begins: dict[int, int] = {}
    for i, _ in passage_pairs:
        true_begins.setdefault(owner[i], i)
    n_true = sum(not piece.heading and bool(words_of(piece.text)) for piece in truth)
    return n_true, given, len(begins & set(true_begins.values()))


def place_floats(truth: Sequence[Piece], found: Sequence[Piece]) -> list[Piece]:
    """True pieces by page, in source order within it, and floats where what was read has them on their page.

    A float (side box, footnote, table that was set apart from its text) may be read at any break between passages of
    its page; it stays where the source has it when its words are not found in runs.
    """
    by_page = sorted(truth, key=lambda piece: piece.page)
    flow = [piece for piece in by_page if piece.float_of is None]
    groups: dict[str, list[Piece]] = {}
    for piece in by_page:
        if piece.float_of is not None:
            groups.setdefault(piece.float_of, []).append(piece)
    runs = _single_runs(words_in(found))
    stands = [_stands(piece.text, runs) for piece in flow]
    after: dict[int, list[tuple[int, list[Piece]]]] = defaultdict(list)  # index in the flow, or -1
    for group in groups.values():
        stand = _stands(" ".join(piece.text for piece in group), runs)
        before = [n for n, piece in enumerate(flow) if piece.page < group[0].page]
        here = [n for n, piece in enumerate(flow) if piece.page == group[0].page]
        if stand is None:
            first = by_page.index(group[0])
            follows = sum(piece.float_of is None for piece in by_page[:first]) - 1
        else:
            earlier = [n for n in here if (place := stands[n]) is not None and place < stand]
            follows = earlier[-1] if earlier else (before[-1] if before else -1)
        after[follows].append((stand or 0, group))
    placed: list[Piece] = []
    for n in range(-1, len(flow)):
        if n >= 0:
            placed.append(flow[n])
        for _, group in sorted(after[n], key=lambda entry: entry[0]):
            placed += [replace(piece, float_of=None) for piece in group]
    return placed


def _single_runs(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    """Where the runs of words that occur once stand."""
    runs = [tuple(words[n : n + _RUN]) for n in range(len(words) - _RUN + 1)]
    counts = Counter(runs)
    return {run: n for n, run in enumerate(runs) if counts[run] == 1}


def _stands(text: str, runs: Mapping[tuple[str, ...], int]) -> int | None:
    words = words_of(text)
    places = [runs[run] for n in range(len(words) - _RUN + 1) if (run := tuple(words[n : n + _RUN])) in runs]
    return median_low(places) if places else None
