"""The value of a figure as a cell, and what it is used for: what every list of figures says in the same way."""

from collections.abc import Mapping

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Assessment
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.report.shown import own_places
from phongtho_kpi.report.table import Cell, NumberCell, TextCell
from phongtho_kpi.report.wording import unbroken

_FEWEST_OF_ENDLESS = 2


def figure_cell(figure: Observation | None, messages: Messages) -> Cell:
    """The value; of a share its parts too, which may change where it does not. None where there is no figure."""
    if figure is None:
        return None
    places = 0 if figure.value is None else own_places(figure.value, 0, _FEWEST_OF_ENDLESS)
    if figure.numerator is None or figure.denominator is None:
        return None if figure.value is None else NumberCell(figure.value, places)
    parts = f"{messages.number(figure.numerator)}/{messages.number(figure.denominator)}"
    if figure.value is None:
        return TextCell(parts)
    return TextCell(unbroken(messages("log.with_parts", value=messages.number(figure.value, places), parts=parts)))


def uses_of(entry: Assessment) -> Mapping[Observation, str]:
    """What a verdict uses its figures for: `counts`, `compared`, `replaced`; of all others it uses none."""
    uses = {figure.observation: "counts" for figure in entry.figures}
    uses |= {figure.observation: "compared" for figure in entry.compared}
    return uses | {old: "replaced" for figure in entry.figures + entry.compared for old in figure.replaced}
