"""What the tables of `kpi log` say in the same way: when, from where, of which area, and what else to look at."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.area import Areas
from phongtho_kpi.model.catalogue import Catalogue
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.report.log import AreasThen, sent
from phongtho_kpi.report.table import Column, ColumnKind, Note
from phongtho_kpi.report.wording import capitalised

_MOST_FILES = 3  # that are named of one import
_MOST_IDS = 4


class LogWords:
    """The words of one log: the language, the catalogue, the areas at their time.

    `columns` is how wide the terminal is; None is a pipe.
    """

    def __init__(self, catalogue: Catalogue, areas: Areas, messages: Messages, columns: int | None) -> None:
        self.messages = messages
        self.columns = columns
        self._catalogue = catalogue
        self._areas = AreasThen(areas)

    def title(self) -> str:
        """Whose figures, by which catalogue."""
        place = capitalised(self._catalogue.place.name.to(self.messages.lang))
        return self.messages("log.title", place=place, year=str(self._catalogue.year))

    def column(self, key: str, kind: ColumnKind = ColumnKind.TEXT, *, faint: bool = False) -> Column:
        """A column with its heading."""
        return Column(key, self.messages(f"column.{key}"), kind, faint)

    def moment(self, recorded: datetime) -> str:
        """`15/07/2024 09:30`, in UTC as in the names of files and for `--known-on`, the same on every machine."""
        return self.messages("log.moment", day=recorded.date(), time=f"{recorded:%H:%M}")

    def area(self, figure: Observation) -> str:
        """`Xã Dào San (03571)`: what the code means at the end of the figure's period; "" for the whole place."""
        known = self._areas.of(figure)
        if known is None:
            return figure.area or ""
        return self.messages("title.with_area", name=known.name.to(self.messages.lang), area=known.code)

    def names(self, files: Sequence[str]) -> str:
        """The first few files by name."""
        named, beyond = ", ".join(files[:_MOST_FILES]), len(files) - _MOST_FILES
        return self.messages("log.more_sent", named=named, count=beyond) if beyond > 0 else named

    def ids(self, ids: Sequence[str]) -> str:
        """The first few indicators by their ids."""
        named, beyond = ", ".join(ids[:_MOST_IDS]), len(ids) - _MOST_IDS
        return self.messages("note.others", ids=named, count=beyond) if beyond > 0 else named

    def place(self, figure: Observation) -> str:
        """Where a figure stands in its `home`: a cell or a line, and what is said there of its own source."""
        stood = sent(figure)
        if stood is None:
            place, source = self.messages("log.line", line=str(figure.place)), figure.source
        else:
            place, source = stood.cell or self.messages("log.line", line=stood.line), stood.own
        return " · ".join(filter(None, (place, source)))

    def see(self, command: str) -> str:
        """The command that says more."""
        return self.messages("note.see", command=command)

    def notes_of_more(self, key: str, count: int, last: datetime | None) -> Iterator[Note]:
        """How much older than what was recorded `last` is not listed, and how to come to see it."""
        if count:
            day = "" if last is None else f"--until {last.date().isoformat()}, "
            yield Note(self.messages(key, count=count), hint=self.messages("log.narrow", options=f"{day}--area"))

    def notes_of_findings(self, count: int) -> Iterator[Note]:
        """A figure that is wrong is in no log: that is said."""
        if count:
            yield Note(self.messages("note.findings", count=count), hint=self.see("kpi check"), symbol="⚠")


def home(figure: Observation) -> str:
    """The file that a figure was sent in; where that is not kept, ours."""
    stood = sent(figure)
    return figure.file if stood is None else stood.file


def whole_source(figure: Observation) -> str:
    """`bieu-01.xlsx!Biểu 01!K12`; where that is not kept the line of our file, and what that says of its source."""
    if sent(figure) is not None:
        return figure.source or ""
    return " · ".join(filter(None, (str(figure.origin), figure.source)))
