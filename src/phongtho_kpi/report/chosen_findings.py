"""Which findings of a run are asked for: `kpi check --only` and `--ignore`."""

from collections.abc import Iterable
from typing import NamedTuple

from phongtho_kpi.model.finding import Finding, FindingKind

ONLY, IGNORE = "--only", "--ignore"


class ChosenFindings(NamedTuple):
    """Those that are left, and how many each option left out."""

    findings: tuple[Finding, ...]
    left_out: tuple[tuple[str, int], ...] = ()


def choose(
    findings: Iterable[Finding], only: frozenset[FindingKind], ignore: frozenset[FindingKind], *, ended: bool = False
) -> ChosenFindings:
    """First those of `only`, all of them where it names none, then without those of `ignore`.

    What hides others is no answer to `only`, and stays: a file that is not read at all, and the errors of a run that
    has `ended` with them.
    """
    found = tuple(findings)
    asked = tuple(one for one in found if not only or one.kind in only or _hides_others(one, ended=ended))
    left = tuple(one for one in asked if one.kind not in ignore)
    counts = (ONLY, len(found) - len(asked)), (IGNORE, len(asked) - len(left))
    return ChosenFindings(left, tuple((option, count) for option, count in counts if count))


def _hides_others(finding: Finding, *, ended: bool) -> bool:
    return finding.kind.refuses_file or (ended and finding.is_error)
