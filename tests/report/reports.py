"""Verdicts for tests of what is shown: records as the arithmetic would leave them, every status among them."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import (
    Assessment,
    Assessments,
    Clocks,
    Counted,
    CoursePoint,
    Flag,
    Judgement,
    Outlook,
    OutlookVerdict,
    Reason,
    Status,
)
from phongtho_kpi.model.catalogue import (
    Bands,
    Baseline,
    Catalogue,
    Frequency,
    Goal,
    Group,
    Indicator,
    Kind,
    LocalText,
    Place,
    Revision,
    Shape,
    Source,
    Target,
    Trajectory,
)
from phongtho_kpi.model.finding import Finding, Origin
from phongtho_kpi.model.observation import Observation, ObservationStatus
from phongtho_kpi.model.period import Period
from phongtho_kpi.report.table import Table
from phongtho_kpi.write.terminal import write_table

VI, EN = Messages("vi"), Messages("en")
YEAR_END = date(2024, 12, 31)
CLOCKS = Clocks(date(2024, 7, 31), date(2024, 7, 31))
_ORIGIN = Origin("targets/2024.yaml", line=1)
_DECIMALS = ("start", "share", "expected", "pace", "attainment", "variance", "variance_to_date", "needed_pace")


def a_target(goal: str, value: str, **rest: Any) -> Target:
    """`a_target("within", "61", upper="62")`."""
    numbers = {name: Decimal(rest.pop(name)) for name in ("upper", "stretch") if name in rest}
    return Target(Goal(goal), Decimal(value), rest.pop("due", YEAR_END), **numbers)


def an_assessment(
    name: str = "Chỉ tiêu",
    *,
    kind: str = "flow",
    target: Target | None = None,
    status: str = "on_track",
    reason: str = "pace",
    value: str | None = None,
    period: str | None = None,
    **rest: Any,
) -> Assessment:
    """A verdict; keys of the indicator, the judgement and the assessment may be mixed, numbers are texts."""
    outlook = rest.pop("outlook", None)
    judgement = Judgement(
        target=target,
        status=Status(status),
        reason=Reason(reason),
        final=rest.pop("final", False),
        trajectory=Trajectory(Shape(rest.pop("shape"))) if "shape" in rest else None,
        outlook=None if outlook is None else Outlook(_decimal(outlook[0]), OutlookVerdict(outlook[1])),
        **{key: _decimal(rest.pop(key, None)) for key in _DECIMALS},
    )
    said: dict[str, Any] = {"flags": frozenset(map(Flag, rest.pop("flags", ())))}
    said |= {key: _decimal(rest.pop(key, None)) for key in ("year_on_year", "last_year")}
    said |= {key: rest.pop(key) for key in ("area", "coverage", "also", "figures") if key in rest}
    baseline = rest.pop("baseline", None)
    defaults = {
        "id": "x",
        "group": "all",
        "unit": "ha",
        "origin": _ORIGIN,
        "frequency": Frequency.MONTH if kind == "flow" else Frequency.YEAR,
        "baseline": None if baseline is None else Baseline(Decimal(baseline), None, "báo cáo năm 2023"),
    }
    english = rest.pop("en", name)
    indicator = Indicator(name=LocalText(vi=name, en=english), kind=Kind(kind), target=target, **(defaults | rest))
    months = Period.parse(period) if period else None
    area, counts = said.pop("area", None), kind == "flow"
    return Assessment(indicator, judgement, area, months, counts, _decimal(value), **said)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def assessments_of(
    *entries: Assessment, findings: tuple[Finding, ...] = (), clocks: Clocks = CLOCKS, **rest: Any
) -> Assessments:
    """All of them in a catalogue of two groups: what is not in `economy` is in `society`."""
    names = {
        "economy": ("Kinh tế", "Economy"),
        "society": ("Xã hội, môi trường", "Society, environment"),
        "all": ("Tất cả", "All"),
    }
    groups = tuple(
        Group(id, LocalText(vi=vi, en=en), tuple(one.indicator for one in entries if one.indicator.group == id))
        for id, (vi, en) in names.items()  # noqa: A001 — the field's name
    )
    defaults = {"bands": Bands(Decimal("0.93"), Decimal("0.66")), "source": Source("Phát động thi đua năm 2024", None)}
    place = Place("109", LocalText(vi="huyện Phong Thổ", en="Phong Thổ district"))
    catalogue = Catalogue(2024, place, groups, _ORIGIN, **(defaults | rest))
    return Assessments(catalogue, clocks, entries, findings)


def observed(period: str, value: str | None, indicator: str = "tea_new", **rest: Any) -> Observation:
    """A figure from the office's seventh return."""
    recorded = rest.pop("recorded", "2024-07-15T09:30:12")
    status = ObservationStatus(rest.pop("status", "final"))
    stamp = None if recorded is None else datetime.fromisoformat(recorded).replace(tzinfo=UTC)
    source = rest.pop("source", "bao-cao-thang-7.xlsx!Biểu 1!C7")
    place = rest.pop("line", 2)
    return Observation(
        indicator,
        Period.parse(period),
        _decimal(value),
        "data/2024/thang-7.csv",
        place,
        status=status,
        recorded=stamp,
        source=source,
        **rest,
    )


def the_tea() -> tuple[Assessment, tuple[CoursePoint, ...], tuple[Observation, ...]]:
    """New tea planted until July, its course, and its figures, one of them revised."""
    first = observed("2024-07", "6.5", status="estimate", recorded="2024-06-28T08:00:00")
    second = observed("2024-07", "6", note="đã trừ diện tích chết", line=8)
    figures = tuple(observed(f"2024-0{month}", value, line=month) for month, value in ((4, "4.5"), (5, "6"), (6, "5")))
    counted = (*(Counted(one, one.value or Decimal(0)) for one in figures), Counted(second, Decimal(6), (first,)))
    entry = an_assessment(
        "Diện tích chè trồng mới",
        en="New tea planted",
        id="tea_new",
        group="economy",
        target=a_target("at_least", "50"),
        status="at_risk",
        value="21.5",
        period="2024-7M",
        share="0.5833333333333333333333333333",
        expected="29.16666666666666666666666667",
        pace="0.7371428571428571428571428571",
        attainment="43.0",
        variance="-28.5",
        variance_to_date="-7.666666666666666666666666667",
        outlook=("36.85714285714285714285714286", "will_miss"),
        needed_pace="1.368",
        start="0",
        shape="even",
        coverage=(7, 7),
        flags=("revised",),
        figures=counted,
        owner="Phòng Nông nghiệp và PTNT",
        quote="trồng mới 50 ha",
        note="Chỉ trồng được trong mùa mưa.",
        revisions=(Revision(date(2024, 9, 1), "NQ 12/NQ-HĐND", "thiếu cây giống", a_target("at_least", "45")),),
    )
    values = [None, None, None, "4.5", "10.5", "15.5", "21.5", *[None] * 5]
    course = tuple(
        CoursePoint(month, _decimal(value), Decimal(50) * month / 12) for month, value in enumerate(values, start=1)
    )
    return entry, course, (*figures, first, second)


def a_year() -> Assessments:
    """One verdict of every status, with names, units and numbers like those of the real catalogue."""
    at_least = "at_least"
    entries = (
        an_assessment(
            "Giá trị sản xuất",
            en="Gross output",
            id="gross_output",
            group="economy",
            unit="triệu đồng",
            target=a_target(at_least, "7367800"),
            status="at_risk",
            value="3080100",
            period="2024-H1",
            expected="3683900",
            pace="0.8360976139417465186351421048",
            attainment="41.80488069708732593175710524",
            needed_pace="1.163902386058",
            outlook=("6160200", "will_miss"),
            owner="Phòng Tài chính - Kế hoạch",
            coverage=(6, 6),
        ),
        an_assessment(
            "Thu ngân sách nhà nước trên địa bàn",
            en="Local state budget revenue",
            id="revenue",
            group="economy",
            unit="tỷ đồng",
            target=a_target(at_least, "77.208"),
            value="43.1",
            period="2024-7M",
            expected="45.038",
            pace="0.9569696700563968204627203695",
            attainment="55.82323075328981452699202155",
            year_on_year="9.948979591836",
            outlook=("73.88571428571428571428571428", "will_miss"),
            needed_pace="1.060242461921044451352191482",
            flags=("estimate",),
            owner="Phòng Tài chính - Kế hoạch",
            coverage=(7, 7),
            last_year="39.2",
        ),
        the_tea()[0],
        an_assessment(
            "Diện tích cây chè",
            en="Tea area",
            id="tea_area",
            kind="level",
            group="economy",
            status="off_track",
            target=a_target(at_least, "804.2"),
            value="754.2",
            period="2024-H1",
            expected="779.2",
            pace="0",
            attainment="93.78264113404625714996269585",
            needed_pace="2",
            flags=("stale",),
            frequency=Frequency.HALF_YEAR,
        ),
        an_assessment(
            "Tỷ lệ che phủ rừng",
            en="Forest cover",
            id="forest",
            kind="level",
            group="economy",
            unit="%",
            target=a_target(at_least, "44.36"),
            status="not_due",
            reason="no_observation",
            owner="Hạt Kiểm lâm",
        ),
        an_assessment(
            "Tốc độ tăng lượt khách du lịch",
            en="Growth of tourist arrivals",
            id="tourists",
            kind="growth",
            group="economy",
            unit="%",
            target=a_target(at_least, "10"),
            status="exceeded",
            reason="reached",
            value="12.33333333333333333333333333",
            period="2024-7M",
            expected="10",
            attainment="123.3333333333333333333333333",
        ),
        an_assessment(
            "Giá trị sản xuất công nghiệp",
            en="Industrial output",
            id="industry",
            group="economy",
            unit="tỷ đồng",
            status="informative",
            reason="no_target",
            value="341.2",
            period="2024-7M",
            year_on_year="21.81363798643341663691538736",
        ),
        an_assessment(
            "Tỷ lệ xã, thị trấn đạt chuẩn phổ cập giáo dục tiểu học mức độ 2 trở lên và đạt chuẩn phổ cập giáo dục"
            " trung học cơ sở mức độ 1 trở lên",
            en="Primary level 2+ and lower secondary level 1+ universal",
            id="schooling",
            kind="level",
            group="society",
            unit="%",
            target=a_target(at_least, "100"),
            status="no_data",
            of_count=17,
            reason="no_observation",
            owner="Phòng Giáo dục và Đào tạo",
        ),
        an_assessment(
            "Tỷ lệ hộ sử dụng điện lưới quốc gia",
            en="Households on the grid",
            id="grid",
            kind="level",
            group="society",
            unit="%",
            target=a_target(at_least, "99.8"),
            status="not_due",
            reason="year_end",
            value="99.77",
            period="2024-Q2",
            attainment="99.96993987975951903807615230",
        ),
        an_assessment(
            "Tỷ lệ số xã, thị trấn được thu gom, xử lý rác thải sinh hoạt",
            en="Communes with waste collection",
            id="waste",
            kind="level",
            group="society",
            unit="%",
            of_count=17,
            target=a_target(at_least, "70.6"),
            status="met",
            reason="reached",
            value="70.58823529411764705882352941",
            period="2024-H1",
            attainment="99.98333611064822530994833",
            variance="-0.01",
        ),
        an_assessment(
            "Số vụ vi phạm lâm luật",
            en="Forest offences",
            id="offences",
            group="society",
            unit="vụ",
            final=True,
            target=a_target("at_most", "8"),
            status="missed",
            reason="cap_passed",
            value="9",
            period="2024-7M",
            expected="4.666666666666666666666666667",
            attainment="112.5",
            variance="1",
        ),
        an_assessment(
            "Tỷ trọng nông, lâm nghiệp",
            en="Share of agriculture",
            id="agriculture",
            kind="level",
            group="society",
            unit="%",
            target=a_target("within", "25", upper="27"),
            status="at_risk",
            reason="tolerance",
            value="27.3",
            period="2024-H1",
            variance="0.3",
            tolerance=Decimal("0.5"),
        ),
        an_assessment(
            "Hoàn thành chỉ tiêu tuyển quân",
            en="Recruitment quota filled",
            id="recruits",
            kind="task",
            unit="",
            group="society",
            target=a_target("done", "1"),
            status="met",
            reason="task",
            final=True,
            value="1",
            period="2024-03",
        ),
    )
    return assessments_of(*entries)


def shown(table: Table, width: int | None = 100) -> str:
    """The table as a terminal of that width shows it, without colour."""
    stream = io.StringIO()
    write_table(table, stream, width, colour=False)
    return stream.getvalue()
