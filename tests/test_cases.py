"""The rules with numbers in them: every case of `cases/`, through the program."""

import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from conftest import LONG_AFTER, Kpi, write_csv, write_import
from phongtho_kpi.model.period import Period

CASES = Path(__file__).parent / "cases"
PLACES = Decimal("0.000001")


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['name']}")
        for path in sorted(CASES.glob("*.yaml"))
        for case in YAML(typ="base").load(path.read_text(encoding="utf-8"))
    ]


def _catalogue(case: dict[str, Any]) -> dict[str, Any]:
    head = {key: case[key] for key in ("cutoff_day", "bands") if key in case}
    return {
        "schema": "1",
        "year": case.get("year", "2024"),
        "place": {"code": "109", "name": {"vi": "huyện Phong Thổ", "en": "Phong Thổ district"}},
        **head,
        "groups": [
            {
                "id": "all",
                "name": {"vi": "Tất cả", "en": "All"},
                "indicators": [case["indicator"], *case.get("also_indicators", [])],
            }
        ],
    }


def _workspace(folder: Path, case: dict[str, Any]) -> Path:
    (folder / "targets").mkdir()
    # JSON is YAML: the texts keep their digits
    catalogue = folder / "targets" / f"{case.get('year', '2024')}.yaml"
    catalogue.write_text(json.dumps(_catalogue(case), ensure_ascii=False), encoding="utf-8")
    imports = defaultdict(list)
    by_hand = []
    for row in case["observations"]:
        figure = {"indicator": case["indicator"]["id"], **row}
        recorded = figure.pop("recorded", None)
        (by_hand if recorded is None else imports[recorded]).append(figure)
    write_csv(folder / "data" / "by-hand.csv", by_hand)
    for recorded, figures in imports.items():
        write_import(folder / "data", recorded, figures)
    return folder


_NUMBERS = {"target", "value", "expected", "pace", "attainment", "variance", "variance_to_date", "year_on_year"}
_NUMBERS |= {"needed_pace"}


def _same(expected: Any, found: Any, key: str) -> bool:
    if expected == "null" or expected is None or found is None:
        return found is None and expected in ("null", None)
    if isinstance(expected, dict):
        return all(_same(value, found[name], name) for name, value in expected.items())
    if isinstance(expected, list) and key != "flags":
        return len(expected) == len(found) and all(_same(*pair, key) for pair in zip(expected, found, strict=True))
    return _same_scalar(expected, found, key)


def _same_scalar(expected: Any, found: Any, key: str) -> bool:
    if key == "flags":
        return set(expected) == set(found) - {"suspect"}
    if key == "period":
        return Period.parse(expected) == Period.parse(found)
    if key in _NUMBERS:
        return abs(Decimal(expected) - Decimal(found)) <= PLACES
    return bool(expected == (str(found).lower() if isinstance(found, bool) else found))


@pytest.mark.parametrize("case", _cases())
def test_case(case: dict[str, Any], kpi: Kpi, tmp_path: Path) -> None:
    _workspace(tmp_path, case)
    ran = kpi(
        "status",
        *("--format", "json"),
        *("--as-of", case["as_of"]),
        *("--known-on", case.get("known_on", LONG_AFTER)),
        *("--year", case.get("year", "2024")),
    )
    assert ran.code == 0, ran.err
    document = json.loads(ran.out)
    assessment = document["assessments"][0]
    wrong = {
        key: (f"expected {expected}", f"found {assessment[key]}")
        for key, expected in case["expect"].items()
        if not _same(expected, assessment[key], key)
    }
    assert not wrong
    summary = case.get("expect_summary", {})
    assert {key: document["summary"][key] for key in summary} == {key: int(count) for key, count in summary.items()}
