"""Both languages say everything, and say it with the same parameters."""

import re
import string
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

import phongtho_kpi
from phongtho_kpi.i18n.messages import LANGUAGES, Messages, texts
from phongtho_kpi.i18n.numbers import plain, rounded
from phongtho_kpi.model.assessment import Flag, OutlookVerdict, Reason, Status
from phongtho_kpi.model.catalogue import Frequency, Goal, Kind
from phongtho_kpi.model.finding import KINDS, TEN_TIMES_OFF, Finding, Origin, Severity
from phongtho_kpi.model.number import places_of
from phongtho_kpi.model.observation import ObservationStatus
from phongtho_kpi.model.period import Period

VI, EN = Messages("vi"), Messages("en")
SOURCE = Path(phongtho_kpi.__file__).parent
PARAMS = re.compile(r"# ([a-z_]+(?:, [a-z_]+)*)")


def placeholders(text: str) -> Any:
    texts = text if isinstance(text, list) else [text]
    return {name for one in texts for _, name, _, _ in string.Formatter().parse(one) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    assert texts("vi").keys() == texts("en").keys()


# words that only one language needs: quarters are Roman in Vietnamese, months have names in English
ONLY_HERE = {"quarter", "number", "month", "month_name", "day"}


@pytest.mark.parametrize("key", sorted(texts("vi")))
def test_both_languages_use_the_same_placeholders(key: str) -> None:
    vi, en = placeholders(texts("vi")[key]), placeholders(texts("en")[key])
    if key.startswith(("date.", "period.")):
        vi, en = vi - ONLY_HERE, en - ONLY_HERE
    assert vi == en


def test_no_text_is_empty() -> None:
    assert {key for lang in LANGUAGES for key, text in texts(lang).items() if not text} == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_the_model_has_its_text(lang: str) -> None:
    messages = Messages(lang)
    say = {
        Status: messages.status, Reason: messages.reason, Flag: messages.flag, Kind: messages.kind,
        Frequency: messages.frequency, ObservationStatus: messages.observation_status, OutlookVerdict: messages.outlook,
    }  # fmt: skip
    for kind, method in say.items():
        assert len({method(member) for member in kind}) == len(kind)
    assert all(messages(f"count.{status}", count=2) for status in Status)
    assert all(messages(f"severity.{severity}") for severity in Severity)
    assert all(messages.knows(f"value.{goal}") for goal in Goal)


def declared_params() -> Any:
    """What the comments in model/finding.py promise each finding's sentence."""
    source = (SOURCE / "model" / "finding.py").read_text(encoding="utf-8")
    declared = re.findall(r'"(KPI[0-9]{3})", [^)]*\)(?:  # (.*))?$', source, re.MULTILINE)
    return {
        code: {word.strip() for word in re.sub(r"\(.*?\)|:.*", "", comment).split(",")} for code, comment in declared
    }


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.text_key)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_finding_has_a_sentence_and_a_remedy_that_its_parameters_fill(kind: Any, lang: str) -> None:
    params = {name: name for name in placeholders(texts(lang)[f"finding.{kind.text_key}.text"])}
    params |= {name: name for name in placeholders(texts(lang)[f"finding.{kind.text_key}.remedy"])}
    assert set(params) <= declared_params()[kind.code]
    sentence, remedy = Messages(lang).finding(Finding(kind, Origin("a"), params))
    assert sentence.endswith((".", "”"))
    assert remedy.endswith(".")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "name", [kind.text_key for kind in KINDS if f"finding.{kind.text_key}.remedy_without_nearest" in texts("vi")]
)
def test_where_nothing_is_near_nothing_is_suggested(name: str, lang: str) -> None:
    kind = next(kind for kind in KINDS if kind.text_key == name)
    params = dict.fromkeys(placeholders(texts(lang)[f"finding.{name}.text"]), "x") | {"nearest": ""}
    _, remedy = Messages(lang).finding(Finding(kind, Origin("a"), params))
    assert remedy == Messages(lang)(f"finding.{name}.remedy_without_nearest", **params)


def test_a_number_that_never_ends_is_said_by_a_few_digits() -> None:
    said = {"indicator": "x", "period": "2024-06", "compared_with": "expected", "times": 10}
    third, large = Decimal("66.66666666666666666666666667"), Decimal("1234567.666666666666666666667")
    finding = Finding(TEN_TIMES_OFF, Origin("a"), {**said, "value": Decimal("6.125"), "other": third, "larger": ""})
    assert Messages("en").finding(finding)[0] == "x, 2024-06: 6.125 is about 1/10 of the expected value (66.67)."
    finding = Finding(TEN_TIMES_OFF, Origin("a"), {**said, "value": large, "other": third, "larger": "value"})
    assert Messages("en").finding(finding)[0] == "x, 2024-06: 1,234,568 is about 10 times the expected value (66.67)."


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.text_key)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sentence_for_what_is_not_told_does_not_need_it(kind: Any, lang: str) -> None:
    variants = {key: text for key, text in texts(lang).items() if key.startswith(f"finding.{kind.text_key}.text_")}
    for key, text in variants.items():
        missing = key.rpartition("_without_")[2]
        assert missing in declared_params()[kind.code], key
        assert placeholders(text) <= declared_params()[kind.code] - {missing}
        remedy = texts(lang).get(key.replace(".text_", ".remedy_"), "")
        params = dict.fromkeys(placeholders(text) | placeholders(remedy), "x") | {missing: ""}
        assert Messages(lang).finding(Finding(kind, Origin("a"), params))[0] == Messages(lang)(key, **params)


def test_every_reason_why_a_file_is_not_read_has_its_words() -> None:
    raised = re.compile(r'(?:Broken\w+Error\(|"problem": |problem = |_beyond\(.*, )"([a-z0-9-]+)"')
    files = (SOURCE / "read" / "returns").glob("*.py")
    reasons = {reason for path in files for reason in raised.findall(path.read_text(encoding="utf-8"))}
    assert {"unreadable", "strict-form", "after-empty-rows", "changed"} <= reasons
    assert [reason for reason in sorted(reasons) if not VI.knows(f"problem.{reason}")] == []


def raised_keys() -> Any:
    """Every key of a KpiError in the source."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        found |= set(re.findall(r'KpiError\(\s*"([a-z0-9-]+)"', path.read_text(encoding="utf-8")))
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_error_that_ends_a_run_has_its_sentence(lang: str) -> None:
    keys = raised_keys() | {"invalid-input"}
    assert keys
    assert all(Messages(lang).knows(f"error.{key}") for key in keys)


def test_every_literal_key_in_the_source_has_its_text() -> None:
    for path in SOURCE.rglob("*.py"):
        for key in re.findall(r'messages\(\s*"([a-z_.-]+)"', path.read_text(encoding="utf-8")):
            assert VI.knows(key), f"{path}: {key}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_problems_of_targets_and_yaml_are_said_in_the_language(lang: str) -> None:
    messages = Messages(lang)
    kind = next(kind for kind in KINDS if kind.name == "target-does-not-fit")
    sentence, _ = messages.finding(Finding(kind, Origin("a"), {"id": "x", "problem": "task-needs-done"}))
    assert "{done: true}" in sentence
    assert "task-needs-done" not in sentence


def test_an_error_names_what_it_is_about() -> None:
    assert (
        EN.error("unknown-id", {"id": "tea", "nearest": "tea_new"}) == "There is no indicator “tea”. Nearest: tea_new."
    )
    assert (
        EN.error("unknown-id", {"id": "tea", "nearest": ""}) == "There is no indicator “tea”. For the list: kpi status."
    )


def test_a_long_text_of_somebody_else_is_cut_short() -> None:
    kind = next(kind for kind in KINDS if kind.name == "unknown-period")
    sentence, _ = EN.finding(Finding(kind, Origin("a"), {"text": "x" * 500}))
    assert "x" * 80 + "…" in sentence
    assert "x" * 81 not in sentence


def test_braces_in_a_text_are_no_placeholders() -> None:
    kind = next(kind for kind in KINDS if kind.name == "unknown-period")
    assert "{0.__class__}" in EN.finding(Finding(kind, Origin("a"), {"text": "{0.__class__}"}))[0]


def test_numbers_in_sentences_are_written_in_the_language_but_years_and_lines_are_not_grouped() -> None:
    assert VI("note.needed", pace=Decimal("1234.50")) == "cần ×1.234,50"
    assert EN("show.goal_with_due", goal=2024, due=date(2024, 8, 5)) == "2024, due 5 Aug 2024"
    assert VI("count.errors", count=12345) == "12.345 lỗi"


def test_unknown_keys_and_languages_are_mistakes() -> None:
    with pytest.raises(KeyError):
        VI("no.such.key")
    with pytest.raises(KeyError):
        VI("date.months")
    with pytest.raises(ValueError, match="fr"):
        Messages("fr")


@pytest.mark.parametrize(
    ("value", "places", "vi", "en"),
    [
        ("7367800", None, "7.367.800", "7,367,800"),
        ("77.208", None, "77,208", "77.208"),
        ("29.50", None, "29,50", "29.50"),
        ("43", 1, "43,0", "43.0"),
        ("0.125", 2, "0,13", "0.13"),
        ("-0.125", 2, "-0,13", "-0.13"),
        ("-0.04", 1, "0,0", "0.0"),
        ("1E+3", None, "1.000", "1,000"),
        ("12345678901234567890123456789012345678", 2, "12.345.678.901.234.567.890.123.456.789.012.345.678,00", None),
    ],
)
def test_numbers_are_written_with_the_digits_they_have(value: Any, places: Any, vi: Any, en: Any) -> None:
    assert VI.number(Decimal(value), places) == vi
    if en is not None:
        assert EN.number(Decimal(value), places) == en


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12),
    st.sampled_from(LANGUAGES),
)
def test_separators_are_those_of_the_country(value: Any, lang: str) -> None:
    """Babel knows them too; its rounding and its limits are not ours."""
    expected = format_decimal(value, format="#,##0.000", locale=lang)
    assert Messages(lang).number(value, 3) == expected.replace("-0" + VI("number.decimal") + "000", "0,000")


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_no_digit_is_lost(value: Any) -> None:
    back = VI.number(value, grouping=False).replace(",", ".")
    assert Decimal(back) == value == Decimal(plain(value))
    assert places_of(Decimal(back)) == places_of(value)


def test_halves_are_rounded_up() -> None:
    assert [str(rounded(Decimal(text), 0)) for text in ("0.5", "1.5", "2.5", "-2.5")] == ["1", "2", "3", "-3"]


@pytest.mark.parametrize(
    ("period", "cumulative", "vi", "en", "vi_with_year"),
    [
        ("2024-07", False, "tháng 7", "July", "tháng 7/2024"),
        ("2024-01", True, "tháng 1", "January", "tháng 1/2024"),
        ("2024-Q3", False, "quý III", "Q3", "quý III/2024"),
        ("2024-Q1", True, "3 tháng", "Jan–Mar", "3 tháng/2024"),
        ("2024-7M", True, "7 tháng", "Jan–Jul", "7 tháng/2024"),
        ("2024-7M", False, "7 tháng", "Jan–Jul", "7 tháng/2024"),
        ("2024-6M", True, "6 tháng", "Jan–Jun", "6 tháng/2024"),
        ("2024-H1", False, "6 tháng đầu năm", "first half", "6 tháng đầu năm 2024"),
        ("2024-H2", False, "6 tháng cuối năm", "second half", "6 tháng cuối năm 2024"),
        ("2024", True, "cả năm", "full year", "năm 2024"),
        ("2024-07-05", False, "ngày 05/07/2024", "5 Jul 2024", "ngày 05/07/2024"),
    ],
)
def test_periods_are_named_as_people_name_them(
    period: Any, cumulative: Any, vi: Any, en: Any, vi_with_year: Any
) -> None:
    parsed = Period.parse(period)
    assert VI.period(parsed, cumulative) == vi
    assert EN.period(parsed, cumulative) == en
    assert VI.period(parsed, cumulative, with_year=True) == vi_with_year


def test_an_interval_without_a_name_is_named_by_its_ends() -> None:
    assert VI.period(Period(2024, 2, 5)) == "tháng 2–5"
    assert EN.period(Period(2024, 2, 5)) == "Feb–May"


@pytest.mark.parametrize(
    ("period", "vi", "en"),
    [
        ("2024-7M", "đến hết tháng 7", "by the end of July"),
        ("2024-Q2", "đến hết tháng 6", "by the end of June"),
        ("2024", "cả năm 2024", "over the whole of 2024"),
        ("2024-07-15", "đến ngày 15/07/2024", "by 15 Jul 2024"),
    ],
)
def test_until_when_a_period_speaks(period: Any, vi: Any, en: Any) -> None:
    assert VI.until(Period.parse(period)) == vi
    assert EN.until(Period.parse(period)) == en


def test_days() -> None:
    assert (VI.day(date(2024, 7, 5)), VI.short_day(date(2024, 12, 31))) == ("05/07/2024", "31/12")
    assert (EN.day(date(2024, 7, 5)), EN.short_day(date(2024, 12, 31))) == ("5 Jul 2024", "31 Dec")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_vietnamese_is_composed(lang: str) -> None:
    import unicodedata

    text = (SOURCE / "i18n" / f"{lang}.toml").read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert tomllib.loads(text)
