"""What a row of a table is about: the indicator that it names, and the area that the row above its group names."""

import re
from collections.abc import Sequence

from phongtho_kpi.model.folding import without_bullet
from phongtho_kpi.read.returns.amounts import looks_like_an_amount
from phongtho_kpi.read.returns.headings import Role
from phongtho_kpi.read.returns.layout import Layout
from phongtho_kpi.read.returns.names import Named
from phongtho_kpi.read.returns.words import Words

_MOST_KEPT = 10_000
_SORT_OF_AREA = re.compile(r"(?:xã|thị trấn|phường|đặc khu)\s+\S", re.IGNORECASE)


class RowNames:
    """The names of the rows of one table, from the top down."""

    def __init__(self, layout: Layout, words: Words) -> None:
        self._columns = [column.index for column in layout.with_role(Role.INDICATOR)]
        self._first = self._columns[0] if self._columns else layout.width
        self._words = words
        self._no_groups: set[str] = set()  # names that say nothing of an area, once they have been looked at
        self.area_above = ""  # I. Xã Dào San: of the rows below it, until the next such row

    def of(self, cells: Sequence[str]) -> tuple[Named | None, str]:
        """The indicator that a row names, None where it names none, and its name as written."""
        name = cells[self._first]
        if name and len(self._columns) == 1:
            return self._words.indicators[name], name.strip()
        texts = [cells[index].strip() for index in self._columns if _is_name(cells[index])]
        if not texts:  # `Tổng cộng` typed into the column of numbers
            texts = [cell.strip() for cell in cells[: self._first] if _is_name(cell)][-1:]
        named = [self._words.indicators[text] for text in texts]
        is_one = len({None if one is None else one.indicator.id for one in named}) == 1
        return named[-1] if is_one else None, " ".join(texts)

    def note_group(self, name: str) -> None:
        """Note a row without figures, which may say of which area the rows below it are."""
        if name in self._no_groups:
            return
        bare = without_bullet(name)
        if bare and self._words.areas.knows(bare):
            self.area_above = "" if self._words.areas.is_whole(bare) else bare
        elif self.area_above and _SORT_OF_AREA.match(bare):
            self.area_above = bare  # one that nobody knows, and that the rows below it are of
        elif len(self._no_groups) < _MOST_KEPT and not _SORT_OF_AREA.match(bare):
            self._no_groups.add(name)


def _is_name(cell: str) -> bool:
    return bool(cell.strip()) and not looks_like_an_amount(cell)
