"""The search index: how words are read, what each part holds, what a limit leaves out, and that scripts stay safe."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from tests.makers import codebook, make_claim, make_document, make_passage, make_tag
from tokenism.records import Passage
from tokenism.report.corpus import Corpus
from tokenism.report.search import LONGEST, SearchIndex, build_index, words_of

SLUGS = {"Elm Council": "elm-council", "Ash Health Board": "ash-health-board"}
HOSTILE = '</script><!-- \u2028\u2029 " \\ \x00 \ud800 \u202e __proto__'


def corpus(passages: Sequence[Passage], *, documents: Any = None) -> Corpus:
    """The second passage is a claim, the third and later odd ones describe a practice."""
    tags = [make_tag(int(one.passage_id[1:]), "none", "none") for one in passages]
    tags = [
        make_tag(2, "consultation"),
        *(make_tag(int(tag.passage_id[1:]), "none", "consultation") for tag in tags[2::2]),
    ]
    claims = [make_claim(2, "label-only")]
    view = codebook().view("bands-broad")
    return Corpus(
        documents or [make_document()], passages, tags, [], claims, [], [], codebook(), view, view
    )  # fmt: skip


def plans(n: int) -> list[Passage]:
    return [make_passage(k, f"Plan number{k} for the residents of ward {k % 7}.") for k in range(1, n + 1)]


def parsed(index: SearchIndex, kind: str) -> list[Any]:
    """What the scripts of one kind hand over, in their order; it must be JSON."""
    values = []
    for name in sorted(index.scripts, key=lambda name: (len(name), name)):
        if name.startswith(kind):
            script = index.scripts[name]
            assert script.startswith(f'tokenismSearch.add("{kind}",{len(values)},')
            values.append(json.loads(script.split(",", 2)[2].removesuffix(");\n")))
    return values


def numbers_of(index: SearchIndex, wanted: str) -> list[int]:
    """Passages that hold a word, decoded as the page does it."""
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for words, *lists in parsed(index, "words"):
        for word, text in zip(words.split(" "), lists, strict=True):
            if word == wanted:
                numbers, gap, last = [], 0, -1
                for digit in text:
                    gap = gap * 32 + digits.index(digit) % 32
                    if digits.index(digit) < 32:
                        last, gap = last + gap + 1, 0
                        numbers.append(last)
                return numbers
    return []


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Residents’ RESIDENT'S resident", [("resident",)] * 3),
        ("co-production co‑production", [("coproduction", "co", "production")] * 2),
        ("policies processes boxes buses", [("policy",), ("process",), ("box",), ("buse",)]),
        ("status class analysis bus gas", [("status",), ("class",), ("analysis",), ("bus",), ("gas",)]),
        ("Ynys Môn ﬁnance soft\u00adhyphen", [("yny",), ("mon",), ("finance",), ("softhyphen",)]),
        ("and/or £5m 2025–26 '' - _x_", [("and",), ("or",), ("5m",), ("2025",), ("26",), ("x",)]),
    ],
)
def test_words_are_read_without_case_accents_and_plural(text: str, forms: list[tuple[str, ...]]) -> None:
    assert words_of(text) == forms


def test_claims_come_first_then_participation_then_the_rest() -> None:
    index = build_index(corpus(plans(9)), SLUGS)
    texts = [text for part in parsed(index, "texts") for text in part]
    order = [int(record[2].split()[1].removeprefix("number")) for record in texts]
    assert order == [2, 3, 5, 7, 9, 1, 4, 6, 8]
    assert parsed(index, "index")[0]["groups"] == [1, 4, 4]
    assert texts[0][3] == "c2"
    assert texts[1][1] == "02"
    assert [len(record) for record in texts[1:]] == [3] * 8


def test_lists_of_words_name_every_passage_that_holds_them() -> None:
    index = build_index(corpus(plans(1500)), SLUGS)
    texts = [record[2] for part in parsed(index, "texts") for record in part]
    for word in ("plan", "number77", "6", "resident"):
        held = [n for n, text in enumerate(texts) if (word,) in words_of(text)]
        assert numbers_of(index, word) == held != []


def test_parts_are_cut_and_the_index_knows_where_they_begin() -> None:
    index = build_index(corpus(plans(9000)), SLUGS)
    about = parsed(index, "index")[0]
    texts, words = parsed(index, "texts"), parsed(index, "words")
    assert len(texts) > 2 < len(words)
    assert about["texts"] == [sum(map(len, texts[:n])) for n in range(len(texts))]
    assert about["words"] == [part[0].split(" ")[0] for part in words]
    assert about["words"] == sorted(about["words"])
    assert max(len(script.encode()) for script in index.scripts.values()) < 160_000


def test_documents_have_their_page_their_published_copy_and_their_organisations() -> None:
    owner = "Elm Council; Ash Health Board"
    documents = [make_document("d1", url="https://elm.example/p.pdf#page=9"), make_document("d2", owner, year=2021)]
    passages = [make_passage(1, "One.", "d1"), make_passage(2, "Two.", "d2", owner)]
    index = build_index(corpus(passages, documents=documents), SLUGS)
    about = parsed(index, "index")[0]
    assert about["documents"] == [
        ["d1.pdf", "documents/d1.html", "https://elm.example/p.pdf", "Elm Council", "elm-council"],
        ["d2.pdf (2021)", "documents/d2.html", "", "Elm Council; Ash Health Board", "elm-council", "ash-health-board"],
    ]
    assert about["runs"] == [[1, 1], [0, 1]]


@pytest.mark.parametrize("limit", [40_000, 60_000, 90_000])
def test_a_limit_of_size_holds_and_leaves_out_the_end(limit: int) -> None:
    whole, cut = build_index(corpus(plans(2000)), SLUGS), build_index(corpus(plans(2000)), SLUGS, most_bytes=limit)
    assert sum(len(script.encode()) for script in cut.scripts.values()) <= limit
    assert 0 < cut.n_passages < whole.n_passages == 2000
    assert cut.n_left_out == 2000 - cut.n_passages
    texts = [[record for part in parsed(index, "texts") for record in part] for index in (whole, cut)]
    assert texts[1] == texts[0][: cut.n_passages]


def test_a_limit_of_number_says_whether_participation_is_left_out() -> None:
    index = build_index(corpus(plans(9)), SLUGS, most_passages=3)
    assert (index.n_passages, index.n_left_out, index.n_participation_left_out) == (3, 6, 2)
    index = build_index(corpus(plans(9)), SLUGS, most_passages=6)
    assert (index.n_left_out, index.n_participation_left_out) == (3, 0)


def test_long_passages_are_cut_and_counted() -> None:
    index = build_index(corpus([make_passage(1, "word " * LONGEST + "end")]), SLUGS)
    assert index.n_cut == 1
    assert numbers_of(index, "word") == [0]
    assert numbers_of(index, "end") == []


def test_hostile_text_cannot_leave_its_string() -> None:
    documents = [make_document(title=HOSTILE, url="javascript:alert(1)")]
    index = build_index(corpus([make_passage(1, HOSTILE)], documents=documents), SLUGS)
    for script in index.scripts.values():
        assert not {"<", "\u2028", "\u2029", "\x00", "\u202e"} & set(script)
        script.encode("utf-8")
    assert parsed(index, "texts")[0][0][2].startswith("</script><!-- \u2028\u2029")
    assert parsed(index, "index")[0]["documents"][0][2] == ""
    assert numbers_of(index, "proto") == [0]


def test_same_passages_in_any_order_give_the_same_scripts() -> None:
    passages = plans(300)
    first = build_index(corpus(passages), SLUGS)
    shuffled = sorted(passages, key=lambda one: one.text[::-1])
    second = Corpus(**{**vars_of(corpus(passages)), "passages": shuffled})
    assert build_index(second, SLUGS) == first


def vars_of(one: Corpus) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def test_nothing_read_has_an_empty_index() -> None:
    index = build_index(Corpus([], [], [], [], [], [], [], codebook(), *[codebook().view("bands-broad")] * 2), {})
    assert list(index.scripts) == ["index.js"]
    assert parsed(index, "index")[0]["count"] == 0
