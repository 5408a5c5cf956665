"""The order of work: stages are commands, depend on all the code that they run, and take their numbers as options."""

import ast
import json
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from tokenism.cli import main

REPOSITORY = Path(__file__).parents[1]
PACKAGE = REPOSITORY / "pipeline" / "tokenism"
DVC = (REPOSITORY / "dvc.yaml").read_text(encoding="utf-8")
STAGES: dict[str, dict[str, Any]] = yaml.safe_load(DVC)["stages"]
PARAMS: dict[str, dict[str, Any]] = yaml.safe_load((REPOSITORY / "params.yaml").read_text(encoding="utf-8"))


def is_for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def walk(node: ast.AST) -> Iterator[ast.AST]:
    """Nodes that run: all but those that only a type checker sees."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not is_for_types_only(child):
            yield from walk(child)


def imported(node: ast.AST) -> Iterator[Path]:
    """Files of the package that the code below a node imports, packages with their ``__init__``."""
    for found in walk(node):
        names: list[str] = []
        if isinstance(found, ast.Import):
            names = [alias.name for alias in found.names]
        elif isinstance(found, ast.ImportFrom) and found.module:
            names = [found.module, *(f"{found.module}.{alias.name}" for alias in found.names)]
        for name in names:
            root, *parts = name.split(".")
            if root == "tokenism" and parts:
                place = PACKAGE.joinpath(*parts)
                yield from (path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file())


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


CLI = (
    *("cli_annotations.py", "cli_options.py", "cli_evaluate.py", "cli_pictures.py", "cli_progress.py", "cli_reply.py"),
    *("cli_score.py", "cli_validate.py", "cli.py"),
)
"""Modules that hold commands which are stages, and what these commands share."""


TABLES = sorted(PACKAGE.rglob("*.toml"))


@cache
def functions_of_cli() -> dict[str, ast.AST]:
    """Functions of the modules that hold commands which are stages."""
    bodies = [node for name in CLI for node in parsed(PACKAGE / name).body]
    return {node.name: node for node in bodies if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def run_by(command: str) -> list[ast.AST]:
    """The command's function and the functions of the command line that it calls, directly or not."""
    known, wanted, found = functions_of_cli(), [command], dict[str, ast.AST]()
    while wanted:
        name = wanted.pop()
        found[name] = known[name]
        used = {node.id for node in ast.walk(known[name]) if isinstance(node, ast.Name)}
        wanted += sorted(used & known.keys() - found.keys())
    return list(found.values())


def data_of(path: Path) -> set[Path]:
    """Tables beside a module that it names."""
    named = [node.value for node in ast.walk(parsed(path)) if isinstance(node, ast.Constant)]
    return {path.parent / name for name in named if isinstance(name, str) and name.endswith(".toml")} & set(TABLES)


def modules_of(command: str) -> set[str]:
    """All files of the package that a command imports, as paths in the repository; no ``cli`` module is among them."""
    wanted = [path for function in run_by(command) for path in imported(function)]
    head = ast.Module([n for n in parsed(PACKAGE / "cli.py").body if isinstance(n, ast.ImportFrom)], [])
    wanted += [path for path in imported(head) if not path.name.startswith("cli_")]
    found: set[Path] = set()
    while wanted:
        path = wanted.pop()
        if path not in found:
            found |= {path, *data_of(path)}
            wanted += imported(parsed(path))
    return {path.relative_to(REPOSITORY).as_posix() for path in found}


def covered(path: str, deps: list[str]) -> bool:
    return any(path == dep or path.startswith(f"{dep}/") for dep in deps)


def blocks_of(stage: str) -> list[str]:
    return re.findall(r"\$\{(\w+)\}", STAGES[stage]["cmd"])


def options_of(command: str) -> set[str]:
    return {name for param in main.commands[command].params for name in param.opts}


def output_paths(stage: str) -> set[str]:
    listed = [*STAGES[stage].get("outs", []), *STAGES[stage].get("metrics", [])]
    return {path for item in listed for path in (item if isinstance(item, dict) else [item])}


def test_imports_are_found_through_functions_and_modules() -> None:
    found = modules_of("scan")
    assert {f"pipeline/tokenism/{name}.py" for name in ("extract", "tag", "cues", "link", "score", "tables")} <= found
    assert "pipeline/tokenism/reading/pdfium.py" in found
    assert {"pipeline/tokenism/subjects.toml", "pipeline/tokenism/exchange/columns.toml"} <= found
    assert "pipeline/tokenism/train.py" not in found


@pytest.mark.parametrize("stage", STAGES)
def test_deps_cover_every_module_that_the_stage_imports(stage: str) -> None:
    assert sorted(path for path in modules_of(stage) if not covered(path, STAGES[stage]["deps"])) == []


@pytest.mark.parametrize("stage", STAGES)
def test_deps_name_no_module_that_the_stage_does_not_import(stage: str) -> None:
    code = [dep for dep in STAGES[stage]["deps"] if dep.startswith("pipeline/")]
    used = modules_of(stage)
    assert [dep for dep in code if not any(covered(path, [dep]) for path in used)] == []


def test_root_of_the_package_imports_nothing_so_that_no_stage_depends_on_it() -> None:
    assert list(imported(parsed(PACKAGE / "__init__.py"))) == []


def test_command_line_is_in_no_deps() -> None:
    assert "cli.py" not in DVC
    assert "cli_" not in DVC


@pytest.mark.parametrize("stage", STAGES)
def test_stage_is_a_command_and_its_line_parses(stage: str) -> None:
    line = re.sub(r"\$\{(\w+)\.([\w-]+)\}", lambda found: str(PARAMS[found[1]][found[2]]), STAGES[stage]["cmd"])
    program, command, *arguments = shlex.split(re.sub(r"\$\{\w+\}", "", line))
    assert (program, command) == ("tokenism", stage)
    context = main.commands[command].make_context(command, arguments)
    assert context.params


@pytest.mark.parametrize("stage", STAGES)
def test_stage_is_a_module_of_its_name_or_a_folder(stage: str) -> None:
    assert (PACKAGE / f"{stage}.py").is_file() or (PACKAGE / stage).is_dir()


@pytest.mark.parametrize("stage", STAGES)
def test_stage_has_a_row_in_the_table_of_stages(stage: str) -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"^\|\s*`{stage}`\s*\|", readme, flags=re.MULTILINE)


@pytest.mark.parametrize("stage", STAGES)
def test_block_of_parameters_holds_options_of_the_command(stage: str) -> None:
    unknown = [key for block in blocks_of(stage) for key in PARAMS[block] if f"--{key}" not in options_of(stage)]
    assert unknown == []


@pytest.mark.parametrize("block", PARAMS)
def test_block_of_parameters_is_used_by_the_stage_of_its_name(block: str) -> None:
    assert block in blocks_of(block)


@pytest.mark.parametrize("block", PARAMS)
def test_parameter_is_accepted_by_its_option(block: str) -> None:
    command = main.commands[block]
    context = click.Context(command)
    options = {name: param for param in command.params for name in param.opts}
    for key, value in PARAMS[block].items():
        assert options[f"--{key}"].type_cast_value(context, str(value)) == value


@pytest.mark.parametrize("block", PARAMS)
def test_parameters_that_scan_knows_too_are_its_defaults(block: str) -> None:
    defaults = {name: param.default for param in main.commands["scan"].params for name in param.opts}
    known = {key: value for key, value in PARAMS[block].items() if f"--{key}" in defaults}
    assert known == {key: defaults[f"--{key}"] for key in known}


def test_graph_reads_nothing_outside_the_repository() -> None:
    assert "shared" not in DVC
    assert ".." not in DVC


def test_what_a_stage_reads_is_written_by_a_stage_before_it() -> None:
    written: set[str] = set()
    lost = []
    for stage, values in STAGES.items():
        from_work = [dep for dep in values["deps"] if dep.startswith("work/")]
        lost += [(stage, dep) for dep in from_work if not covered(dep, sorted(written))]
        written |= output_paths(stage)
    assert lost == []


@pytest.mark.parametrize("stage", STAGES)
def test_what_a_stage_reads_of_the_repository_is_there(stage: str) -> None:
    written = [path for name in STAGES for path in output_paths(name)]
    kept = [dep for dep in STAGES[stage]["deps"] if not covered(dep, written)]
    assert [dep for dep in kept if not (REPOSITORY / dep).exists()] == []


SHOWN = ("claim_f1", "claims_in_ledger", "evidence_page_right", "flag_f1")


def test_figures_of_the_tutorial_are_those_of_the_committed_run() -> None:
    tutorial = (REPOSITORY / "docs" / "tutorial.md").read_text(encoding="utf-8")
    for stage, names in {"train": ("claim_f1", "flag_f1"), "evaluate": SHOWN}.items():
        figures = json.loads((REPOSITORY / "annotations" / "scores" / "metrics" / f"{stage}.json").read_text())
        line = next(
            line for line in tutorial.splitlines() if line.startswith(f"annotations/scores/metrics/{stage}.json")
        )
        assert {name: f"{round(figures[name], 5)}" in line for name in names} == dict.fromkeys(names, True)
