"""The status page as one HTML file: no second request, no script needed, and nothing from the data becomes markup.

`page.html.jinja` is the page, `page.css` and `page.js` are laid into it; its Content-Security-Policy lets these two run
by their digests and nothing else. Everything that the template puts in goes through `safe` and is escaped.
"""

from base64 import b64encode
from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.i18n.numbers import rounded
from phongtho_kpi.report.page import Page
from phongtho_kpi.report.table import Cell
from phongtho_kpi.write.cells import cell_text
from phongtho_kpi.write.screen import safe

_AS_TEXT = "\N{VARIATION SELECTOR-15}"  # phones would make a picture of ✔
_MONTH, _HEIGHT, _MARGIN = 10, 28, 3  # units of the small line of the months
_WHOLE = 100
_LONGEST_WORD = 24  # letters; more than Vietnamese words and numbers of a plan have


def html_bytes(page: Page) -> bytes:
    """The page; the same bytes for the same page on any day."""
    from jinja2 import Environment, StrictUndefined

    messages = Messages(page.lang)

    def text(cell: Cell) -> str:
        return cell_text(cell, messages)

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, finalize=_shown, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"percent": _percent, "points": _points, "dots": _dots, "height": _y, "sign": _sign}
    environment.filters |= {"text": text, "long": _long}
    style, script = _beside("page.css"), _beside("page.js")
    made = environment.from_string(_beside("page.html.jinja")).render(
        page=page, style=style, script=script, policy=_policy(style, script)
    )
    return f"{made}\n".encode()


def _beside(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """What a browser may do with the page: apply our style, run our script, show an empty icon."""
    allowed = f"style-src '{_digest(style)}'; script-src '{_digest(script)}'; img-src data:"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _digest(content: str) -> str:
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"


def _shown(value: Any) -> Any:
    """What the template puts in: every text but our own markup without characters that hide or turn what follows."""
    return safe(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _sign(symbol: str) -> str:
    return symbol + _AS_TEXT


def _long(text: str) -> str:
    """The class of a text with a word so long that it must be broken somewhere."""
    return " long" if max(map(len, text.split(" "))) > _LONGEST_WORD else ""


def _percent(share: Decimal) -> str:
    """A share as a length in an SVG."""
    return f"{rounded(share * _WHOLE, 2)}%"


def _points(shares: Sequence[Decimal | None]) -> str:
    """The months that there are, joined by a line."""
    return " ".join(f"{x},{y}" for x, y in _places(shares))


def _dots(shares: Sequence[Decimal | None]) -> str:
    """A dot for each month that there is: a line of no length with round ends."""
    return "".join(f"M{x} {y}h0" for x, y in _places(shares))


def _places(shares: Sequence[Decimal | None]) -> list[tuple[int, str]]:
    return [(at * _MONTH + _MONTH // 2, _y(share)) for at, share in enumerate(shares) if share is not None]


def _y(share: Decimal) -> str:
    """How far down from the top a share of the height lies."""
    return f"{rounded((1 - share) * _HEIGHT + _MARGIN, 1)}"
