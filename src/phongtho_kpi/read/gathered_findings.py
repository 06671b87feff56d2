"""What is wrong with a file, gathered: the first thousand of a kind are kept, the others counted (docs/safety.md)."""

from collections import Counter

from phongtho_kpi.model.finding import MORE_FINDINGS, Finding, FindingKind, Origin

MOST_OF_A_KIND = 1_000


class GatheredFindings:
    """The findings of one file; a hostile one may have millions, which nobody reads and no memory holds."""

    def __init__(self) -> None:
        self._kept: list[Finding] = []
        self._counts: Counter[FindingKind] = Counter()

    def add(self, finding: Finding) -> None:
        """Keep a finding, or count it."""
        self._counts[finding.kind] += 1
        if self._counts[finding.kind] <= MOST_OF_A_KIND:
            self._kept.append(finding)

    def count(self, kind: FindingKind) -> int:
        """How many of a kind there were."""
        return self._counts[kind]

    @property
    def any_error(self) -> bool:
        """Whether one of them is more than a warning."""
        return any(finding.is_error for finding in self._kept)

    def all(self, file: str) -> tuple[Finding, ...]:
        """Those that were kept, and for each kind one that says how many there are beyond them."""
        beyond = ((kind, count - MOST_OF_A_KIND) for kind, count in self._counts.items() if count > MOST_OF_A_KIND)
        return (
            *self._kept,
            *(Finding(MORE_FINDINGS, Origin(file), {"count": count, "name": kind.name}) for kind, count in beyond),
        )
