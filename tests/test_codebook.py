"""Codebook: loads, gives bands, and tells any mistake in its files in one sentence with the line."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import codebook
from tests.small_codebook import SMALL, spoil, told, write_small
from tokenism.codebook import FILES, codebook_folder, load_codebook
from tokenism.errors import InputError
from tokenism.records import BANDS, STANCES
from tokenism.toml_places import Place, places


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small codebook to spoil."""
    return write_small(tmp_path / "codebook")


# ---------------------------------------------------------------- the codebook that comes with the package


@pytest.mark.parametrize(
    ("rung", "band"),
    [(0, "none"), *((n, "informing") for n in (1, 2, 3)), *((n, "consultation") for n in (4, 5))]
    + [(n, "co-production") for n in (6, 7, 8)],
)
def test_band_of_a_rung(rung: int, band: str) -> None:
    assert codebook().band(rung) == band


@given(st.integers(0, 8), st.integers(0, 8))
def test_higher_rung_never_has_a_lower_band(a: int, b: int) -> None:
    low, high = sorted((a, b))
    assert BANDS.index(codebook().band(low)) <= BANDS.index(codebook().band(high))


def test_ladder_has_the_eight_rungs_in_order() -> None:
    names = [
        "coercing",
        "educating",
        "informing",
        "consulting",
        "engaging",
        "co-designing",
        "co-producing",
        "devolving",
    ]
    assert [(rung.n, rung.id) for rung in codebook().rungs] == list(enumerate(names, start=1))


@pytest.mark.parametrize(("band", "rung"), [("none", 0), ("informing", 3), ("consultation", 4), ("co-production", 7)])
def test_usual_rung_of_a_band(band: str, rung: int) -> None:
    assert codebook().usual_rung(band) == rung


def test_power_is_shared_from_co_designing() -> None:
    assert codebook().shared_from == 6


@pytest.mark.parametrize("kind", ["claim", "practice"])
def test_cues_have_rungs_of_every_band(kind: str) -> None:
    assert {codebook().band(int(cue.value)) for cue in codebook().of_kind(kind)} == set(BANDS[1:])


def test_cues_of_stance_cover_every_stance_but_its_absence() -> None:
    assert {cue.value for cue in codebook().of_kind("stance")} == set(STANCES) - {"na"}


@pytest.mark.parametrize("kind", ["claim", "practice", "stance", "negation", "marker", "veto"])
def test_cues_of_a_kind_are_those_of_that_kind(kind: str) -> None:
    assert {cue.kind for cue in codebook().of_kind(kind)} == {kind}


def test_every_framework_has_a_marker_and_every_marker_a_framework() -> None:
    frameworks = {framework.id for framework in codebook().frameworks}
    assert {marker.framework for marker in codebook().markers} == frameworks
    assert [m.id for m in codebook().markers if not re.fullmatch(rf"{m.framework}\.[a-z][a-z0-9-]*", m.id)] == []


@pytest.mark.parametrize(
    ("band", "text", "found"),
    [
        ("consultation", "we consulted residents", True),
        ("consultation", "the consultant surgeon", True),
        ("consultation", "self-consultation", True),
        ("consultation", "reconsulting", False),
        ("co-production", "a coproduced plan", True),
        ("informing", "a newsletter", True),
        ("informing", "news", False),
    ],
)
def test_keyword_is_the_beginning_of_a_word(band: str, text: str, found: bool) -> None:
    assert bool(re.search(codebook().keywords[band], text)) is found


@pytest.mark.parametrize(
    ("section", "silent"),
    [
        ("Contents", True),
        ("CONTENTS", True),
        ("Annual plan > 1. Contents", True),
        ("2.1 List of figures:", True),
        ("Contents > Our plan", False),
        ("Contents of the plan", False),
        ("", False),
    ],
)
def test_heading_under_which_nothing_counts(section: str, silent: bool) -> None:
    assert codebook().is_silent(section) is silent


def test_view_of_no_name_is_refused_with_the_choices() -> None:
    with pytest.raises(InputError, match=r"no view 'arnstien'; the views are arnstein, bands-broad"):
        codebook().view("arnstien")


# ---------------------------------------------------------------- what the small one says


def test_practice_cue_has_the_rung_that_the_rules_derive_from_what_it_gives(folder: Path) -> None:
    assert {cue.id: cue.value for cue in load_codebook(folder).of_kind("practice")} == {
        "practice.survey": "2",
        "practice.vote": "3",
    }


def test_rung_may_be_derived_by_way_of_another_facet(folder: Path) -> None:
    spoil(folder, "mechanisms", "rung = 2\n", 'stage = "start"@\n')
    late = '@[[rule]]\nid = "rung.start"\nrung = 4\nbecause = "Early."\nwhen = { stage = ["start"] }\n\n[[cue]]'
    spoil(folder, "mechanisms", "[[cue]]", late)
    assert next(cue.value for cue in load_codebook(folder).cues if cue.id == "practice.survey") == "4"


def test_marker_without_patterns_is_no_cue(folder: Path) -> None:
    assert [cue.id for cue in load_codebook(folder).of_kind("marker")] == ["elm.peers"]
    assert [marker.id for marker in load_codebook(folder).markers] == ["elm.peers", "elm.early", "oak.circles"]


def test_marker_has_the_names_that_mean_the_same(folder: Path) -> None:
    assert load_codebook(folder).aliases == {"elm.peers": ("oak.circles",)}


def test_people_are_only_told_up_to_the_highest_rung_of_informing(folder: Path) -> None:
    assert load_codebook(folder).told_up_to == 1


@pytest.mark.parametrize("needs", ["public", "none", "participation"])
def test_marker_may_need_the_public_or_participation(folder: Path, needs: str) -> None:
    spoil(folder, "markers", 'patterns = ["peer support"]', f'patterns = ["peer support"]\nneeds = "{needs}"@')
    (cue,) = load_codebook(folder).of_kind("marker")
    assert (cue.needs, cue.needs_public) == (needs, needs == "public")


def test_power_is_shared_from_the_lowest_rung_of_co_production(folder: Path) -> None:
    assert load_codebook(folder).shared_from == 3


@pytest.mark.parametrize("name", SMALL)
def test_same_content_has_the_same_digest_and_another_content_another(folder: Path, name: str) -> None:
    before = load_codebook(folder).digest
    assert load_codebook(shutil.copytree(folder, folder.parent / "copy")).digest == before
    with (folder / f"{name}.toml").open("a") as file:
        file.write("# a remark\n")
    assert load_codebook(folder).digest != before


def test_line_ends_do_not_change_the_digest(folder: Path) -> None:
    before = load_codebook(folder).digest
    for path in folder.rglob("*.toml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_codebook(folder).digest == before


def test_digest_tells_under_which_name_a_text_stands(folder: Path) -> None:
    view = folder / "views" / "bands-broad.toml"
    other = view.with_name("a.toml")
    other.write_text(view.read_text().replace('id = "bands-broad"', 'id = "a"'))
    before = load_codebook(folder).digest
    other.write_text(other.read_text().replace('id = "a"', 'id = "b"'))
    other.rename(view.with_name("b.toml"))
    assert load_codebook(folder).digest != before


def test_files_of_the_codebook_are_checked_out_with_one_kind_of_line_ends() -> None:
    attributes = Path(__file__).parents[1] / ".gitattributes"
    assert "*.toml text eol=lf" in attributes.read_text().splitlines()


def _keys() -> list[tuple[str, Place]]:
    """Every key of the small codebook, as file and place."""
    return [(name, place) for name, text in SMALL.items() for place in places(text).lines if isinstance(place[-1], str)]


def _without(text: str, place: Place) -> str:
    """The text without the lines of a key."""
    lines = text.splitlines(keepends=True)
    first = places(text).lines[place] - 1
    for last in range(first + 1, len(lines) + 1):
        left = "".join((*lines[:first], *lines[last:]))
        try:
            tomllib.loads(left)
        except tomllib.TOMLDecodeError:
            continue
        return left
    raise AssertionError(place)


_MAY_BE_MISSING = {
    ("public", "residents"),
    ("public", "patients"),
    ("veto", 0, "reason"),
    ("cue", 0, "needs"),
    ("cue", 1, "needs"),
    ("marker", 0, "gives"),
    ("marker", 0, "gives", "stage"),
    ("level", 2, "group"),
}
"""Keys of the small codebook without which it can be read."""


@pytest.mark.parametrize(("name", "place"), _keys(), ids=str)
def test_key_that_is_missing_is_told_with_file_and_line(folder: Path, name: str, place: Place) -> None:
    path = folder / f"{name}.toml"
    path.write_text(_without(path.read_text(), place), encoding="utf-8")
    if place in _MAY_BE_MISSING:
        load_codebook(folder)
    else:
        assert re.match(rf"{re.escape(str(folder))}/[\w/-]+\.toml:\d+: ", told(folder))


# ---------------------------------------------------------------- files and folders


@pytest.mark.parametrize("name", FILES)
def test_missing_file_is_told_with_what_a_codebook_holds(folder: Path, name: str) -> None:
    (folder / f"{name}.toml").unlink()
    assert told(folder).startswith(f"{folder}/{name}.toml: no such file; a codebook folder holds ladder.toml, public")


@pytest.mark.parametrize("away", ["views", "views/bands-broad.toml"])
def test_folder_without_its_default_view_is_told(folder: Path, away: str) -> None:
    (folder / away).rename(folder.parent / "away")
    sentence = told(folder)
    assert sentence.startswith(
        f"{folder}/views/bands-broad.toml: no such file; it is the view that is taken where none"
    )
    assert sentence.endswith("sections.toml and views in views/")


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.touch()], ids=["nothing", "a file"])
def test_folder_that_is_none_is_told(tmp_path: Path, make: object) -> None:
    make(tmp_path / "book")  # type: ignore[operator]
    assert told(tmp_path / "book").startswith(f"{tmp_path}/book: no such folder; a codebook folder holds ladder.toml")


def test_file_that_would_not_be_read_is_told(folder: Path) -> None:
    (folder / "marker.toml").write_text("")
    assert told(folder).startswith(
        f"{folder}/marker.toml: no file of that name is read; a codebook folder holds ladder"
    )


def test_hidden_files_of_editors_are_left_alone(folder: Path) -> None:
    (folder / ".claims.toml").write_text("no TOML")
    (folder / "views" / ".x.toml").write_text("no TOML")
    assert load_codebook(folder).views.keys() == {"bands-broad"}


def test_codebook_of_the_package_is_found() -> None:
    assert {path.stem for path in codebook_folder().glob("*.toml")} == set(FILES)


# ---------------------------------------------------------------- mistakes: @ marks the line that must be told

MISTAKES = [
    # ladder
    ("ladder", 'version = "s1"', "@version = 1", "the file: the key 'version' must be a text in quotes, not 1"),
    ("ladder", 'version = "s1"', "@", "the file: the key 'version' is missing; it holds a text in quotes"),
    ("ladder", "n = 2\n", "n = 3@\n", "[[rung]] asking: the key 'n' must be 2, not 3; rungs stand in order"),
    ("ladder", "n = 2\n", "n = 30@\n", "[[rung]] asking: n 30 is no whole number from 1 to 20"),
    ("ladder", 'id = "asking"', '@id = "telling"', "[[rung]] telling: the id 'telling' stands at ladder.toml:5 alread"),
    ("ladder", 'band = "consultation"', '@band = "consulting"', "[[rung]] asking: band 'consulting' is none of inform"),
    ("ladder", 'band = "consultation"', "band = consultation@", "[[rung]] number 2: not valid TOML: Invalid value; 'c"),
    ("ladder", 'brief = "People are asked."', "@breif = 'x'", "[[rung]] asking: unknown key 'breif'; the keys are avo"),
    ("ladder", 'avoid = "Told."', "@avoid = false", "[[rung]] asking: the key 'avoid' must be a text in quotes, not f"),
    ("ladder", "[[rung]]\nn = 2", "@[[rung]]", "[[rung]] asking: the key 'n' is missing; it holds a whole number from"),
    ("ladder", 'examples = ["A survey went out."]', '@examples = "A survey"', "[[rung]] asking: the key 'examples' mu"),
    ("ladder", "usual = true", "usual = yes@", "[[rung]] number 1: not valid TOML: Invalid value; 'yes' has no quotes"),
    ("ladder", "usual = true", 'usual = "true@"', "[[rung]] telling: the key 'usual' must be true or false, without q"),
    ("ladder", 'brief = "People decide."', 'usual = true@\nbrief = "x"', "[[rung]] owning: 'sharing' is the usual run"),
    # claims
    ("claims", "rung = 2", "rung = 5@", "[[cue]] claim.ask: rung 5 is no whole number from 1 to 4"),
    ("claims", "rung = 2", "rung = 0@", "[[cue]] claim.ask: rung 0 is no whole number from 1 to 4"),
    ("claims", "rung = 2", 'rung = "2"@', "[[cue]] claim.ask: rung '2' is no whole number from 1 to 4"),
    ("claims", "rung = 2", "rung = true@", "[[cue]] claim.ask: rung true is no whole number from 1 to 4"),
    ("claims", "rung = 2", "rung = 2\nrung = 3@", "[[cue]] number 1: 'rung' stands at line 5 already; delete one of"),
    ("claims", 'needs = "public"', "needs = public@", "[[cue]] number 1: not valid TOML: Invalid value; 'public' has "),
    ("claims", 'needs = "public"', 'needs = "some"@', "[[cue]] claim.ask: needs 'some' is none of public, none"),
    ("claims", 'needs = "public"', 'needs = "participation"@', "[[cue]] claim.ask: needs 'participation' is none of"),
    ("claims", 'needs = "public"', "needs = true@", "[[cue]] claim.ask: the key 'needs' must be a text in quotes, not"),
    ("claims", "needs", "@need", "[[cue]] claim.ask: unknown key 'need'; the keys are counter, example, id, needs, pa"),
    ("claims", "example", "@gives = { method = 'vote' }\nexample", "[[cue]] claim.ask: unknown key 'gives'; the keys "),
    ("claims", 'example = "We consulted residents."', "example = yes@", "[[cue]] number 1: not valid TOML: Invalid va"),
    ("claims", 'example = "We consulted residents."', "example = true@", "[[cue]] claim.ask: the key 'example' must b"),
    ("claims", '"listen to",', "'listen to',\n3,@", "[[cue]] claim.ask: the key 'patterns' holds 3; its elements are "),
    ("claims", '"listen to",', "'listen to',\nhear,@", "[[cue]] number 1: not valid TOML: Invalid value; 'hear' has n"),
    ("claims", '"listen to",', "'listen to',\n'Listen  to',@", "[[cue]] claim.ask: the pattern 'Listen  to' stands tw"),
    ("claims", '"listen to",', "'... listen to',@", "[[cue]] claim.ask: the pattern '... listen to': it must begin an"),
    ("claims", '"listen to",', "'consult(ed|ing)',@", "[[cue]] claim.ask: the pattern 'consult(ed|ing)': '(' in 'con"),
    ("claims", '"listen to",', "'consult.*',@", "[[cue]] claim.ask: the pattern 'consult.*': '.*' in 'consult.*' is n"),
    ("claims", '"listen to",', "'ask <publik>',@", "[[cue]] claim.ask: the pattern 'ask <publik>': there is no group"),
    ("claims", '"listen to",', "'ask con*ult',@", "[[cue]] claim.ask: the pattern 'ask con*ult': the * in 'con*ult' m"),
    ("claims", '"listen to",', "'ask//tell',@", "[[cue]] claim.ask: the pattern 'ask//tell': 'ask//tell' has an empt"),
    ("claims", '"listen to",', '"listen\\d",@', "[[cue]] number 1: not valid TOML: Unescaped"),
    ("claims", '"listen to",', "'listen? to?',@", "[[cue]] claim.ask: the pattern 'listen? to?': it needs a word that"),
    ("claims", '["co-produced"]', '["co-produced",\n"listen to"]@', "[[cue]] claim.share: the pattern 'listen to' bel"),
    ("claims", '["co-produced"]', '["co-produced",\n"consulted/x"]@', "[[cue]] claim.share: the words 'consulted' bel"),
    ("claims", '["co-produced"]', '["listen-to"]@', "[[cue]] claim.share: the words 'listen to' belong to [[cue]] cla"),
    ("claims", 'id = "claim.share"', '@id = "claim.ask"', "[[cue]] claim.ask: the id 'claim.ask' stands at claims.tom"),
    ("claims", "[[cue]]", "@[[cues]]", "the file: unknown key 'cues'; the keys are cue, version"),
    # mechanisms: facets, rules, cues
    ("mechanisms", "[[rule]]", "@[[rules]]", "the file: unknown key 'rules'; the keys are cue, facet, rule, version"),
    ("mechanisms", '[[facet]]\nid = "method"\ndefinition', '@[[facet]]\nid = "method"\n#', "[[facet]] method: the key"),
    ("mechanisms", 'survey = "A survey."', "survey = 1@", "[[facet]] method, values: the key 'survey' must be a text "),
    ("mechanisms", 'id = "stage"', '@id = "method"', "[[facet]] method: the id 'method' stands at mechanisms.toml:4 a"),
    ("mechanisms", 'id = "stage"', '@id = "rung"', "[[facet]] rung: a facet has another name than rung, claim, who, i"),
    ("mechanisms", "values = {", "@value = {", "[[facet]] stage: unknown key 'value'; the keys are definition, id, va"),
    ("mechanisms", "rung = 3", "rung = 9@", "[[rule]] rung.vote: rung 9 is no whole number from 1 to 4"),
    ("mechanisms", "rung = 3", 'rung = "3"@', "[[rule]] rung.vote: rung '3' is no whole number from 1 to 4"),
    ("mechanisms", "rung = 3", 'rung = 3\nstage = "start"@', "[[rule]] rung.vote: a rule sets one of rung, claim, "),
    ("mechanisms", "[[rule]]\nid = \"rung.vote\"\nrung = 3", '@[[rule]]\nid = "a"', "[[rule]] a: a rule sets one of r"),
    ("mechanisms", "rung = 3", 'stage = "end"@', "[[rule]] rung.vote: stage 'end' is none of start"),
    ("mechanisms", "when = {", "@whn = {", "[[rule]] rung.vote: unknown key 'whn'; the keys are because, claim, id, m"),
    ("mechanisms", '{ method = ["vote"] }', '{ methd = ["vote"] }@', "[[rule]] rung.vote, when: unknown key 'methd'; "),
    ("mechanisms", '{ method = ["vote"] }', '{ method = ["votes"] }@', "[[rule]] rung.vote, when: method 'votes' is n"),
    ("mechanisms", '{ method = ["vote"] }', '{ method = "vote" }@', "[[rule]] rung.vote, when: the key 'method' must "),
    ("mechanisms", '{ method = ["vote"] }', "{ method = [vote] }@", "[[rule]] number 1: not valid TOML: Invalid value"),
    ("mechanisms", '{ method = ["vote"] }', '{ rung = ["5"] }@', "[[rule]] rung.vote, when: rung '5' is none of 0, 1,"),
    ("mechanisms", '{ method = ["vote"] }', "{}@", "[[rule]] rung.vote: the table 'when' is empty; fill it or delete"),
    ("mechanisms", '{ method = ["vote"] }', '["vote"]@', "[[rule]] rung.vote: the key 'when' must be a table, not ['v"),
    ("mechanisms", '  "survey",\n', '  "survey",\n  "poll",@\n', "[[rule]] rung.survey, when: method 'poll' is none o"),
    ("mechanisms", 'id = "rung.survey"', '@id = "rung.vote"', "[[rule]] rung.vote: the id 'rung.vote' stands at mecha"),
    ("mechanisms", 'because = "A vote decides."', "@because = 1", "[[rule]] rung.vote: the key 'because' must be a te"),
    ("mechanisms", '{ method = "survey" }', '{ methd = "survey" }@', "[[cue]] practice.survey, gives: unknown key 'me"),
    ("mechanisms", '{ method = "survey" }', '{ method = "poll" }@', "[[cue]] practice.survey, gives: method 'poll' is"),
    ("mechanisms", '{ method = "survey" }', '{ method = ["survey"] }@', "[[cue]] practice.survey, gives: the key 'met"),
    ("mechanisms", '{ method = "survey" }', "{ method = survey }@", "[[cue]] number 1: not valid TOML: Invalid value;"),
    ("mechanisms", '{ method = "survey" }', '{ stage = "start" }@', "[[cue]] practice.survey: no [[rule]] derives a r"),
    ("mechanisms", '{ method = "survey" }', '{ who = "residents" }@', "[[cue]] practice.survey, gives: unknown key 'w"),
    ("mechanisms", 'method = "vote"\n', 'method = "votes"@\n', "[[cue]] practice.vote, gives: method 'votes' is none "),
    ("mechanisms", "gives = {", "@rung = 2\nx = {", "[[cue]] practice.survey: unknown key 'rung'; the keys are agent,"),
    ("mechanisms", 'needs = "public"', "agent = 1@", "[[cue]] practice.survey: the key 'agent' must be true or false,"),
    # stance, negation, veto
    ("stance", '"committed"', '"na"@', "[[cue]] stance.will: value 'na' is none of reported, committed, aspirational,"),
    ("stance", "value", "@values", "[[cue]] stance.will: unknown key 'values'; the keys are counter, example, id, pat"),
    ("negation", 'patterns = ["did not"]', "@patterns = []", "[[cue]] negation.not: the key 'patterns' must be a list"),
    ("negation", 'patterns = ["did not"]', '@patterns = "no"', "[[cue]] negation.not: the key 'patterns' must be a li"),
    ("negation", '[[cue]]\nid = "negation.not"\n', "@[[cue]]\n", "[[cue]] number 1: the key 'id' is missing; it holds"),
    ("public", "[[veto]]", "@[[vetos]]", "the file: unknown key 'vetos'; the keys are not_people, not_public, pu"),
    ("public", "reason", "@because", "[[veto]] veto.rooms: unknown key 'because'; the keys are counter, example, id, "),
    ("public", 'example = "The', '@exmple = "The', "[[veto]] veto.rooms: unknown key 'exmple'; the keys are counter, "),
    # people
    ("public", '["patients"]', '["patients", "tenant*"]@', "[public]: the name 'tenant*': '*' is notation of cues, wh"),
    ("public", '["patients"]', '["patients", "<public>"]@', "[public]: the name '<public>': '<' is notation of cues, "),
    ("public", '["patients"]', '["patients", "people ... here"]@', "[public]: the name 'people ... here': '...' is no"),
    ("public", '["patients"]', '["patients", "tenant?"]@', "[public]: the name 'tenant?': '?' is notation of cues, wh"),
    ("public", '["patients"]', '["patients", "a/b"]@', "[public]: the name 'a/b': '/' is notation of cues, which name"),
    ("public", '["patients"]', '["patients", "friends\u2019 group"]@', "[public]: the name 'friends\u2019 group': '"),
    ("public", '["officers"]', '["officers", "(staff)"]@', "[not_public]: the name '(staff)': '(' in '(staff)' is no "),
    ("public", "[public]", "@[publik]", "the file: unknown key 'publik'; the keys are not_people, not_public, pu"),
    ("public", '"residents",', '"residents",\n"resident",@', "[public]: the key 'residents' holds 'resident' twice; d"),
    ("public", '["patients"]', '["patients",\n"Resident"]@', "[public]: 'Resident' stands in public.residents and in "),
    ("public", '["officers"]', '["officers",\n"patients"]@', "[not_public]: 'patients' stands in public.patients and "),
    ("public", '["officers"]', '"officers"@', "[not_public]: the key 'staff' must be a list of texts in quotes, not '"),
    ("public", '["officers"]', "[officers]@", "[not_public]: not valid TOML: Invalid value; 'officers' has no quotes"),
    ("public", '["patients"]', '["patients",\n"Resident "]@', "[public]: 'Resident ' stands in public.residents and i"),
    # markers
    ("markers", 'id = "elm.peers"', 'id = "ash.peers"@', "[[marker]] ash.peers: id 'ash.peers' must begin with a fram"),
    ("markers", 'id = "elm.peers"', 'id = "peers"@', "[[marker]] peers: id 'peers' must begin with a framework and a "),
    ("markers", 'id = "elm.early"', '@id = "elm.peers"', "[[marker]] elm.peers: the id 'elm.peers' stands at markers."),
    ("markers", 'id = "oak"', '@id = "elm"', "[[framework]] elm: the id 'elm' stands at markers.toml:4 already; renam"),
    ("markers", 'name = "Signs of Oak"', "@nme = 'x'", "[[framework]] oak: unknown key 'nme'; the keys are id, name, "),
    ("markers", 'same_as = "elm.peers"', 'same_as = "elm.pears"@', "[[marker]] oak.circles: same_as 'elm.pears' is no"),
    ("markers", 'same_as = "elm.peers"', 'same_as = "oak.circles"@', "[[marker]] oak.circles: same_as 'oak.circles' i"),
    ("markers", 'same_as = "elm.peers"', "same_as = 'elm.peers'@\nwhen = { stage = ['start'] }", "[[marker]] oak.circ"),
    ("markers", '{ stage = ["start"],', '{ stge = ["start"],@', "[[marker]] elm.early, when: unknown key 'stge'; the "),
    ("markers", '{ stage = ["start"],', '{ stage = ["end"],@', "[[marker]] elm.early, when: stage 'end' is none of st"),
    ("markers", '["3", "4"]', '["3", "5"]@', "[[marker]] elm.early, when: rung '5' is none of 0, 1, 2, 3, 4"),
    ("markers", '["3", "4"]', "[3, 4]@", "[[marker]] elm.early, when: the key 'rung' holds 3; its elements are texts "),
    ("markers", '["co-production"]', '["coproduction"]@', "[[marker]] elm.early, when: claim 'coproduction' is none o"),
    ("markers", '{ stage = "start" }', '{ stage = "end" }@', "[[marker]] elm.peers, gives: stage 'end' is none of sta"),
    ("markers", "patterns =", "@patern =", "[[marker]] elm.peers: unknown key 'patern'; the keys are counter, definit"),
    ("markers", "definition", "@meaning", "[[marker]] elm.peers: unknown key 'meaning'; the keys are counter, definit"),
    ("markers", "example", '@needs = "people"\nexample', "[[marker]] elm.peers: needs 'people' is none of public, no"),
    ("markers", 'same_as = "elm.peers"', 'same_as = "elm.peers"\nneeds = "publc"@', "[[marker]] oak.circles: the key"),
    ("markers", 'same_as = "elm.peers"', 'same_as = "elm.peers"\ngives = { foo = "x" }@', "[[marker]] oak.circles: th"),
    ("markers", "when = {", "even_denied = true@\nwhen = {", "[[marker]] elm.early: the key 'even_denied' is said of"),
    ("markers", "when = {", 'needs = "public"@\nwhen = {', "[[marker]] elm.early: the key 'needs' is said of patterns"),
    # keywords, sections
    ("keywords", "informing", "@telling", "the file: unknown key 'telling'; the keys are co-production, consultation,"),
    ("keywords", '["inform"]', '["inform", 3]@', "the file: the key 'informing' holds 3; its elements are texts in qu"),
    ("sections", "silent", "@silnt", "the file: unknown key 'silnt'; the keys are silent, version"),
    ("sections", '"references"', '\n"References"@', "the file: the heading 'References' must be in lower case"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "sentence"), MISTAKES)
def test_mistake_is_told_in_one_sentence_with_its_line(
    folder: Path, name: str, old: str, new: str, sentence: str
) -> None:
    where = spoil(folder, name, old, new)
    assert told(folder)[: len(where + sentence)] == where + sentence


def test_marker_without_any_sign_is_told(folder: Path) -> None:
    path = folder / "markers.toml"
    path.write_text(path.read_text().replace('same_as = "elm.peers"\n', ""))
    line = path.read_text().splitlines().index('id = "oak.circles"')
    assert (
        told(folder)
        == f"{path}:{line}: [[marker]] oak.circles: a marker has patterns or when (or both), or else same_as"
    )


def test_marker_that_is_the_same_as_one_that_is_the_same_is_told(folder: Path) -> None:
    more = '\n[[marker]]\nid = "elm.rings"\ndefinition = "x"\nsource = "x"\nexample = "x"\nsame_as = "oak.circles"\n'
    with (folder / "markers.toml").open("a") as file:
        file.write(more)
    where = spoil(folder, "markers", 'same_as = "oak.circles"', 'same_as = "oak.circles"@')
    assert told(folder).startswith(
        f"{where}[[marker]] elm.rings: same_as 'oak.circles' is no marker with patterns or wh"
    )


@pytest.mark.parametrize(
    "content", ['version = "0.1"\n', 'cue = "x"\nversion = "0.1"\n', 'cue = ["x"]\nversion = "0.1"']
)
@pytest.mark.parametrize("name", ["claims", "stance", "negation"])
def test_file_without_entries_says_what_is_wanted(folder: Path, name: str, content: str) -> None:
    (folder / f"{name}.toml").write_text(content)
    assert told(folder) == f"{folder}/{name}.toml:1: the file: at least one [[cue]] is wanted"


def test_id_of_two_files_is_told_with_both_places(folder: Path) -> None:
    spoil(folder, "claims", 'id = "claim.share"', '@id = "veto.rooms"')
    where = spoil(folder, "public", 'id = "veto.rooms"', '@id = "veto.rooms"')
    assert (
        told(folder)
        == f"{where}[[veto]] veto.rooms: the id 'veto.rooms' stands at claims.toml:14 already; rename one of them"
    )


def test_same_words_may_make_two_claims_of_one_rung(folder: Path) -> None:
    more = '\n[[cue]]\nid = "claim.hear"\nrung = 2\npatterns = ["consulted/heard"]\nexample = "They were heard."\n'
    with (folder / "claims.toml").open("a") as file:
        file.write(more)
    assert [cue.id for cue in load_codebook(folder).of_kind("claim")] == ["claim.ask", "claim.share", "claim.hear"]
