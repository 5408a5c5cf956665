"""Gates of patterns: around which words of a text a pattern may match at all (docs/decisions/0003)."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, KeysView, Mapping, Sequence
from dataclasses import dataclass

from spacy.matcher import Matcher
from spacy.vocab import Vocab

from tokenism.patterns import LONGEST_NAME, Need, Tokens


@dataclass(slots=True)
class Gate:
    """A pattern that is more than words: its key, what it needs, and its matcher once it was needed.

    ``tokens`` are those of its forms that are no phrases; None: all of them.
    """

    key: str
    pattern: str
    tokens: list[Tokens] | None
    anchor: Need
    earlier: tuple[tuple[int, ...], ...]
    later: tuple[tuple[int, ...], ...]
    n_groups: int
    matcher: Matcher | None = None


class Choices(dict[int, tuple[int, ...]]):
    """Numbers of the choices of needs that words meet, by the words' ids; worked out once a word.

    No word meets a group by itself.
    """

    def __init__(self, vocab: Vocab) -> None:
        super().__init__()
        self._vocab = vocab
        self._numbers: dict[str, int] = {}
        self._longest = 0

    def number(self, choice: str) -> int:
        """Number of a choice; all must be asked for before the first word is looked up."""
        self._longest = max(self._longest, len(choice))
        return self._numbers.setdefault(choice, len(self._numbers))

    def __missing__(self, orth: int) -> tuple[int, ...]:
        lexeme = self._vocab[orth]
        word = lexeme.lower_
        beginnings = range(1, min(len(word), self._longest) + 1)  # a "word" may be as long as the text
        choices = [word, *(f"{word[:n]}*" for n in beginnings), *("#" for _ in range(lexeme.like_num))]
        met = self[orth] = tuple(self._numbers[choice] for choice in dict.fromkeys(choices) if choice in self._numbers)
        return met


def beyond(people: Sequence[tuple[str, int, int]]) -> int:
    """By how many tokens names that stand together pass what the reach of a pattern allows for one group."""
    longest = run = last = 0
    for _, start, end in people:
        run = end - start + (run if start == last else 0)
        longest, last = max(longest, run), end
    return max(0, longest - LONGEST_NAME)


def all_met(gate: Gate, choices: KeysView[int]) -> bool:
    """Whether one of the choices of each need but the rarest stands somewhere in a text."""
    # loops, as this runs for some fifty gates a text
    for need in gate.earlier:
        if choices.isdisjoint(need):
            return False
    for need in gate.later:  # noqa: SIM110
        if choices.isdisjoint(need):
            return False
    return True


def windows(
    gate: Gate,
    anchors: Iterable[int],
    places: Mapping[int, list[int]],
    bounds: Sequence[int],
    sentences: Sequence[int],
    slack: int,
) -> Iterator[tuple[int, int]]:
    """Half-open ranges of tokens inside sentences that hold all that the pattern needs; those that touch are one.

    ``anchors`` are the tokens that meet its rarest need, and ``places`` those that meet each choice; sentence ``n`` has
    the tokens from ``bounds[n]`` to ``bounds[n + 1]``, and ``sentences`` is the sentence of each token. ``slack`` is
    what names in the text pass the reach of a group by (see :func:`beyond`).
    """
    a = b = -1
    slack *= gate.n_groups
    for place in anchors:
        number = sentences[place]
        first = max(bounds[number], place - gate.anchor.before - slack)
        last = min(bounds[number + 1], place + gate.anchor.after + slack)
        if not all(_any_between(need, places, first, place) for need in gate.earlier):
            continue
        if not all(_any_between(need, places, place + 1, last) for need in gate.later):
            continue
        if first <= b and a >= bounds[number]:
            b = last
            continue
        if b > a:
            yield a, b
        a, b = first, last
    if b > a:
        yield a, b


def _any_between(need: Iterable[int], places: Mapping[int, list[int]], start: int, end: int) -> bool:
    """Whether one of the choices of a need stands at a token of the range."""
    for choice in need:
        found = places.get(choice)
        if found:
            i = bisect_left(found, start)
            if i < len(found) and found[i] < end:
                return True
    return False
