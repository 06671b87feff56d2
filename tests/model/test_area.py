"""A code and a day together say which area is meant (rules §7)."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phongtho_kpi.model.area import Area, Areas
from phongtho_kpi.model.catalogue import LocalText
from phongtho_kpi.model.finding import Origin
from phongtho_kpi.model.period import Period
from phongtho_kpi.read.areas_file import read_areas

REPOSITORY = Path(__file__).parents[2]
FILE = Origin("targets/areas.yaml", line=1)
OLD_END, NEW_START = date(2025, 6, 30), date(2025, 7, 1)


def an_area(code: str, name: str, valid_from: date | None = None, valid_to: date | None = None) -> Area:
    return Area(code, LocalText(vi=name), FILE, valid_from=valid_from, valid_to=valid_to)


VANG_MA_CHAI = an_area("03562", "Xã Vàng Ma Chải", valid_to=OLD_END)
OLD_SI_LO_LAU = an_area("03550", "Xã Sì Lở Lầu", valid_to=OLD_END)
NEW_SI_LO_LAU = an_area("03562", "Xã Sì Lở Lầu", valid_from=NEW_START)
AREAS = Areas((VANG_MA_CHAI, OLD_SI_LO_LAU, NEW_SI_LO_LAU))

DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "meant"),
    [
        (date.min, VANG_MA_CHAI),
        (date(2024, 12, 31), VANG_MA_CHAI),
        (OLD_END, VANG_MA_CHAI),
        (NEW_START, NEW_SI_LO_LAU),
        (date.max, NEW_SI_LO_LAU),
    ],
)
def test_03562_was_vang_ma_chai_and_is_si_lo_lau_since_july_2025(day: date, meant: Area) -> None:
    assert AREAS.at("03562", day) is meant
    assert AREAS.on(day)["03562"] is meant


def test_a_code_that_is_gone_or_never_was_means_nothing() -> None:
    assert AREAS.at("03550", OLD_END) is OLD_SI_LO_LAU
    assert AREAS.at("03550", NEW_START) is None
    assert AREAS.at("3562", NEW_START) is None
    assert Areas().on(NEW_START) == {}


@pytest.mark.parametrize(
    ("period", "meant"),
    [
        ("2024", VANG_MA_CHAI),
        ("2025-01", VANG_MA_CHAI),
        ("2025-06", VANG_MA_CHAI),
        ("2025-Q2", VANG_MA_CHAI),
        ("2025-H1", VANG_MA_CHAI),
        ("2025-06-30", VANG_MA_CHAI),
        ("2025-07-01", NEW_SI_LO_LAU),
        ("2025-07", NEW_SI_LO_LAU),
        ("2025-7M", NEW_SI_LO_LAU),
        ("2025-H2", NEW_SI_LO_LAU),
        ("2025", NEW_SI_LO_LAU),
    ],
)
def test_in_a_figure_a_code_means_what_it_means_on_the_period_s_last_day(period: str, meant: Area) -> None:
    assert AREAS.for_period(Period.parse(period))["03562"] is meant


def test_a_year_has_all_that_were_there_on_one_of_its_days() -> None:
    assert AREAS.in_year(2024) == (VANG_MA_CHAI, OLD_SI_LO_LAU)
    assert AREAS.in_year(2025) == tuple(AREAS)
    assert AREAS.in_year(2026) == (NEW_SI_LO_LAU,)


def test_an_area_that_ends_before_it_begins_is_never_there() -> None:
    areas = Areas((an_area("1", "Xã A", valid_from=NEW_START, valid_to=OLD_END),))
    assert areas.in_year(2025) == ()
    assert areas.on(OLD_END) == areas.on(NEW_START) == {}


@given(st.lists(st.tuples(st.none() | DAYS, st.none() | DAYS), max_size=6), st.integers(2024, 2026))
def test_a_year_has_exactly_those_of_its_days(times: list[tuple[date | None, date | None]], year: int) -> None:
    areas = Areas(an_area(str(number), "Xã", *time) for number, time in enumerate(times))
    first = date(year, 1, 1).toordinal()
    days = (date.fromordinal(first + number) for number in range((date(year + 1, 1, 1) - date(year, 1, 1)).days))
    assert {area.code for area in areas.in_year(year)} == {code for day in days for code in areas.on(day)}


def test_it_knows_the_line_of_each_of_its_keys() -> None:
    area = Area("1", LocalText(vi="Xã A"), FILE, lines={"valid_to": 5})
    assert area.origin_of("valid_to") == Origin("targets/areas.yaml", line=5)
    assert area.origin_of("parent") == FILE


def test_the_district_had_seventeen_communes_until_districts_ended() -> None:
    areas = read_areas(REPOSITORY / "targets" / "areas.yaml", "targets/areas.yaml").areas
    assert areas is not None
    old, new = areas.on(OLD_END), areas.on(NEW_START)
    assert len(old) == 17
    assert {area.parent for area in old.values()} == {"109"}
    assert {area.parent for area in new.values()} == {"12"}
    assert sorted(new) == ["03388", "03394", "03549", "03562", "03571", "03583"]
    assert {area.successor for area in old.values()} == set(new)
    assert all(set(area.name) == {"vi", "en"} for area in areas)
    assert "Phong Thổ" not in [alias for area in areas for alias in area.aliases], "a district is called so too"
    assert (old["03562"].name.to("en"), new["03562"].name.to("en")) == ("Vàng Ma Chải commune", "Sì Lở Lầu commune")
