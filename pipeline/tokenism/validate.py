"""Stage: a run and its model to the checks of construct validity, and what they come to together."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tokenism.checks import Check
from tokenism.plot_tables import PlotTable


@dataclass(frozen=True, slots=True)
class Validity:
    """What checks come to: all figures by check, the few to compare runs by, tables for plots, the failed checks."""

    figures: dict[str, Any]
    few: dict[str, float | None]
    tables: tuple[PlotTable, ...]
    failed: tuple[Check, ...]


def validate(
    checks: Iterable[Callable[[], Check]], *, on_checked: Callable[[Check], None] = lambda _: None
) -> Validity:
    """Run checks in their order; each is run whatever came of those before it, and told once it is done."""
    return together(list(_run(checks, on_checked)))


def together(checks: Sequence[Check]) -> Validity:
    """Checks that were run, as one outcome; names and figures to compare by must not clash."""
    names = [check.name for check in checks]
    keys = [key for check in checks for key in check.few]
    for what, found in (("check", names), ("figure", keys)):
        if clash := next((one for one in found if found.count(one) > 1), None):
            raise ValueError(f"two checks have the {what} {clash!r}")
    return Validity(
        figures={
            check.name: {"passed": check.passed, "bar": check.bar, "says": check.says, "figures": check.figures}
            for check in checks
        },
        few={key: value for check in checks for key, value in check.few.items()},
        tables=tuple(check.table for check in checks if check.table is not None),
        failed=tuple(check for check in checks if not check.passed),
    )


def _run(checks: Iterable[Callable[[], Check]], on_checked: Callable[[Check], None]) -> Iterator[Check]:
    for check in checks:
        done = check()
        on_checked(done)
        yield done
