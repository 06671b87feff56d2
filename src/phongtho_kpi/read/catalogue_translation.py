"""The catalogue's contract → the model: once, so that the core never sees how the file nests (rules §1)."""

from collections.abc import Iterator, Mapping

from phongtho_kpi.model.catalogue import (
    AreaTarget,
    Authority,
    Bands,
    Baseline,
    ByArea,
    Catalogue,
    Combine,
    Frequency,
    Group,
    Indicator,
    Kind,
    LocalText,
    OtherPlan,
    Place,
    Revision,
    Source,
)
from phongtho_kpi.model.finding import TARGET_DOES_NOT_FIT, TRAJECTORY_DOES_NOT_FIT, FindingKind, Origin
from phongtho_kpi.read.catalogue_contract import (
    BandsContract,
    HeaderContract,
    IndicatorContract,
    NameContract,
    PlaceContract,
    TargetContract,
)
from phongtho_kpi.read.catalogue_targets import target_of, target_problems, trajectory_of, trajectory_problems


def local_text(name: NameContract) -> LocalText:
    """A name by the languages that it has."""
    return LocalText({lang: text for lang, text in (("vi", name.vi), ("en", name.en)) if text is not None})


def catalogue_of(
    header: HeaderContract, groups: tuple[Group, ...], origin: Origin, lines: Mapping[str, int]
) -> Catalogue:
    """A year's catalogue."""
    return Catalogue(
        year=header.year,
        place=_place(header.place),
        groups=groups,
        origin=origin,
        lang=header.lang,
        source=Source(header.source.title, header.source.file) if header.source else None,
        cutoff_day=header.cutoff_day,
        bands=_bands(header.bands, Bands()),
        lines=lines,
    )


def _place(place: PlaceContract) -> Place:
    authority = place.authority
    return Place(
        place.code,
        local_text(place.name),
        None if authority is None else Authority(local_text(authority.name), local_text(authority.head)),
    )


def indicator_problems(
    indicator: IndicatorContract, year: int
) -> Iterator[tuple[FindingKind, tuple[str | int, ...], str]]:
    """What of an indicator's targets and trajectory does not fit together: kind of finding, place, stable key."""
    kind = Kind(indicator.kind)
    fitting = []
    for place, target in _targets(indicator):
        problems = list(target_problems(target, kind))
        yield from ((TARGET_DOES_NOT_FIT, place, problem) for problem in problems)
        if not problems:
            fitting.append((place[0], target_of(target, year)))
    if indicator.trajectory is not None:
        trajectory = trajectory_of(indicator.trajectory)
        own = [target for key, target in fitting if key != "also"]
        others = [target for key, target in fitting if key == "also"]
        for problem in trajectory_problems(trajectory, kind, year, own, others):
            yield TRAJECTORY_DOES_NOT_FIT, ("trajectory",), problem
    if kind is Kind.FLOW:
        negative = (code for code, value in (indicator.area_targets or {}).items() if value < 0)
        yield from ((TARGET_DOES_NOT_FIT, ("area_targets", code), "negative-flow") for code in negative)


def _targets(indicator: IndicatorContract) -> Iterator[tuple[tuple[str | int, ...], TargetContract]]:
    if indicator.target is not None:
        yield ("target",), indicator.target
    for index, revision in enumerate(indicator.revisions):
        yield ("revisions", index, "target"), revision.target
    for index, other in enumerate(indicator.also):
        yield ("also", index, "target"), other.target


def indicator_of(
    indicator: IndicatorContract, group: str, header: HeaderContract, origin: Origin, lines: Mapping[str, int]
) -> Indicator:
    """An indicator without problems; frequency is month for a flow and else year where it is not told."""
    year = header.year
    kind = Kind(indicator.kind)
    default = Frequency.MONTH if kind is Kind.FLOW else Frequency.YEAR
    return Indicator(
        id=indicator.id,
        group=group,
        name=local_text(indicator.name),
        unit=indicator.unit,
        kind=kind,
        origin=origin,
        target=target_of(indicator.target, year) if indicator.target else None,
        aliases=tuple(indicator.aliases),
        quote=indicator.quote,
        frequency=Frequency(indicator.frequency) if indicator.frequency else default,
        lag_days=indicator.lag_days,
        owner=indicator.owner,
        of=indicator.of,
        baseline=_baseline(indicator),
        trajectory=trajectory_of(indicator.trajectory) if indicator.trajectory else None,
        tolerance=indicator.tolerance,
        of_count=indicator.of_count,
        grows_by=indicator.grows_by,
        revisions=tuple(
            Revision(entry.starts, entry.decided_by, entry.why, target_of(entry.target, year))
            for entry in indicator.revisions
        ),
        also=tuple(OtherPlan(entry.plan, target_of(entry.target, year)) for entry in indicator.also),
        bands=_bands(indicator.bands, _bands(header.bands, Bands())) if indicator.bands else None,
        note=indicator.note,
        by_area=_by_area(indicator),
        area_targets=tuple(AreaTarget(code, value) for code, value in (indicator.area_targets or {}).items()),
        lines=lines,
    )


def _baseline(indicator: IndicatorContract) -> Baseline | None:
    written = indicator.baseline
    return Baseline(written.value, written.period, written.source) if written else None


def _by_area(indicator: IndicatorContract) -> ByArea | None:
    written = indicator.by_area
    if written is None:
        return None
    return ByArea(Combine(written.combine), None if written.areas is None else tuple(written.areas))


def _bands(written: BandsContract | None, else_these: Bands) -> Bands:
    """The bands as written; where one is left out, the one around them."""
    if written is None:
        return else_these
    return Bands(
        on_track=else_these.on_track if written.on_track is None else written.on_track,
        at_risk=else_these.at_risk if written.at_risk is None else written.at_risk,
        source=written.source,
    )
