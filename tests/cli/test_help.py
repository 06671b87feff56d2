"""Help: in both languages, for every command and every option, at any width."""

import pytest

from conftest import Kpi
from phongtho_kpi.cli.common import COMMANDS


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_says_everything_in_the_users_language(kpi: Kpi, command: str, lang: str) -> None:
    arguments = [command, "--help"] if command else ["--help"]
    ran = kpi(*arguments, env={"KPI_LANG": lang})
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Cách dùng: kpi" if lang == "vi" else "Usage: kpi")
    assert ("Ví dụ" in ran.out or "Năm lệnh" in ran.out) if lang == "vi" else ("xample" in ran.out or "five" in ran.out)
    assert max(map(len, ran.out.splitlines())) <= 80
    for name in COMMANDS if not command else ():
        assert name in ran.out


def test_lang_before_help_is_heard(kpi: Kpi) -> None:
    assert kpi("--lang", "en", "--help").out.startswith("Usage: kpi")
    assert kpi("status", "--lang", "en", "--help").out.startswith("Usage: kpi status")
