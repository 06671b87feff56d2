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
    findings: Iterable[Finding],
    only: frozenset[FindingKind],
    ignore: frozenset[FindingKind],
    hiding: Iterable[Finding] = (),
) -> ChosenFindings:
    """First those of `only`, all of them where it names none, then without those of `ignore`.

    What hides others is no answer to `only`, and stays: a file that is not read at all, and the errors among `hiding`,
    because of which what was asked for was not looked for.
    """
    found = tuple(findings)
    stay = {id(one) for one in hiding if one.is_error}  # a finding is no key: two of them may say the same
    asked = tuple(one for one in found if not only or one.kind in only or one.kind.refuses_file or id(one) in stay)
    left = tuple(one for one in asked if one.kind not in ignore)
    counts = (ONLY, len(found) - len(asked)), (IGNORE, len(asked) - len(left))
    return ChosenFindings(left, tuple((option, count) for option, count in counts if count))
