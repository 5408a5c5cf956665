"""A codebook of four rungs, with one of everything: to spoil it in one place and see which line is told."""

from pathlib import Path

import pytest

from tokenism.codebook import load_codebook
from tokenism.errors import InputError

SMALL = {
    "ladder": '''\
version = "s1"  # [[rung]] = "no header here"

[[rung]]
n = 1
id = "telling"
band = "informing"
usual = true
brief = "People are told."
definition = """
Told,
[[rung]]
and no more."""
use = "Told."
avoid = "Asked."
examples = ["A leaflet went out."]
counters = ["A survey went out."]
source = "We 2024"

[[rung]]
n = 2
id = "asking"
band = "consultation"
usual = true
brief = "People are asked."
definition = "Asked."
use = "Asked."
avoid = "Told."
examples = ["A survey went out."]
counters = ["A leaflet went out."]
source = "We 2024"

[[rung]]
n = 3
id = "sharing"
band = "co-production"
usual = true
brief = "People decide with us."
definition = "Shared."
use = "Shared."
avoid = "Asked."
examples = ["They voted."]
counters = ["They were asked."]
source = "We 2024"

[[rung]]
n = 4
id = "owning"
band = "co-production"
brief = "People decide."
definition = "Owned."
use = "Owned."
avoid = "Shared."
examples = ["They own it."]
counters = ["They voted."]
source = "We 2024"
''',
    "public": """\
version = "s1"

[public]
residents = [
  "resident",
  "residents",
]
patients = ["patients"]

[not_public]
staff = ["officers"]

[[veto]]
id = "veto.rooms"
patterns = ["consultation room"]
reason = "A room."
example = "The consultation room is blue."
""",
    "claims": """\
version = "s1"

[[cue]]
id = "claim.ask"
rung = 2
needs = "public"
patterns = [
  "consult/consulted",
  "listen to",  # a comment
]
example = "We consulted residents."

[[cue]]
id = "claim.share"
rung = 3
needs = "none"
patterns = ["co-produced"]
example = "It was co-produced."
""",
    "mechanisms": """\
version = "s1"

[[facet]]
id = "method"
definition = "How."
[facet.values]
survey = "A survey."
vote = "A vote."

[[facet]]
id = "stage"
definition = "When."
values = { start = "At the start." }

[[rule]]
id = "rung.vote"
rung = 3
when = { method = ["vote"] }
because = "A vote decides."

[[rule]]
id = "rung.survey"
rung = 2
because = "A survey asks."
[rule.when]
method = [
  "survey",
]

[[cue]]
id = "practice.survey"
gives = { method = "survey" }
needs = "public"
patterns = ["filled in the survey"]
example = "Residents filled in the survey."

[[cue]]
id = "practice.vote"
needs = "none"
patterns = ["residents voted"]
example = "Residents voted."
[cue.gives]
method = "vote"
""",
    "stance": """\
version = "s1"

[[cue]]
id = "stance.will"
value = "committed"
patterns = ["we will"]
example = "We will ask."
""",
    "negation": """\
version = "s1"

[[cue]]
id = "negation.not"
patterns = ["did not"]
example = "We did not ask."
""",
    "markers": """\
version = "s1"

[[framework]]
id = "elm"
name = "Signs of Elm"
source = "Elm 2020"

[[framework]]
id = "oak"
name = "Signs of Oak"
source = "Oak 2021"

[[marker]]
id = "elm.peers"
definition = "Peers help."
source = "Elm 2020"
patterns = ["peer support"]
gives = { stage = "start" }
example = "Peer support groups meet."

[[marker]]
id = "elm.early"
definition = "From the start."
source = "Elm 2020"
when = { stage = ["start"], rung = ["3", "4"], claim = ["co-production"] }
example = "It was co-produced from the start."

[[marker]]
id = "oak.circles"
definition = "Peers help."
source = "Oak 2021"
same_as = "elm.peers"
example = "Peer support groups meet."
""",
    "keywords": """\
version = "s1"
informing = ["inform"]
consultation = ["consult"]
co-production = ["co-prod"]
""",
    "sections": """\
version = "s1"
silent = ["contents", "references"]
""",
    "views/bands-broad": """\
id = "bands-broad"
name = "Three bands"
source = "We 2024"

[[level]]
id = "low"
name = "Low"
definition = "Told."
band = "informing"
rungs = ["telling"]

[[level]]
id = "middle"
name = "Middle"
definition = "Asked."
band = "consultation"
rungs = ["asking"]

[[level]]
id = "high"
name = "High"
group = "ours"
definition = "Shared."
band = "co-production"
rungs = [
  "sharing",
  "owning",
]
""",
}
"""Texts of its files by name."""


def write_small(folder: Path) -> Path:
    """Write the codebook into a folder."""
    for name, text in SMALL.items():
        path = folder / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def spoil(folder: Path, name: str, old: str, new: str) -> str:
    """Put new text in the place of the first old one; the line of the sign @ in it comes out as ``file:line: ``."""
    path = folder / f"{name}.toml"
    before, found, after = path.read_text(encoding="utf-8").partition(old)
    assert found
    marked, sign, _ = (before + new).partition("@")
    assert sign
    path.write_text(before + new.replace("@", "") + after, encoding="utf-8")
    return f"{path}:{marked.count(chr(10)) + 1}: "


def told(folder: Path) -> str:
    """The sentence with which a spoilt codebook is refused."""
    with pytest.raises(InputError) as caught:
        load_codebook(folder)
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence
