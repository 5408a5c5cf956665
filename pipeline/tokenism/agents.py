"""Who acts and with whom: the public, or staff and partners; told from word order, without a parser.

The rules are shallow on purpose, so that a reader can follow them: a named group is the doer of a verb unless a
preposition or a verb of asking stands before it ("after hearing residents, officers chose"), and participation is with
the group that stands in its phrase ("staff engagement", "co-produced with our partners").
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tokenism.matching import Matches, Range

PUBLIC, OTHER, NOBODY = "PUBLIC", "OTHER", "NOBODY"
"""Labels of named groups; ``NOBODY`` for names of things that contain those of people ("children's centre")."""

_PREPOSITIONS = frozenset(
    """
    about after against among amongst around at before behind between beyond concerning despite during for from
    in into of on onto over regarding round since to toward towards under upon via with within without
    """.split()  # noqa: SIM905
)
_ASKING = frozenset(
    """
    ask asks asked asking consult consults consulted consulting contact contacted contacting engage engages
    engaged engaging hear hears heard hearing interview interviewed interviewing invite invites invited inviting
    involve involves involved involving meet meets met meeting survey surveyed surveying tell tells told telling
    inform informs informed informing help helps helped helping support supports supported supporting give gives
    gave giving offer offers offered offering show shows showed showing visit visited visiting
    """.split()  # noqa: SIM905
)
_BETWEEN = frozenset(
    """
    a also an any both each every no other our several such than that the their these those local young older new own
    its your my few nearly almost
    """.split()  # noqa: SIM905
)
"""Words that may stand between a preposition or verb and the group it governs."""
_MEASURES = frozenset(
    """
    group groups panel panels team number range majority member members mix cross-section handful dozen hundreds
    thousands some many most all half half-dozen committee representatives sample set pool network
    """.split()  # noqa: SIM905
)
_ABOUT = frozenset({"about", "around", "between", "over", "under"})
"""Prepositions that only round a number: "over 300 residents replied"."""
_WITH = frozenset({"with", "alongside", "between", "among", "amongst", "involving"})
_PASSIVE = frozenset(
    {"was", "were", "been", "be", "being", "is", "are", "has", "have", "will", "also", "fully", "then"}
)
_VERB_ENDS = ("ed", "ing")
_RELATIVE = frozenset({"who", "that", "which"})
_GOVERNORS = _PREPOSITIONS | _ASKING | {"by"}
_LIST = frozenset({"and", "&", ",", "or", "/", "with"})
_REACH = 8
"""Tokens after the words of a claim in which the group it is with begins."""
_FAR = 100
"""Tokens around a cue in which people are looked for: no sentence of a passage is longer, a text without stops is."""
_LISTED = 6
"""Tokens between two groups of one list."""


class Agents:
    """The words of one text, asked who acts in them."""

    def __init__(self, matches: Matches) -> None:
        self._sentences = matches.sentences
        self._words = [token.lower_ for token in matches.doc]
        self._spaced = [bool(token.whitespace_) for token in matches.doc]
        self._people = [person for person in matches.people if person[0] != NOBODY]
        self._starts = [start for _, start, _ in self._people]

    def public_acts(self, start: int, end: int) -> bool:
        """Whether the doer of the words from start to end is the public, as far as the sentence tells.

        Without anybody named in the sentence up to the end of the words the answer is yes: nothing speaks against it.
        """
        if by := self._passive_doers(start, end):
            return PUBLIC in by
        first = self._first_of(end - 1)
        named = [person for person in self._beside(start) if person[1] < end]
        doers = [person for person in named if self._is_doer(person, first)]
        if not doers:
            return not named
        return doers[-1][0] == PUBLIC or self._joined(doers)

    def with_others_only(self, start: int, end: int, *, joint: bool = False) -> bool:
        """Whether the words from start to end are about staff or partners taking part, and not the public.

        So it is when only others stand right before the words ("staff engagement", "agencies were consulted"), or when
        the groups that follow them in one list, at once or after ``with``, are all others. Where the public stands
        among the words, or does what they say, it is not. Words of a ``joint`` activity ("co-commissioned by") name
        partners after ``by``; of any other the doer stands there.
        """
        first = self._first_of(start)
        if any(label == PUBLIC and a < end and b > start for label, a, b in self._beside(start)):
            return False
        before = list(self._listed_before(start, first))
        listed = [label for label, *_ in self._listed_after(end, joint=joint)]
        passive = self._words[start - 1] in _PASSIVE if start > first else False
        if before and not (joint and passive and listed):
            return PUBLIC not in before
        if not listed or PUBLIC in listed:
            return False
        doers = [person for person in self._beside(start) if person[1] < start and self._is_doer(person, first)]
        return not any(label == PUBLIC for label, *_ in doers[-1:])

    def quoted(self, *, at_least: int = 6) -> list[Range]:
        """Stretches of tokens between quotation marks: what somebody said, unless it is but a term or a title.

        A mark opens where it stands after a space and before a word; one that opens nothing ("12 in") is passed over.
        """
        found: list[Range] = []
        opened: int | None = None
        for i, word in enumerate(self._words):
            if word != '"':
                continue
            if (i == 0 or self._spaced[i - 1]) and not self._spaced[i]:
                opened = i
            elif opened is not None:
                found += [(opened + 1, i)] if i - opened > at_least else []
                opened = None
        return found

    def _beside(self, i: int) -> Sequence[tuple[str, int, int]]:
        """The people named in the sentence of a token, not too far from it."""
        sentence = self._sentences[i]
        first = max(i - _FAR, bisect_left(self._sentences, sentence))
        last = min(i + _FAR, bisect_right(self._sentences, sentence))
        return self._people[bisect_left(self._starts, first) : bisect_left(self._starts, last)]

    def _first_of(self, i: int) -> int:
        """First token of the sentence in which a token stands."""
        return bisect_left(self._sentences, self._sentences[i])

    def _passive_doers(self, start: int, end: int) -> set[str]:
        """Who is named after ``by``: "chosen by a panel of residents"."""
        found = set()
        for label, a, _ in self._beside(start):
            if start < a and self._governor_is_by(a, start) and a <= end + _LISTED:
                found.add(label)
        return found

    def _governor_is_by(self, a: int, start: int) -> bool:
        governor = self._governor(a, start)
        return governor is not None and self._words[governor] == "by"

    def _is_doer(self, person: tuple[str, int, int], first: int) -> bool:
        _, start, end = person
        following = [word for word in self._words[end : end + 2] if word != ","]
        if following and following[0] in _RELATIVE:
            return True
        governor = self._governor(start, first)
        return governor is None or self._words[governor] not in _GOVERNORS

    def _governor(self, start: int, first: int) -> int | None:
        """The word before a group that is no determiner, number or measure of it; None at the start of the sentence."""
        words = self._words
        i = start - 1
        while i >= first:
            if words[i] == "of" and i - 1 >= first and words[i - 1] in _MEASURES:
                i -= 2
            elif _belongs(words[i], words[i + 1]):
                i -= 1
            else:
                return i
        return None

    def _joined(self, doers: Sequence[tuple[str, int, int]]) -> bool:
        """Whether a doer stands in one list with the public: "residents and officers chose"."""
        return any(
            label == PUBLIC and start - end <= _LISTED and not _LIST.isdisjoint(self._words[end:start])
            for (label, _, end), (_, start, _) in pairwise(doers)
        )

    def _listed_before(self, start: int, first: int) -> Iterator[str]:
        """Labels of the groups in the list that ends right before the words, or before the "were" of their passive."""
        end = start
        while end > first and self._words[end - 1] in _PASSIVE:
            end -= 1
        last = end
        for label, a, b in reversed([person for person in self._beside(start) if first <= person[1] < start]):
            gap = self._words[b:last]
            if (last == end and gap) or (last < end and not _goes_on(gap)):
                return
            yield label
            last = a

    def _listed_after(self, end: int, *, joint: bool) -> Iterator[tuple[str, int, int]]:
        """The groups that follow in one list, the first of them at once or after ``with`` and the like."""
        last = end
        for person in self._beside(end - 1):
            if person[1] < end:
                continue
            gap = self._words[last : person[1]]
            if not (_leads_to(gap, self._words[end - 1], joint=joint) if last == end else _goes_on(gap)):
                return
            yield person
            last = person[2]


def _leads_to(gap: Sequence[str], after: str, *, joint: bool) -> bool:
    """Whether the words between lead from a claim, whose last word is given, to the first group that it is with."""
    if all(word in _BETWEEN for word in gap) and (after in _WITH or after in _ASKING or after.endswith(_VERB_ENDS)):
        return True
    if len(gap) > _REACH or ("by" in gap and not joint):
        return False
    return gap[:1] == ["of"] or not _WITH.isdisjoint(gap) or (joint and "by" in gap)


def _belongs(word: str, following: str) -> bool:
    """Whether a word before a group is a determiner, a number or a measure of it, or rounds its number."""
    return word in _BETWEEN or word in _MEASURES or _is_number(word) or (word in _ABOUT and _is_number(following))


def _is_number(word: str) -> bool:
    return word.replace(",", "").isdigit()


def _goes_on(gap: Sequence[str]) -> bool:
    """Whether the words between lead from one group of a list to the next."""
    return len(gap) <= _LISTED and not _LIST.isdisjoint(gap)
