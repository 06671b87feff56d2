"""The status document as CSV: a row an assessment, the JSON's keys as the header in every language.

Lines end in LF: every spreadsheet opens them, and `git diff`, `sort` and our own files in `data/` have the same.
A file starts with a byte order mark, without which Excel does not read Vietnamese; a pipe gets none.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from phongtho_kpi.write.safely import protected
from phongtho_kpi.write.screen import encodable

_LINE_ENDS = re.compile(r"\r\n?")  # the csv module does not quote a lone CR where lines end in LF
_TEXTS = frozenset({"id", "group", "name", "unit", "kind", "area", "place"})
_COLUMNS = (
    "id", "group", "name", "unit", "kind", "area", "goal", "target", "period", "value", "expected", "pace",
    "attainment", "variance", "variance_to_date", "year_on_year", "status", "final", "reason", "flags", "coverage",
    "outlook_value", "outlook_verdict", "needed_pace", "year", "place", "as_of", "known_on",
)  # fmt: skip


def csv_text(document: Mapping[str, Any]) -> str:
    """The rows of a status document; numbers with a decimal point and every digit, texts never a formula."""
    common = {
        "year": document["year"],
        "place": document["place"]["name"],
        "as_of": document["as_of"],
        "known_on": document["known_on"],
    }
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(_COLUMNS)
    for entry in document["assessments"]:
        outlook = entry["outlook"] or {}
        flat = {**entry, "outlook_value": outlook.get("value"), "outlook_verdict": outlook.get("verdict"), **common}
        rows.writerow([_cell(column, flat[column]) for column in _COLUMNS])
    return encodable(text.getvalue())


def csv_bytes(document: Mapping[str, Any]) -> bytes:
    """The same as a file for Excel."""
    return csv_text(document).encode("utf-8-sig")


def _cell(column: str, value: str | int | Sequence[str] | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return protected(_LINE_ENDS.sub("\n", value)) if column in _TEXTS else value
    return str(value) if isinstance(value, int) else " ".join(value)  # several flags, the two edges of a range
