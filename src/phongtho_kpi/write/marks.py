"""Marks in a workbook: a cell that was rejected is tinted, and a comment says why and what to do."""

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from phongtho_kpi.write.comment_boxes import fit_comments
from phongtho_kpi.write.marked_places import SheetPlaces
from phongtho_kpi.write.remark import HandBackWords, Remark
from phongtho_kpi.write.screen import safe

MOST_REMARKS = 2_000
_AUTHOR = "kpi"
_HEAD = f"{_AUTHOR}:\n"  # as Excel begins a comment; LibreOffice keeps no other trace of its author
_OLDER = "\n———\n"  # between what is said now and the comment that was there
_LONGEST = 32_767  # what a comment holds
_LONGEST_OF_OURS = 8_000
_TINT, _INK = "FFFFC7CE", "FF9C0006"  # Excel's own colours for what is bad


def mark(sheets: Mapping[str, Any], remarks: Sequence[Remark], words: HandBackWords) -> None:
    """Tint and comment the cells of a book's sheets, by their names as they were read, and open it at the first."""
    for sheet in sheets.values():
        _forget_earlier_round(sheet)
    noted = _tinted(sheets, remarks[:MOST_REMARKS])
    for number, (cell, texts) in enumerate(noted.items(), start=1):
        is_cut = number == len(noted) and len(remarks) > MOST_REMARKS
        _comment(cell, texts, words.more(len(remarks) - MOST_REMARKS) if is_cut else "")
    for sheet in sheets.values():
        fit_comments(sheet)
    _show({cell.parent.title for cell in noted}, sheets)


def _tinted(sheets: Mapping[str, Any], remarks: Sequence[Remark]) -> dict[Any, list[str]]:
    """Tint what the remarks are about, and gather their texts by the cell that gets them, the last remark's last."""
    first = next(iter(sheets.values()))
    places: dict[str, SheetPlaces] = {}
    noted: dict[Any, list[str]] = {}
    styles: dict[Any, Any] = {}
    for remark in remarks:
        sheet = sheets.get(remark.sheet or "", first)
        if sheet.title not in places:
            places[sheet.title] = SheetPlaces(sheet)
        marked = places[sheet.title].of(remark)
        for cell in marked.tinted:
            _tint(cell, styles)
        texts, text = noted.pop(marked.commented, []), safe(remark.text).strip()
        noted[marked.commented] = texts if text in texts else [*texts, text]
    return noted


def _tint(cell: Any, styles: dict[Any, Any]) -> None:
    """Its border stays, and its font but for the colour: in `.VnTime` the same letters are others."""
    from openpyxl.styles import PatternFill

    before = copy(cell._style)  # noqa: SLF001 -- made anew for each of a hundred thousand cells it takes ten seconds
    if before not in styles:
        font = copy(cell.font)
        font.color = _INK
        cell.font = font
        cell.fill = PatternFill("solid", fgColor=_TINT)
        styles[before] = cell._style  # noqa: SLF001 -- as above
    cell._style = copy(styles[before])  # noqa: SLF001 -- as above


def _comment(cell: Any, texts: Sequence[str], more: str) -> None:
    from openpyxl.comments import Comment

    ours = _HEAD + "\n".join(texts)
    if len(ours) > _LONGEST_OF_OURS:
        ours = ours[:_LONGEST_OF_OURS] + "…"
    if more:
        ours += f"\n{more}"
    older = cell.comment.text if cell.comment is not None else ""
    cell.comment = Comment((ours + _OLDER + older if older else ours)[:_LONGEST], _AUTHOR)


def _forget_earlier_round(sheet: Any) -> None:
    """A book that came back once and was corrected shows only what is wrong now, not what was."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cells = sheet._cells.values()  # noqa: SLF001 -- going through rows makes new cells
    ours = [cell for cell in cells if cell.comment is not None and cell.comment.text.startswith(_HEAD)]
    for cell in ours:
        _, _, older = cell.comment.text.partition(_OLDER)
        cell.comment = Comment(older, " ") if older else None  # whose it was is not known
    for cell in cells if ours else ():
        if cell.fill.fgColor.rgb == _TINT and cell.font.color is not None and cell.font.color.rgb == _INK:
            font = copy(cell.font)
            font.color = None
            cell.font, cell.fill = font, PatternFill()
    if ours and sheet.sheet_properties.tabColor is not None and sheet.sheet_properties.tabColor.rgb == _INK:
        sheet.sheet_properties.tabColor = None


def _show(marked: set[str], sheets: Mapping[str, Any]) -> None:
    """A comment is easily missed: the tabs of sheets with marks are tinted, and the book opens at the first of them."""
    for sheet in sheets.values():
        if sheet.title in marked:
            sheet.sheet_properties.tabColor = _INK
    first = next((one for one in sheets.values() if one.title in marked and one.sheet_state == "visible"), None)
    if first is None:
        return
    first.parent.active = first
    for sheet in sheets.values():
        for view in sheet.views.sheetView:
            view.tabSelected = sheet is first  # two that are selected would be edited together
