"""Files that mean harm, or are only very large: what each must lead to. All figures in them are made up.

A workbook is put together from its XML, since no library writes what these hold.
"""

import io
import random
import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts><font><name val="Arial"/></font></fonts>'
    "<fills><fill><patternFill/></fill></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
    '<cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>'
)
MANY_STYLES = STYLES.replace("<cellXfs>", "<cellXfs>" + "<xf><alignment/></xf>" * 400_000)
LONG_FORMAT = STYLES.replace("<fonts>", f'<numFmt numFmtId="14" formatCode="{"[" * 90_000}"/><fonts>')
VALIDATION = '<dataValidation sqref="A1"><formula1>1</formula1></dataValidation>'
NO_NUMBERS = ("nan", "inf", "1e999", "1e-999", "1_000", "٣", "0x7", "9" * 5_000, "1E" + "9" * 30, "--5")
HEADING = "<row>{}</row>".format("".join(f'<c t="str"><v>{word}</v></c>' for word in ("Chỉ tiêu", "Kỳ", "Giá trị")))
FIGURE = '<row><c t="str"><v>made_up</v></c><c t="str"><v>2024-06</v></c><c><v>7</v></c></row>'
CSV_HEADING = "indicator,period,value\n"
CSV_FIGURE = "made_up,2024-06,7\n"
HEAP = "\u0301\u0323" * 15_000
LONGEST = 131_000  # characters; csv allows 131,072
CHANCE = random.Random(1)  # noqa: S311 -- nothing secret


class Hostile(NamedTuple):
    """A file, and what is said of it: of a workbook why it is not read, of a CSV file a finding; None: it is read."""

    ending: str
    made: Callable[[], bytes]
    refused: str | None


def related(*targets: tuple[str, str], more: str = "") -> str:
    """The relations of a part: their types and targets."""
    entries = (
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(entries)}{more}</Relationships>'


def content_types(kinds: Mapping[str, str]) -> str:
    """What each part is, by its path: openpyxl goes by it."""
    entries = (
        f'<Override PartName="/xl/{path}.xml"'
        f' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for path, kind in kinds.items()
    )
    defaults = '<Default Extension="xml" ContentType="application/xml"/>'
    return f'<Types xmlns="{PACKAGE}/content-types">{defaults}{"".join(entries)}</Types>'


def workbook(names: Iterable[tuple[str, int]], more: str = "") -> str:
    """The part that lists the sheets by the numbers of their relations."""
    sheets = "".join(f'<sheet name="{name}" sheetId="{n + 1}" r:id="rId{r}"/>' for n, (name, r) in enumerate(names))
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets>{more}</workbook>'


def sheet(*rows: str, before: str = "", after: str = "") -> str:
    """A sheet with a heading above its rows."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{HEADING}{"".join(rows)}</sheetData>{after}</worksheet>'


def dense(text: str) -> bytes:
    """A text, and behind it as many comments of noise as keep it from being inflated a hundredfold."""
    noise = CHANCE.randbytes(len(text) // 80 if len(text) > 100_000 else 0).hex()
    return (text + "".join(f"<!--{noise[start : start + 5_000]}-->" for start in range(0, len(noise), 5_000))).encode()


def book(*sheets: str | bytes, strings: str = "", parts: Mapping[str, str | bytes | None] | None = None) -> bytes:
    """A workbook; each of the `parts` is added or replaces the usual one, None leaves that out."""
    targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    relations = [*targets, ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
    usual: Mapping[str, str | bytes | None] = {
        "[Content_Types].xml": content_types(
            {"workbook": "sheet.main", "styles": "styles", "sharedStrings": "sharedStrings"}
            | {target.removesuffix(".xml"): kind for kind, target in targets}
        ),
        "_rels/.rels": related(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook((f"S{number}", number) for number in range(1, len(sheets) + 1)),
        "xl/_rels/workbook.xml.rels": related(*relations),
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        **{f"xl/{target}": content for (_, target), content in zip(targets, sheets, strict=True)},
    }
    return zipped({name: part for name, part in {**usual, **(parts or {})}.items() if part is not None})


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method, compresslevel=6) as target:
        for name, part in parts.items():
            target.writestr(name, dense(part) if isinstance(part, str) else part)
    return content.getvalue()


def xlsx(refused: str | None, made: Callable[[], bytes]) -> Hostile:
    return Hostile("xlsx", made, refused)


def csv(refused: str | None, made: Callable[[], bytes | str]) -> Hostile:
    def content() -> bytes:
        text = made()
        return text.encode() if isinstance(text, str) else text

    return Hostile("csv", content, refused)


def cells(count: int, cell: str) -> str:
    return f"<row>{cell * count}</row>"


def merged(references: Iterable[str]) -> str:
    return "".join(f'<mergeCell ref="{one}"/>' for one in references)


def with_flag(content: bytes) -> bytes:
    """A zip that says of every part that it is encrypted."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := changed.find(mark, place + 1)) >= 0:
            changed[place + offset] |= 1
    return bytes(changed)


def with_zip64_end(content: bytes) -> bytes:
    """A zip that says in its second end that it is larger than all disks."""
    end = content.rfind(b"PK\x05\x06")
    huge = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 2**40, 2**40, 2**50, 2**50)
    return content[:end] + huge + struct.pack("<IIQI", 0x07064B50, 0, end, 1) + content[end:]


def nested(depth: int, tag: str) -> str:
    return f"<{tag}>" * depth + f"</{tag}>" * depth


def entities() -> str:
    bomb = "".join('<!ENTITY a{} "{}">'.format(n, f"&a{n - 1};" * 10) for n in range(1, 9))
    return f'<!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{bomb}]>' + sheet("<row><c><v>&a8;</v></c></row>")


WORKBOOKS = {
    # zips
    "no file at all": xlsx("not-a-workbook", lambda: b""),
    "noise": xlsx("not-a-workbook", lambda: CHANCE.randbytes(2_000_000)),
    "a web page": xlsx("not-a-workbook", "<html><table><tr><td>Số liệu giả</td></tr></table></html>".encode),
    "an old workbook renamed": xlsx("password-or-xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100_000)),
    "encrypted parts": xlsx("password-or-xls", lambda: with_flag(book(sheet(FIGURE)))),
    "thousands of parts": xlsx("too-many-parts", lambda: zipped({f"x{n}": b"" for n in range(20_000)})),
    "inflated a thousandfold": xlsx("too-large-inside", lambda: book(sheet(), parts={"xl/a": bytes(200_000_000)})),
    "another method of packing": xlsx(
        "not-a-workbook", lambda: zipped({"[Content_Types].xml": "", "a": bytes(50_000_000)}, zipfile.ZIP_LZMA)
    ),
    "a zip in a zip": xlsx(None, lambda: book(sheet(FIGURE), parts={"xl/a": zipped({"a": zipped({"b": b"b"})})})),
    "sizes beyond all disks": xlsx("not-a-workbook", lambda: with_zip64_end(book(sheet(FIGURE)))),
    # what holds the sheets together
    "no relations": xlsx("unreadable", lambda: book(sheet(), parts={"xl/_rels/workbook.xml.rels": None})),
    "no workbook": xlsx("unreadable", lambda: book(sheet(), parts={"xl/workbook.xml": None})),
    "no sheet": xlsx("unreadable", lambda: book(sheet(), parts={"xl/worksheets/sheet1.xml": None})),
    "no styles": xlsx(None, lambda: book(sheet(FIGURE), parts={"xl/styles.xml": None})),
    "a relation that leads out": xlsx(
        "unreadable",
        lambda: book(sheet(), parts={"xl/_rels/workbook.xml.rels": related(("worksheet", "../../../etc/passwd"))}),
    ),
    "thousands of sheets": xlsx(
        "too-many-cells",
        lambda: book(
            sheet(),
            parts={
                "xl/workbook.xml": workbook((f"S{n}", n) for n in range(1, 50_000)),
                "xl/_rels/workbook.xml.rels": related(*[("worksheet", f"s{n}.xml") for n in range(1, 50_000)]),
            },
        ),
    ),
    "the same sheet again and again": xlsx(
        "unreadable",
        lambda: book(
            sheet(cells(100_000, "<c/>")), parts={"xl/workbook.xml": workbook((f"S{n}", 1) for n in range(150))}
        ),
    ),
    "hundreds of thousands of names": xlsx(
        None,
        lambda: book(
            sheet(FIGURE),
            parts={"xl/workbook.xml": workbook([("S", 1)], more="<definedName>S!$A$1</definedName>" * 300_000)},
        ),
    ),
    "hundreds of thousands of styles": xlsx(
        None,
        lambda: book(
            sheet(FIGURE), parts={"xl/styles.xml": MANY_STYLES}
        ),
    ),
    "a number format without end": xlsx(
        None,
        lambda: book(
            sheet(FIGURE.replace("<c><v>", '<c s="1"><v>')),
            parts={"xl/styles.xml": LONG_FORMAT},
        ),
    ),
    # texts
    "texts that inflate to 200 MB": xlsx(
        "too-large-inside", lambda: book(sheet(), strings=f"<si><t>{'a' * 30_000}</t></si>" * 6_700)
    ),
    "a million texts": xlsx("too-large-inside", lambda: book(sheet(), strings="<si><t>a</t></si>" * 1_000_000)),
    "one text of millions": xlsx(
        "too-large-inside", lambda: book(sheet(), strings=f"<si><t>{'ab ' * 1_000_000}</t></si>")
    ),
    "hundreds of thousands of texts in two fonts": xlsx(
        None,
        lambda: book(
            sheet(FIGURE), strings='<si><r><rPr><rFont val=".VnTime"/></rPr><t>Tû</t></r><r><t>a</t></r></si>' * 100_000
        ),
    ),
    "marks heaped on a letter": xlsx(
        None, lambda: book(sheet(FIGURE, f'<row><c t="str"><v>a{HEAP}</v></c></row>'))
    ),
    "a text that is not there": xlsx("unreadable", lambda: book(sheet('<row><c t="s"><v>5</v></c></row>'))),
    "the text before the first": xlsx("unreadable", lambda: book(sheet('<row><c t="s"><v>-1</v></c></row>'))),
    # XML
    "entities in entities": xlsx("doctype", lambda: book(entities())),
    "UTF-16": xlsx("unreadable", lambda: book(sheet(FIGURE).encode("utf-16"))),
    "an encoding that hides the signs": xlsx(
        "unreadable", lambda: book(f'<?xml version="1.0" encoding="cp037"?>{sheet(FIGURE)}'.encode("cp037", "replace"))
    ),
    "a prefix for everything": xlsx(
        None,
        lambda: book(
            sheet(FIGURE).replace("<", "<x:").replace("<x:/", "</x:").replace(" xmlns=", " xmlns:x=", 1)
        ),
    ),
    "elements in elements": xlsx("unreadable", lambda: book(sheet(nested(500_000, "c")))),
    "elements in elements of a text": xlsx(None, lambda: book(sheet(FIGURE), strings=nested(400_000, "r"))),
    "a comment of many megabytes": xlsx(
        "too-large-inside", lambda: book(sheet(FIGURE, after=f"<!--{'<' * 20_000_000}-->"))
    ),
    "an attribute of many megabytes": xlsx("too-large-inside", lambda: book(sheet(f'<row r="{"1" * 9_000_000}"/>'))),
    "a sheet that breaks off": xlsx("unreadable", lambda: book(sheet(FIGURE)[:-30])),
    # rows and cells
    "a row of very many cells": xlsx(None, lambda: book(sheet(FIGURE, cells(1_000_000, "<c/>")))),
    "millions of blank cells": xlsx("too-large-inside", lambda: book(sheet(FIGURE, *[cells(1_000, "<c/>")] * 6_600))),
    "more rows than there are": xlsx("unreadable", lambda: book(sheet(FIGURE, "<row/>" * 1_100_000))),
    "six hundred thousand numbers": xlsx(
        "too-many-cells", lambda: book(sheet(*[cells(60, "<c><v>7</v></c>")] * 10_000))
    ),
    "each row far to the right": xlsx(
        "too-many-cells",
        lambda: book(sheet(*[f'<row r="{n}"><c r="SF{n}"><v>7</v></c></row>' for n in range(2, 40_000)])),
    ),
    "a million merged ranges": xlsx(
        "too-large-inside", lambda: book(sheet(FIGURE, after=merged(f"A{n}:B{n}" for n in range(1, 500_000))))
    ),
    "merged ranges over one another": xlsx(
        "too-large-inside", lambda: book(sheet(*[FIGURE] * 2_000, after=merged(["A1:Z9999"] * 5_000)))
    ),
    "hundreds of thousands of validations": xlsx(
        None, lambda: book(sheet(FIGURE, after=VALIDATION * 300_000))
    ),
    "hundreds of thousands of columns": xlsx(
        "unreadable", lambda: book(sheet(FIGURE, before='<col min="9" max="16384" hidden="1"/>' * 300_000))
    ),
    "rows out of order": xlsx("unreadable", lambda: book(sheet('<row r="9"/>', '<row r="5"/>'))),
    "a row twice": xlsx("unreadable", lambda: book(sheet('<row r="2"/>', '<row r="2"/>'))),
    "a cell twice": xlsx(
        "unreadable", lambda: book(sheet('<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>'))
    ),
    "a cell of another row": xlsx("unreadable", lambda: book(sheet('<row r="2"><c r="A3"><v>1</v></c></row>'))),
    "a negative row": xlsx("unreadable", lambda: book(sheet('<row r="-2"/>'))),
    "a row beyond the last": xlsx("unreadable", lambda: book(sheet('<row r="1048577"/>'))),
    "a column beyond the last": xlsx("unreadable", lambda: book(sheet('<row r="2"><c r="XFE2"/></row>', FIGURE))),
    "a kind of cell that there is not": xlsx("unreadable", lambda: book(sheet('<row><c t="x"><v>1</v></c></row>'))),
    "numbers that are none": xlsx(
        None,
        lambda: book(
            sheet(
                FIGURE,
                *[FIGURE.replace(">7<", f">{text}<") for text in NO_NUMBERS],
            )
        ),
    ),
    "dates that are none": xlsx(
        None,
        lambda: book(
            sheet(
                FIGURE,
                *[FIGURE.replace("<c><v>7", f'<c s="1"><v>{n}') for n in ("-1", "2958466", "1e308", "nan", "1e-300")],
                *[FIGURE.replace("<c><v>7", f'<c t="d"><v>{text}') for text in ("0000-00-00", "9999-99-99", "x")],
            )
        ),
    ),
}  # fmt: skip

CSV_FILES = {
    "a NUL": csv("broken-csv", lambda: CSV_HEADING + "made_up,2024-06,7\0\n"),
    "millions of NULs": csv("broken-csv", lambda: bytes(2_000_000)),
    "a quote that never ends": csv("broken-csv", lambda: CSV_HEADING + '"' + CSV_FIGURE * 200_000),
    "one line of 20 MB": csv("broken-csv", lambda: b"x" * 20_000_000),
    "commas": csv("broken-csv", lambda: b"," * 20_000_000),
    "lines of commas": csv("no-figures", lambda: (b"," * 400 + b"\n") * 10_000),
    "blank lines": csv("no-figures", lambda: b"\n" * 2_000_000),
    "thousands of columns": csv("no-figures", lambda: ",".join(f"c{n}" for n in range(30_000)) + "\n"),
    "the same figure again and again": csv(None, lambda: CSV_HEADING + CSV_FIGURE * 100_000),
    "figures that contradict each other": csv(
        "conflicting-figures", lambda: CSV_HEADING + "".join(f"made_up,2024-06,{n}\n" for n in range(100_000))
    ),
    "unknown indicators": csv(
        "unknown-indicator", lambda: CSV_HEADING + "".join(f"tên lạ {n},2024-06,7\n" for n in range(50_000))
    ),
    "rows that are too short": csv("no-figures", lambda: CSV_HEADING + "a\n" * 500_000),
    "rows that are too long": csv("ragged-row", lambda: CSV_HEADING + "made_up,2024-06,7,8\n" * 50_000),
    "numbers of 100,000 digits": csv("not-a-number", lambda: CSV_HEADING + f"made_up,2024-06,{'9' * 100_000}\n" * 10),
    "numbers of 50,000 groups": csv("not-a-number", lambda: CSV_HEADING + f"made_up,2024-06,{'1.' * 50_000}\n" * 10),
    "half a surrogate pair": csv(
        "not-utf-8", lambda: b"\xff\xfe" + CSV_HEADING.encode("utf-16-le") + b"\x00\xd8\n\x00"
    ),
    "UTF-16 that breaks off": csv("not-utf-8", lambda: CSV_HEADING.encode("utf-16") + b"\x00"),
    "UTF-32": csv("broken-csv", lambda: (CSV_HEADING + CSV_FIGURE).encode("utf-32")),
    "two encodings": csv("not-utf-8", lambda: ("chỉ tiêu,2024-06,7\n" * 99).encode() + b"\xe1\xe1,2024-06,7\n"),
    "what turns the direction of writing": csv(
        "not-a-number", lambda: CSV_HEADING + "made\u202e_up,2024-06,\u20667\u2069\n"
    ),
    "escapes": csv("unknown-indicator", lambda: CSV_HEADING + "made_up\x1b[31m,2024-06,7\n"),
    "formulas": csv("no-figures", lambda: CSV_HEADING + "=cmd|' /c calc'!A1,2024-06,=1+1\n"),
    "a workbook by another name": csv(None, lambda: book(sheet(FIGURE))),
}

# what may take the square of its length to look at, or worse: as a name, a period, a figure, a heading and a title
LONG_TEXTS = {
    "blanks": "1{}x".format(" " * LONGEST),
    "blanks of another kind": "x{}x".format("\u00a0" * LONGEST),
    "digits": "1" * LONGEST,
    "digits and dots": "1." * (LONGEST // 2),
    "digits and dashes": "1 - " * (LONGEST // 4),
    "slashes": "1/1/" * (LONGEST // 4),
    "dots": "x{}x".format("." * LONGEST),
    "open brackets": " (x" * (LONGEST // 3),
    "pairs of brackets": "(x) " * (LONGEST // 4),
    "closed brackets": "x{}x".format(" )" * (LONGEST // 2)),
    "bullets": "1.1.1. " * (LONGEST // 7),
    "dashes": "-" * LONGEST,
    "bounds": "khoảng " * (LONGEST // 7),
    "months": "tháng 6 " * (LONGEST // 8),
    "months without end": "tháng{}x".format("." * LONGEST),
    "dates without end": "ngày {} tháng".format("1 " * (LONGEST // 2)),
    "dots behind a day": "ngày {} x".format("." * LONGEST),
    "digits behind a day": "ngày {}".format("1" * LONGEST),
    "blanks behind a quarter": "quý 1{}x".format(" " * LONGEST),
    "years": "năm 2024 " * (LONGEST // 9),
    "areas": "UBND xã " * (LONGEST // 8),
    "words that only introduce": "chia ra theo " * (LONGEST // 13) + "!",
    "units": "ĐVT: " * (LONGEST // 5),
    "marks": "a" + HEAP * (LONGEST // len(HEAP)),
}


def with_long_text(text: str) -> str:
    """A table that has it everywhere: above it, in its heading, in each of its columns."""
    figure = ["made_up", "2024-06", "7", "ha", "", "", ""]
    rows = [[f'"{text}"' if number == place else cell for number, cell in enumerate(figure)] for place in range(7)]
    heading = f'Chỉ tiêu,Kỳ,Giá trị,ĐVT,Xã,Trạng thái,"{text}"'
    return "\n".join([f'"{text}"', heading, *map(",".join, rows)]) + "\n"
