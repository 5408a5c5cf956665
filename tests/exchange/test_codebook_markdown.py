"""The codebook for people: one Markdown text that has everything a coder needs."""

import html
import itertools
import re

from markdown_it import MarkdownIt

from tests.makers import codebook
from tokenism.exchange.codebook_markdown import codebook_markdown


def seen() -> str:
    """The text that a reader of the rendered Markdown sees."""
    rendered = MarkdownIt("commonmark").enable("table").render(codebook_markdown(codebook()))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", rendered)).split())


def test_every_definition_example_and_source_is_seen() -> None:
    book, text = codebook(), seen()
    wanted = [part for r in book.rungs for part in (r.definition, r.use, r.avoid, r.source, *r.examples, *r.counters)]
    wanted += [part for one in book.markers for part in (one.id, one.definition, one.example, one.counter)]
    wanted += [part for cue in book.cues for part in (cue.id, cue.example, cue.counter, cue.unseen)]
    wanted += [rule.because for rule in book.rules] + [view.note for view in book.views.values()]
    assert [part for part in wanted if " ".join(part.split()) not in text] == []


def test_every_pattern_is_seen_as_it_is_written() -> None:
    text = seen()
    assert [
        pattern for cue in codebook().cues for pattern in cue.patterns if " ".join(pattern.split()) not in text
    ] == []


def test_every_name_of_the_public_is_seen() -> None:
    text = seen()
    groups = [*codebook().public.values(), *codebook().not_public.values()]
    assert [name for names in groups for name in names if name not in text] == []


def test_text_is_the_same_each_time_and_has_line_feeds_only() -> None:
    text = codebook_markdown(codebook())
    assert text == codebook_markdown(codebook())
    assert "\r" not in text
    assert text.endswith("\n")
    assert text.startswith("# ")


def test_headings_go_down_one_level_at_a_time() -> None:
    levels = [len(marks) for marks in re.findall(r"^(#+) ", codebook_markdown(codebook()), flags=re.MULTILINE)]
    assert levels.count(1) == 1
    assert max(after - before for before, after in itertools.pairwise(levels)) == 1
