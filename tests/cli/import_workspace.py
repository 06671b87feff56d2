"""A workspace for imports, with areas of two eras. Everything in it is made up: Số liệu giả."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from conftest import Ran

CATALOGUE = """\
schema: 1
year: 2024
place: {code: "909", name: {vi: huyện Giả, en: Made-up district}}
source: {title: Số liệu giả}
groups:
  - id: economy
    name: {vi: Kinh tế, en: Economy}
    indicators:
      - {id: revenue, name: {vi: Thu ngân sách nhà nước trên địa bàn, en: State revenue}, unit: tỷ đồng, kind: flow,
         target: {at_least: 84}}
      - {id: tea_new, name: {vi: Diện tích chè trồng mới, en: New tea area}, unit: ha, kind: flow}
      - {id: herd, name: {vi: Tổng đàn gia súc, en: Livestock}, unit: con, kind: level}
  - id: society
    name: {vi: Xã hội, en: Society}
    indicators:
      - {id: trained, name: {vi: Tỷ lệ lao động qua đào tạo, en: Trained workers}, unit: "%", kind: level,
         target: {at_least: 60}, trajectory: year_end}
"""
# 09001 is one commune in the first half of the year, and another one in the second
AREAS = """\
schema: 1
areas:
  - {code: "09001", name: {vi: Xã Suối Giả, en: Suối Giả commune}, parent: "909", valid_to: 2024-06-30}
  - {code: "09002", name: {vi: Xã Đồi Giả, en: Đồi Giả commune}, aliases: [Đồi Giả], parent: "909"}
  - {code: "09003", name: {vi: Thị trấn Giả, en: Made-up township}, parent: "909"}
  - {code: "09001", name: {vi: Xã Rừng Giả, en: Rừng Giả commune}, parent: "909", valid_from: 2024-07-01}
"""


def make_workspace(folder: Path, *, areas: str | None = AREAS) -> Path:
    """Lay out the catalogue and the areas in a folder."""
    (folder / "targets").mkdir(exist_ok=True)
    (folder / "targets" / "2024.yaml").write_text(CATALOGUE, encoding="utf-8")
    if areas is not None:
        (folder / "targets" / "areas.yaml").write_text(areas, encoding="utf-8")
    return folder


def a_csv(path: Path, *rows: Sequence[object]) -> Path:
    """Write a CSV file as an office sends it: its header is the first row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def a_workbook(path: Path, sheets: Mapping[str, Iterable[Sequence[object]]]) -> Path:
    """Write a workbook: the rows of each sheet by its name."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def data_files(workspace: Path) -> list[Path]:
    """The files of figures that are kept."""
    return sorted((workspace / "data").rglob("*.csv"))


def kept(workspace: Path) -> list[str]:
    """All figures in `data/`, sorted: `revenue 2024-06 7`, `herd@09002 2024-06 100 estimate`."""
    return sorted(_figure(row) for path in data_files(workspace) for row in _rows(path))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _figure(row: Mapping[str, str]) -> str:
    area = f"@{row['area']}" if row["area"] else ""
    value = row["value"] or f"{row['numerator']}/{row['denominator']}"
    status = "" if row["status"] == "final" else f" {row['status']}"
    return f"{row['indicator']}{area} {row['period']} {value}{status}"


def files_of(ran: Ran) -> list[dict[str, Any]]:
    """What the JSON document says of each file."""
    files: list[dict[str, Any]] = json.loads(ran.out)["files"]
    return files


def counts(ran: Ran) -> dict[str, int]:
    """How many figures of the first file became what, without those that are none."""
    return {key: count for key, count in files_of(ran)[0].items() if isinstance(count, int) and count}


def findings(ran: Ran) -> list[tuple[str, str]]:
    """Name and origin of each finding in the JSON document."""
    return [(one["name"], one["origin"]) for file in files_of(ran) for one in file["findings"]]
