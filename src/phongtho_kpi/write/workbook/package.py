"""The zip that a workbook is: the same bytes for the same workbook on any day and machine."""

import io
import os
import re
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl import Workbook

_CHANGING = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_CORE = "docProps/core.xml"
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX, _PLAIN_FILE = 3, 0o600 << 16


class Timeless(zipfile.ZipFile):
    """A zip whose parts have no time, and whose properties do not say when they were saved."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        """Add a part."""
        name = getattr(zinfo_or_arcname, "filename", zinfo_or_arcname)
        content = data.encode() if isinstance(data, str) else data
        if name == _CORE:
            content = _CHANGING.sub(b"", content)
        entry = zipfile.ZipInfo(name, date_time=_ZIP_EPOCH)
        entry.create_system, entry.external_attr, entry.compress_type = _UNIX, _PLAIN_FILE, self.compression
        super().writestr(entry, content)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Add a part that was written to a file first, as sheets are."""
        with open(filename, "rb") as file:  # noqa: PTH123 -- what zipfile is given may be a number of an open file
            self.writestr(arcname or os.fspath(filename), file.read())


def saved(book: "Workbook", *, is_packed: bool = False) -> bytes:
    """The bytes of a workbook. Not packed, since two builds of zlib pack the same text differently; that takes room."""
    from openpyxl.writer.excel import ExcelWriter

    for sheet in book.worksheets:
        sheet.merged_cells = sheet.merged_cells.sorted()  # a set, which has another order every time
    made = io.BytesIO()
    with Timeless(made, "w", zipfile.ZIP_DEFLATED if is_packed else zipfile.ZIP_STORED) as archive:
        ExcelWriter(book, archive).write_data()
    return made.getvalue()
