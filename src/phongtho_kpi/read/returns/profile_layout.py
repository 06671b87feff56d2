"""The tables of a file that a profile is about, and where the file does not keep to it (docs/profiles.md).

Where it does not, the form is not the one that was described, and nothing of the file is taken: a line that was
inserted above a table, or a column beside it, would else move figures to other months without a word.
"""

from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

from phongtho_kpi.model.finding import PROFILE_DOES_NOT_FIT, Finding, Origin
from phongtho_kpi.model.folding import folded, split_brackets
from phongtho_kpi.read.legal_text import excerpt
from phongtho_kpi.read.returns.amounts import looks_like_an_amount
from phongtho_kpi.read.returns.grid import Row, Sheet, column_letters
from phongtho_kpi.read.returns.headings import Role, settled_together
from phongtho_kpi.read.returns.layout import Column, Layout, _titles, is_column_numbers, is_heading_row, layouts_of
from phongtho_kpi.read.returns.numerals import Numeral, is_missing, read_number
from phongtho_kpi.read.returns.periods import read_period
from phongtho_kpi.read.returns.profile import Profile, matches
from phongtho_kpi.read.returns.profile_columns import readings
from phongtho_kpi.read.returns.words import Words

_MOST_SEARCHED = 20_000  # rows in which another header is looked for
_AREAS_AND_PERIODS = (Role.AREA, Role.AREA_CODE, Role.PERIOD)
_WITH_FIGURES = (Role.FIGURE, Role.NUMERATOR, Role.DENOMINATOR, Role.UNKNOWN)


class ProfiledTables(NamedTuple):
    """The sheets that a profile is about, each with its tables; and where the file does not keep to the profile."""

    tables: tuple[tuple[Sheet, tuple[Layout, ...]], ...]
    findings: tuple[Finding, ...]


def tables_by(profile: Profile, file: str, sheets: Sequence[Sheet], words: Words) -> ProfiledTables:
    """The tables in the visible `sheets` of a file; `file` is its name in findings."""
    about = [sheet for sheet in sheets if profile.is_about(sheet.name)]
    findings = list(_missing_sheets(profile, file, sheets))
    for sheet in about:
        findings += misfits(profile, file, sheet, words)
    return ProfiledTables(tuple((sheet, layouts_by(profile, sheet, words)) for sheet in about), tuple(findings))


def layouts_by(profile: Profile, sheet: Sheet, words: Words) -> tuple[Layout, ...]:
    """The table of a sheet that a profile is about; without a header's row in the profile, all that can be found."""
    if profile.header is None:
        return layouts_of(sheet, words.areas.knows, words.units.knows)
    first, last = profile.header
    rows = _rows_to(sheet, last)
    read = list(readings(profile, sheet, rows, words))
    headings = settled_together([one.heading for _, one in read])
    columns = tuple(Column(index, heading) for (index, _), heading in zip(read, headings, strict=True))
    width = max((len(cells) for row, cells in rows if row >= first), default=0)
    behind = max(width - 1 - max((column.index for column in columns), default=0), 0)
    titles = _titles(rows, 0, first)
    return (Layout(titles, tuple(range(first, last + 1)), columns, last + 1, None, blanks_behind=behind),)


def misfits(profile: Profile, file: str, sheet: Sheet, words: Words) -> Iterator[Finding]:
    """Where a sheet does not keep to a profile that says where its header is."""
    if profile.header is None:
        return
    rows = _rows_to(sheet, profile.header[1])
    (layout,) = layouts_by(profile, sheet, words)
    for index, reading in readings(profile, sheet, rows, words):
        if reading.differs:
            letters = column_letters(index)
            origin = _origin(file, sheet, layout.header_rows[-1], f"{letters}:{letters}")
            yield _misfit(profile, origin, "heading-differs", f"{letters}: {reading.heading.text}")
    if layout.index_of(Role.INDICATOR) is None and not profile.indicators:
        yield _misfit(profile, Origin(file, sheet=sheet.name or None), "no-indicator-column")
    if (row := _figures_above(layout, rows, words)) is not None:
        yield _misfit(profile, _origin(file, sheet, row, f"{row}:{row}"), "figures-above")
    if (row := _next_header(sheet, layout)) is not None:
        yield _misfit(profile, _origin(file, sheet, row, f"{row}:{row}"), "another-header")


def _missing_sheets(profile: Profile, file: str, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """The names that no visible sheet has; a CSV file has none."""
    names = [sheet.name for sheet in sheets]
    for pattern in profile.sheets if "" not in names else ():
        if not any(matches(name, pattern) for name in names):
            yield _misfit(profile, Origin(file), "no-such-sheet", pattern)


def _misfit(profile: Profile, origin: Origin, problem: str, text: str = "") -> Finding:
    about = {"profile": profile.name, "problem": problem, "text": excerpt(text)}
    return Finding(PROFILE_DOES_NOT_FIT, origin, about)


def _origin(file: str, sheet: Sheet, row: int, cell: str) -> Origin:
    return Origin(file, sheet=sheet.name, cell=cell) if sheet.name else Origin(file, line=row)


def _rows_to(sheet: Sheet, last: int) -> list[Row]:
    return list(takewhile(lambda row: row[0] <= last, sheet.rows))


def _figures_above(layout: Layout, rows: Sequence[Row], words: Words) -> int | None:
    """A row of figures in the header, or above it without a gap: the form has lost a line."""
    below = layout.first_row
    for number, cells in reversed(rows):
        if number < layout.header_rows[0] and number != below - 1:
            break
        below = number
        if not is_column_numbers(cells) and _has_figures(layout, cells, words):
            return number
    return None


def _has_figures(layout: Layout, cells: Sequence[str], words: Words) -> bool:
    """Whether a row that may be a heading is none: `Công việc`, `1`, `2` is one, `Trồng chè`, `12` is not."""
    amounts = [text for text in _texts_with(layout, cells, *_WITH_FIGURES) if _is_amount(text)]
    names = _texts_with(layout, cells, Role.INDICATOR)
    others = _texts_with(layout, cells, *_AREAS_AND_PERIODS)
    is_known = any(words.indicators[name] is not None for name in names) or any(
        words.areas.knows(text) or _names_months(text) for text in others
    )
    return bool(amounts) and (is_known or (bool(names or others) and any(_is_long(text) for text in amounts)))


def _texts_with(layout: Layout, cells: Sequence[str], *roles: Role) -> list[str]:
    columns = layout.with_role(*roles)
    return [text for column in columns if column.index < len(cells) and (text := cells[column.index].strip())]


def _is_amount(text: str) -> bool:
    """Whether a cell is a figure; `6 tháng` or `2023` in a heading is none."""
    name, _ = split_brackets(text)
    return not is_missing(text) and looks_like_an_amount(text) and not _names_months(name)


def _names_months(text: str) -> bool:
    when = read_period(text)
    return when is not None and when.months is not None


def _is_long(text: str) -> bool:
    """Whether it is a number and no more, and too long for that of a month or a column."""
    number = read_number(text)
    return isinstance(number, Numeral) and not number.unit and len(number.digits) > len("12")


def _next_header(sheet: Sheet, layout: Layout) -> int | None:
    """A row below the header that is one of another table; a header that is repeated on every page is not."""
    headings = []
    for number, cells in islice(sheet.rows, _MOST_SEARCHED):
        if number in layout.header_rows:
            headings.append(_folded(cells))
        elif number >= layout.first_row and is_heading_row(cells) and _folded(cells) not in headings:
            return number
    return None


def _folded(cells: Sequence[str]) -> list[str]:
    return [folded(cell) for cell in cells if cell]
