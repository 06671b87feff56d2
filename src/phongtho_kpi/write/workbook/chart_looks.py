"""How charts look: colours, letters, lines and labels, said in openpyxl's words."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from phongtho_kpi.model.assessment import Status
from phongtho_kpi.write.screen import safe

FONT: Final = "Times New Roman"
INK: Final = "1A1A1A"
FAINT: Final = "595959"
AXIS: Final = "8A8A8A"
GRID: Final = "E3E3E3"
EXPECTED: Final = "D3D8DE"  # the bar behind: where it should be by now
WHITE: Final = "FFFFFF"
_EMU_OF_A_POINT = 12_700  # English metric units, in which drawings are measured

# as on the page (write/page.css), which has no part for what is followed without a target
PARTS: Final[Mapping[Status, str]] = {
    Status.EXCEEDED: "0E4D22",
    Status.MET: "1B6E35",
    Status.ON_TRACK: "35804D",
    Status.AT_RISK: "A86500",
    Status.OFF_TRACK: "C93A31",
    Status.MISSED: "8C130D",
    Status.NOT_DUE: "D0D0D0",
    Status.NO_DATA: "F4F4F4",
    Status.INFORMATIVE: "BCC7D1",
}
LIGHT_PARTS: Final = frozenset({Status.NOT_DUE, Status.NO_DATA, Status.INFORMATIVE})

_LETTER_CM = 0.155  # of Times New Roman 9, on average
_WIDEST_NAMES = 0.55  # of a chart's width, at most
_TITLE_CM, _LEGEND_CM, _SCALE_CM, _EDGE_CM = 0.9, 0.6, 0.55, 0.25
_GAP = 0.02  # of a chart's height, which LibreOffice leaves between title and legend
_SMALLEST = 0.1  # of a chart, that is left to the plot whatever stands around it

OTHER_BAR: Final = "5F5F5F"
BARS: Final[Mapping[Status, str]] = {
    Status.EXCEEDED: "2F7D48",
    Status.MET: "2F7D48",
    Status.ON_TRACK: "2F7D48",
    Status.AT_RISK: "B06A00",
    Status.OFF_TRACK: "C0342B",
    Status.MISSED: "8C130D",
}


def number_format(places: int) -> str:
    """Grouped, with so many decimals; Excel shows the separators of its reader's country."""
    return "#,##0" + ("." + "0" * places if places else "")


@cache
def filled(colour: str, outline: str = "") -> Any:
    """A plain surface, with a thin outline of another colour or none."""
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.line import LineProperties

    line = LineProperties(solidFill=outline, w=_EMU_OF_A_POINT) if outline else LineProperties(noFill=True)
    return GraphicalProperties(solidFill=colour, ln=line)


@cache
def unfilled() -> Any:
    """Nothing to be seen: no surface, no outline."""
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.line import LineProperties

    return GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))


@cache
def lined(colour: str, points: float, dash: str = "solid") -> Any:
    """A line."""
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.line import LineProperties

    return GraphicalProperties(ln=LineProperties(solidFill=colour, w=round(points * _EMU_OF_A_POINT), prstDash=dash))


@cache
def letters(size: int, colour: str = INK, *, bold: bool = False) -> Any:
    """How the text of an axis, a legend or a label is written."""
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import Paragraph, ParagraphProperties

    properties = ParagraphProperties(defRPr=_characters(size, colour, bold=bold))
    return RichText(p=[Paragraph(pPr=properties, r=[], endParaRPr=_characters(size, colour, bold=bold))])


def title(text: str, size: int) -> Any:
    """A title that is text, whatever it begins with."""
    from openpyxl.chart.text import RichText, Text
    from openpyxl.chart.title import Title
    from openpyxl.drawing.text import Paragraph, ParagraphProperties, RegularTextRun

    look = _characters(size, INK, bold=True)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=look), r=[RegularTextRun(rPr=look, t=safe(text))])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)


def labels(position: str, text: Any, form: str, own: Sequence[Any] = ()) -> Any:
    """The value at every point; `own` are points whose label is otherwise."""
    return _label_list()(dLbl=list(own), numFmt=form, txPr=text, dLblPos=position, **_shown(value=True))


def label_at(at: int, position: str, text: Any, form: str, behind: Any = None) -> Any:
    """The value at one point, on a surface if there is something behind it."""
    from openpyxl.chart.label import DataLabel

    return DataLabel(idx=at, numFmt=form, spPr=behind, txPr=text, dLblPos=position, **_shown(value=True))


def only(*own: Any) -> Any:
    """Those labels and no other."""
    return _label_list()(dLbl=list(own), **_shown(value=False))


def legend(position: str, size: int) -> Any:
    """What the colours mean, beside the plot and not over it."""
    from openpyxl.chart.legend import Legend

    return Legend(legendPos=position, overlay=False, txPr=letters(size))


def room_for_names(names: Sequence[str], size: tuple[float, float], *, has_legend: bool) -> Any:
    """A plot as large as its chart, `size` in cm, but for the names on the left and title, legend and scale above."""
    from openpyxl.chart.layout import Layout, ManualLayout

    width, height = size
    left = min((max(map(len, names), default=0) * _LETTER_CM + 2 * _EDGE_CM) / width, _WIDEST_NAMES)
    top = (_TITLE_CM + _SCALE_CM + (_LEGEND_CM if has_legend else 0)) / height + (_GAP if has_legend else 0)
    edges = {"x": left, "y": top, "w": 1 - left - 2 * _EDGE_CM / width, "h": 1 - top - _EDGE_CM / height}
    shares = {edge: round(min(max(share, _SMALLEST), 1 - _SMALLEST), 4) for edge, share in edges.items()}
    return Layout(manualLayout=ManualLayout(layoutTarget="inner", xMode="edge", yMode="edge", **shares))


def _characters(size: int, colour: str, *, bold: bool) -> Any:
    from openpyxl.drawing.text import CharacterProperties, Font

    return CharacterProperties(sz=size * 100, b=bold, solidFill=colour, latin=Font(typeface=FONT))


def _shown(*, value: bool) -> dict[str, bool]:
    """All of it is said, since programs differ in what they take for granted."""
    names = ("showLegendKey", "showCatName", "showSerName", "showPercent", "showBubbleSize")
    return {**dict.fromkeys(names, False), "showVal": value}


@cache
def _label_list() -> Any:
    """Labels with the number format they are given.

    openpyxl does not say that it is not that of the cells, and LibreOffice then takes that of the cells.
    """
    from openpyxl.chart.label import DataLabelList

    class Labels(DataLabelList):  # type: ignore[misc]
        __attrs__, __nested__ = DataLabelList.__attrs__, DataLabelList.__nested__
        __elements__ = DataLabelList.__elements__

        def to_tree(self, tagname: str | None = None, idx: int | None = None, namespace: str | None = None) -> Any:
            tree = super().to_tree(tagname, idx, namespace)
            for form in tree.iter("numFmt"):
                form.set("sourceLinked", "0")
            return tree

    return Labels
