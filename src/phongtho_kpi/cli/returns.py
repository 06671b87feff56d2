"""Files that offices sent, as `kpi import` and `kpi peek` open them: with the words of the workspace."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from phongtho_kpi.cli.options import one_of
from phongtho_kpi.cli.progress import progress
from phongtho_kpi.cli.session import Session
from phongtho_kpi.model.period import Period
from phongtho_kpi.read.aliases_file import with_aliases
from phongtho_kpi.read.profile_file import profile_for
from phongtho_kpi.read.returns.numerals import NumberStyle
from phongtho_kpi.read.returns.periods import read_period
from phongtho_kpi.read.returns.profile import Profile
from phongtho_kpi.read.returns.reading import Return, read_return
from phongtho_kpi.read.returns.words import Asked, Words
from phongtho_kpi.workspace import KpiError


def words_for(
    session: Session,
    period: str | None,
    area: str | None,
    numbers: str | None,
    aliases: Mapping[str, str],
    *,
    skip_unknown: bool = False,
) -> Words:
    """What the files are read with; raises KpiError for an option that says nothing."""
    catalogue, areas = with_aliases(session.catalogue, session.areas, aliases)
    style = None if numbers is None else NumberStyle(one_of("--numbers", numbers, NumberStyle))
    asked = Asked(_period(period, session), area or "", style, skip_unknown)
    words = Words(catalogue, areas, session.newest_year, asked)
    if area is not None and not words.areas.knows(area):
        raise KpiError("unknown-area", value=area)
    return words


def read_returns(
    session: Session,
    files: Iterable[Path],
    words: Words,
    profile: str | None,
    recorded: datetime,
    *,
    quiet: bool = False,
) -> dict[str, Return]:
    """The figures of all files by their names."""
    returns = {}
    with progress(session.messages, quiet=quiet) as advance:
        for path in dict.fromkeys(files):
            asking, form = words_of_form(session, words, profile, path)
            returns[str(path)] = read_return(path, asking, recorded, partial(advance, str(path)), form)
    return returns


def words_of_form(session: Session, words: Words, name: str | None, path: Path) -> tuple[Words, Profile | None]:
    """The profile that a file is read by, if there is one, and the words that ask for what it says."""
    form = profile_for(session.workspace, name, path)
    return (words, None) if form is None else (words.asking(form.asked(words.asked, words.year)), form)


def _period(text: str | None, session: Session) -> Period | None:
    """`--period`, as `data/` writes periods or as people do."""
    if text is None:
        return None
    when = read_period(text)
    if when is None or when.months is None or when.status or when.years_back or when.day:
        raise KpiError("bad-period", value=text)
    return Period(when.year or session.catalogue.year, *when.months, when.day)
