"""Documents as JSON: the same bytes for the same input, readable by people and `git diff` too."""

import json
from collections.abc import Mapping

from phongtho_kpi.write.screen import quiet_json


def json_text(document: Mapping[str, object]) -> str:
    """Indented by two, letters as they are, one newline at the end; a lone surrogate becomes `�`, NaN is refused."""
    return quiet_json(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def json_bytes(document: Mapping[str, object]) -> bytes:
    """The text in UTF-8."""
    return json_text(document).encode()
