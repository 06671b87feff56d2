"""`Finding`: something wrong or doubtful in what we were told — a value, never an exception.

A finding holds no text: its sentence comes from `i18n`, by its name. Codes are stable and never reused;
`docs/findings.md` has a section for each.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Severity(StrEnum):
    """An error does not count or stops the run; a warning only says that somebody should look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where something was read: a file with a line, or a workbook with a sheet and a cell."""

    file: str
    line: int | None = None
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        """`file.csv:12` or `file.xlsx!Sheet!C7`."""
        if self.sheet is not None:
            return "!".join(part for part in (self.file, self.sheet, self.cell) if part)
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One sort of finding: its code, the name of the problem, how bad it is, and whether it leaves out a whole file."""

    code: str
    name: str
    severity: Severity
    refuses_file: bool = False
    wording: str = ""  # of two kinds with one name: whose sentence it is

    @property
    def text_key(self) -> str:
        """The name under which `i18n` has its sentence."""
        return self.wording or self.name


Param = str | int | Decimal


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem at one place; `params` are what its sentence needs (texts as they were read, numbers as numbers)."""

    kind: FindingKind
    origin: Origin
    params: Mapping[str, Param] = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        """Whether it is more than a warning."""
        return self.kind.severity is Severity.ERROR


def _error(code: str, name: str) -> FindingKind:
    return FindingKind(code, name, Severity.ERROR)


def _refusal(code: str, name: str) -> FindingKind:
    return FindingKind(code, name, Severity.ERROR, refuses_file=True)


def _warning(code: str, name: str) -> FindingKind:
    return FindingKind(code, name, Severity.WARNING)


# 1xx: files
UNREADABLE_FILE = _refusal("KPI101", "unreadable-file")  # reason
FILE_TOO_LARGE = _refusal("KPI102", "file-too-large")  # size, limit (bytes)
NOT_UTF_8 = _refusal("KPI103", "not-utf-8")
BROKEN_YAML = _refusal("KPI104", "broken-yaml")  # problem
REFUSED_YAML = _refusal("KPI105", "refused-yaml")  # feature: tag, merge-key, directive, depth, key and their like
DUPLICATE_KEY = _error("KPI106", "duplicate-key")  # key, first_line
BROKEN_CSV = _refusal("KPI107", "broken-csv")  # problem
UNKNOWN_COLUMN = _refusal("KPI108", "unknown-column")  # column, known ("" where a comma lacks)
MISSING_COLUMN = _refusal("KPI109", "missing-column")  # column
REPEATED_COLUMN = _refusal("KPI110", "repeated-column")  # column
RAGGED_ROW = _error("KPI111", "ragged-row")  # cells, columns
BROKEN_WORKBOOK = _refusal("KPI112", "broken-workbook")  # problem
UNKNOWN_FILE_TYPE = _refusal("KPI113", "unknown-file-type")  # ending
NO_FIGURES = _refusal("KPI114", "no-figures")
EDITED_IMPORT = _error("KPI115", "edited-import")  # expected, found: the import file's digest differs from its name
REFUSED_TEXT = _error("KPI116", "refused-text")  # key: control characters, bidi overrides, too long
MORE_FINDINGS = _warning("KPI117", "more-findings")  # count, name: those of one kind beyond the first thousand

# 2xx: the catalogue
AMBIGUOUS_NUMBER = _warning("KPI201", "ambiguous-number")  # text, read_as, other
UNKNOWN_KEY = _error("KPI202", "unknown-key")  # key, nearest ("" if none), text and value ("": cut by a comma)
QUOTE_DIFFERS_FROM_TARGET = _error("KPI203", "quote-differs-from-target")  # id, quoted (its one number, or ""), target
QUOTE_NOT_IN_SOURCE = _error("KPI204", "quote-not-in-source")  # id, quote, file
MISSING_KEY = _error("KPI205", "missing-key")  # key
INVALID_VALUE = _error("KPI206", "invalid-value")  # key, text, expected
DUPLICATE_ID = _error("KPI207", "duplicate-id")  # id, first_line
NOT_A_CATALOGUE_NUMBER = _error("KPI208", "not-a-catalogue-number")  # key, text, written (with a dot; "" if no comma)
TARGET_DOES_NOT_FIT = _error("KPI209", "target-does-not-fit")  # id, problem (a message key)
TRAJECTORY_DOES_NOT_FIT = _error("KPI210", "trajectory-does-not-fit")  # id, problem (a message key)
REVISIONS_NOT_ASCENDING = _error("KPI211", "revisions-not-ascending")  # id, starts
UNKNOWN_OF = _error("KPI212", "unknown-of")  # id, key (of or grows_by), of, nearest
OF_DOES_NOT_FIT = _error("KPI213", "of-does-not-fit")  # id, key (of or grows_by), of
DUE_OUTSIDE_YEAR = _error("KPI214", "due-outside-year")  # id, due, year
GROWS_BY_DOES_NOT_ADD_UP = _warning("KPI215", "grows-by-does-not-add-up")  # id, baseline, flow, target, flow_target
BANDS_OUT_OF_ORDER = _error("KPI216", "bands-out-of-order")  # on_track, at_risk
YEAR_DIFFERS_FROM_FILE = _error("KPI217", "year-differs-from-file")  # year, file_year
SOURCE_NOT_FOUND = _error("KPI218", "source-not-found")  # file
DUPLICATE_AREA = _error("KPI219", "duplicate-area")  # area (a code), first_line
SHARED_AREA_NAME = _warning("KPI220", "shared-area-name")  # text (the name), area, other (codes), other_origin
UNKNOWN_SUCCESSOR = _error("KPI221", "unknown-successor")  # area (whose), text (the code), nearest
UNKNOWN_PARENT = _warning("KPI222", "unknown-parent")  # area (whose), text (the code), nearest
AREA_ENDS_BEFORE_IT_BEGINS = _error("KPI223", "area-ends-before-it-begins")  # area, text (its last day), starts
AREA_NOT_IN_YEAR = _error("KPI224", "area-not-in-year")  # id, key, text (a code), year, nearest
REVISION_AFTER_DUE = _warning("KPI225", "revision-after-due")  # id, starts, problem (a message key), due, replaced
REVISION_BEFORE_YEAR = _warning("KPI226", "revision-before-year")  # id, starts, year
NOT_JUDGED_BEFORE_DUE = _warning("KPI227", "not-judged-before-due")  # id
BASELINE_BEYOND_TARGET = _warning("KPI228", "baseline-beyond-target")  # id, baseline, target
SHARED_NAME = _warning("KPI229", "shared-name")  # id, other (ids), text (the name), other_line ("" if none)
SIMILAR_NAMES = _warning("KPI230", "similar-names")  # id, other (ids), text, other_text, other_line ("" if none)
CIRCULAR_OF = _error("KPI231", "circular-of")  # id, of, circle (the ids in order)
OWNER_WRITTEN_TWO_WAYS = _warning("KPI232", "owner-written-two-ways")  # text, other, other_line ("" if none)
NOT_FILLED_IN = _error("KPI233", "not-filled-in")  # id ("" in the header), key, text, expected ("" if plain)
REUSED_ID = _warning("KPI234", "reused-id")  # id, key (kind or unit), text, other (what it was), year (that before)

# 3xx: figures
UNKNOWN_INDICATOR = _error("KPI301", "unknown-indicator")  # indicator, nearest
UNKNOWN_PERIOD = _error("KPI302", "unknown-period")  # text
NOT_A_NUMBER = _error("KPI303", "not-a-number")  # column, text
UNKNOWN_STATUS = _error("KPI304", "unknown-status")  # text
WRONG_UNIT = _error("KPI305", "wrong-unit")  # unit, indicator, indicator_unit
NO_FIGURE = _error("KPI306", "no-figure")  # a row with neither a value nor both parts
OVER_ZERO = _error("KPI307", "over-zero")  # numerator, denominator
VALUE_DIFFERS_FROM_PARTS = _warning("KPI308", "value-differs-from-parts")  # value, numerator, denominator, quotient
DAY_OF_A_TOTAL = _error("KPI309", "day-of-a-total")  # period, kind
NOT_DONE_OR_UNDONE = _error("KPI310", "not-done-or-undone")  # value
CONFLICTING_FIGURES = _error("KPI311", "conflicting-figures")  # indicator, period, value, other, other_origin
PARTS_OF_A_TOTAL = _error("KPI312", "parts-of-a-total")  # indicator: a flow given as numerator and denominator
LATER_YEAR = _error("KPI313", "later-year")  # period, year (of the newest catalogue)
UNKNOWN_AREA = _error("KPI314", "unknown-area")  # area: neither the place nor one that targets/areas.yaml has then

# 4xx: figures and catalogue together
MONTHS_DO_NOT_ADD_UP = _warning("KPI401", "months-do-not-add-up")  # indicator, period, total, parts, sum
GROWTH_NOT_TO_DATE = _warning("KPI402", "growth-not-to-date")  # indicator, period
NOT_A_COUNT = _warning("KPI403", "not-a-count")  # indicator, value, of_count
LIKE_WITHOUT_MONTHS = _warning("KPI404", "like-without-months")  # indicator, year, months (how many of 12)
TEN_TIMES_OFF = _warning("KPI405", "ten-times-off")  # indicator, period, value, times, compared_with, other, larger
FALLING_TOTAL = _warning("KPI406", "falling-total")  # indicator, period, value, earlier, earlier_value
SHARE_OUTSIDE_BOUNDS = _warning("KPI407", "share-outside-bounds")  # indicator, value, bound

# 5xx: imports
REPEATED_FIGURE = _warning("KPI501", "repeated-figure")  # indicator, period, first
ERROR_CELL = _error("KPI502", "error-cell")  # column, text: #DIV/0! and its like
FORMULA_WITHOUT_VALUE = _error("KPI503", "formula-without-value")  # column, text (the formula)
DATE_AS_FIGURE = _error("KPI504", "date-as-figure")  # column, text
BEYOND_LIMITS = _warning("KPI505", "beyond-limits")  # problem: after-empty-rows, right-of-columns
AMBIGUOUS_FIGURE = FindingKind(
    "KPI506", "ambiguous-number", Severity.ERROR, refuses_file=True, wording="ambiguous-figure"
)  # text, as_vi, as_en, place, vi_place, en_place ("" where nothing settles it)
HIDDEN = _warning("KPI507", "hidden")  # what: sheet, row or column
PERIOD_CONFLICT = _error("KPI508", "period-conflict")  # text: what names two periods
AREA_CONFLICT = _error("KPI509", "area-conflict")  # area, other
NOT_EXACT = _error("KPI510", "not-exact")  # column, text: a bound or a range
NOT_A_SHARE = _error("KPI511", "not-a-share")  # column, text, indicator: k/n of something else
EMPTY_SHEET = FindingKind("KPI512", "no-figures", Severity.WARNING, wording="empty-sheet")
PROFILE_DOES_NOT_FIT = _refusal("KPI513", "profile-does-not-fit")  # profile, problem (a message key), text ("" if none)
UNCLEAR_COLUMNS = _error("KPI514", "unclear-columns")  # problem (a message key), text (the letters)

# 6xx: edits of the catalogue
SOFTENED_TARGET = _error("KPI601", "softened-target")  # id, status_before, status_after
REWRITTEN_DECISION = _error("KPI602", "rewritten-decision")  # id, starts (the revision's; "" of the first decision)
BACKDATED_REVISION = _warning("KPI603", "backdated-revision")  # id, starts, written (the day of the later version)
EASIER_VERDICT = _warning("KPI604", "easier-verdict")  # id (or several), status_before, status_after ("" of several)
RETIRED_TARGET = _error("KPI605", "retired-target")  # id
SOFTENED_WITHOUT_REVISION = _warning("KPI606", "softened-without-revision")  # id: no verdict is better for it today
RENAMED_ID = _error("KPI607", "renamed-id")  # id, before
RETIRED_CATALOGUE = _error("KPI608", "retired-catalogue")  # year
NOT_COMPARABLE = _warning("KPI609", "not-comparable")  # id: what it was before cannot be read

KINDS: tuple[FindingKind, ...] = tuple(value for value in globals().values() if isinstance(value, FindingKind))
