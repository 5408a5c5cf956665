"""Known words and the pairs of letters that words are made of, counted in the project's own texts.

``python -m tokenism.reading.words corpora/demo/sources/*.md annotations/training/*.jsonl`` writes the list anew.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("words.txt")
_WORD = re.compile(r"(?<![\w'’])[a-z]{2,}(?![\w'’])")
_SEEN = {2: 25, 3: 25, 4: 5}
"""Words of so many letters count from this many occurrences, because scraps of words and abbreviations are short."""
_SEEN_LONG = 2
"""A longer word that our texts have but once may be a slip of the pen."""


def count_words(texts: Iterable[str]) -> list[str]:
    """Words of small letters that these texts use often enough not to be slips, in order.

    >>> count_words(["residents decide", "then residents vote"])
    ['residents']
    """
    counts = Counter(word for text in texts for word in _WORD.findall(text))
    return sorted(word for word, seen in counts.items() if seen >= _SEEN.get(len(word), _SEEN_LONG))


@cache
def known_words() -> frozenset[str]:
    """The words of ``words.txt`` and the commonest small words of Welsh and Gaelic."""
    return frozenset(_FILE.read_text(encoding="ascii").split()) | _OTHER_TONGUES


@cache
def letter_pairs() -> frozenset[str]:
    """Pairs of neighbouring letters that occur in known words, ``^`` and ``$`` standing for a word's ends."""
    counts = Counter(pair for word in known_words() for pair in pairs_of(word))
    return frozenset(counts) | {
        f"{a}{b}" for a, b in ("wy", "yw", "yf", "yg", "yd", "fy", "iw", "gw", "dw", "mh", "nh")
    }


def pairs_of(word: str) -> list[str]:
    """The pairs of letters of a word with its ends.

    >>> pairs_of("vote")
    ['^v', 'vo', 'ot', 'te', 'e$']
    """
    whole = f"^{word}$"
    return [whole[i : i + 2] for i in range(len(whole) - 1)]


_OTHER_TONGUES = frozenset(
    "yn ar ac at ei eu eich ein gan gyda hyn mae oedd bod bydd wedi sydd neu ond nid hefyd ni chi nhw pob rhwng drwy "  # noqa: SIM905
    "gyfer cyngor cymru agus airson bha chan gu iad leis nach ris seo sin sinn tha urrainn comhairle alba".split()
)


def main(files: list[str]) -> None:
    """Write ``words.txt`` from these files."""
    texts = (Path(file).read_text(encoding="utf-8") for file in files)
    _FILE.write_text("".join(f"{word}\n" for word in count_words(texts)), encoding="ascii", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
