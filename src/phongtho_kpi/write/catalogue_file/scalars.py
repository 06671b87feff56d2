"""Texts as YAML writes them, in one line."""

import re
from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

_ONE_LINE = 1_000_000  # characters: more than any text may have
_MISREAD = re.compile("[?:]")  # YAML 1.2 has them bare in brackets, and so its emitter; a parser of 1.1 stops there


def scalar(text: str, *, in_brackets: bool) -> str:
    """`text` bare where nothing else could be read in it, else in double quotes.

    >>> scalar("hạn hán, mưa lũ", in_brackets=False), scalar("hạn hán, mưa lũ", in_brackets=True)
    ('hạn hán, mưa lũ', '"hạn hán, mưa lũ"')
    """
    is_bare = _emitted(text, in_brackets=in_brackets) == text and not (in_brackets and _MISREAD.search(text))
    return text if is_bare else _emitted(DoubleQuotedScalarString(text), in_brackets=in_brackets)


def _emitted(text: str, *, in_brackets: bool) -> str:
    yaml = YAML(pure=True)
    yaml.width = _ONE_LINE
    yaml.default_flow_style = in_brackets
    stream = StringIO()
    yaml.dump({"k": text}, stream)
    line = stream.getvalue().removesuffix("\n")
    return line.removeprefix("{k: ").removesuffix("}") if in_brackets else line.removeprefix("k: ")
