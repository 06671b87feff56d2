"""The weekly workbook: its eight sheets, in the order in which they are read."""

from phongtho_kpi.report.sheet import Book
from phongtho_kpi.report.weekly.attention import attention_sheet
from phongtho_kpi.report.weekly.changed import changed_sheet
from phongtho_kpi.report.weekly.charts import charts_sheet
from phongtho_kpi.report.weekly.figures import figures_sheet
from phongtho_kpi.report.weekly.method import method_sheet, provenance
from phongtho_kpi.report.weekly.official import official_sheet
from phongtho_kpi.report.weekly.quality import quality_sheet
from phongtho_kpi.report.weekly.summary import summary_sheet
from phongtho_kpi.report.weekly.week import Week

_SHEETS = (
    summary_sheet,
    official_sheet,
    attention_sheet,
    charts_sheet,
    changed_sheet,
    figures_sheet,
    quality_sheet,
    method_sheet,
)


def weekly_book(week: Week) -> Book:
    """The workbook that a leader opens."""
    return Book(
        lang=week.messages.lang,
        title=week.overview.title,
        subject=week.overview.clocks,
        sheets=tuple(sheet(week) for sheet in _SHEETS),
        made_from="\n".join(provenance(week)),
    )
