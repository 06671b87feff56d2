"""`kpi verify FILE.xlsx`: whether a report still says what it said when it was written."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from phongtho_kpi.cli.common import Common
from phongtho_kpi.cli.output import say_tables
from phongtho_kpi.cli.session import judge, open_session
from phongtho_kpi.cli.status import HIT
from phongtho_kpi.cli.weekly import week_of, workbook_of
from phongtho_kpi.i18n.messages import LANGUAGES, Messages
from phongtho_kpi.read.report_file import ReportFile, read_report
from phongtho_kpi.report.verification import Verification, verification_table
from phongtho_kpi.workspace import InvalidInputError, KpiError

Report = Annotated[Path, typer.Argument(metavar="FILE.xlsx", show_default=False, readable=False)]


def verify(ctx: typer.Context, file: Report) -> None:
    """Read the report, make it again by its own clocks, and compare; end with 1 where it is not the same."""
    common = ctx.ensure_object(Common)
    report = _report(file)
    stamp = report.stamp
    session = open_session(replace(common, year=stamp.year), stamp.as_of, stamp.known_on)
    common.catalogue_lang = session.catalogue.lang
    lang = stamp.lang if stamp.lang in LANGUAGES else LANGUAGES[0]
    made = workbook_of(week_of(session, judge(session), stamp.since, Messages(lang)))
    found = Verification(
        file=str(file),
        stamp=stamp,
        today=made.stamp,
        is_as_written=report.is_as_written,
        cells=report.cells,
        cells_today={(sheet, address): said for sheet, address, said in made.told},
    )
    say_tables([verification_table(found, common.messages)])
    if not found.is_sound:
        raise typer.Exit(HIT)


def _report(file: Path) -> ReportFile:
    """The report in a file; raises InvalidInputError where it cannot be read, KpiError `not-a-report`."""
    read = read_report(file)
    if read.findings:
        raise InvalidInputError(read.findings, Path())
    if read.report is None:
        raise KpiError("not-a-report", file=str(file))
    return read.report
