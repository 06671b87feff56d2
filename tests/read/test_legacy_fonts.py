"""Text in the old TCVN3 and VNI fonts becomes Unicode (docs/commands.md, *What offices send*)."""

import shutil
import subprocess
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phongtho_kpi.read.returns.legacy_fonts import Legacy, legacy_of, unicode_of

# the alphabet beside its codes, in the order of the alphabet: another order than the tables have
LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
TCVN3_CODES = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ"
TCVN3 = dict(zip(LETTERS + "ĂÂĐÊÔƠƯ", TCVN3_CODES + "¡¢§£¤¥¦", strict=True))
ASCII = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,;%()-/"
FIRST_CODE, AFTER_LAST_CODE = 0xA1, 0xFF

IN_TCVN3 = [
    ("hép møt tÕt", "hộp mứt tết"),
    ("Tû lÖ che phñ rõng", "Tỷ lệ che phủ rừng"),
    ("Thu ng©n s¸ch nhµ n\xadíc trªn ®Þa bµn", "Thu ngân sách nhà nước trên địa bàn"),
    ("DiÖn tÝch chÌ trång míi", "Diện tích chè trồng mới"),
    ("S¶n l\xadîng l\xad¬ng thùc cã h¹t", "Sản lượng lương thực có hạt"),
    ("Sè hé nghÌo gi¶m", "Số hộ nghèo giảm"),
    ("gi¶i quyÕt viÖc lµm", "giải quyết việc làm"),
    ("b¶o hiÓm y tÕ", "bảo hiểm y tế"),
    ("trÎ em suy dinh d\xadìng", "trẻ em suy dinh dưỡng"),
    ("c¬ së h¹ tÇng", "cơ sở hạ tầng"),
    ("x· ®¹t chuÈn n«ng th«n míi", "xã đạt chuẩn nông thôn mới"),
    ("líp häc mÉu gi¸o", "lớp học mẫu giáo"),
    ("kh¸ch du lÞch", "khách du lịch"),
    ("vèn ®Çu t\xad", "vốn đầu tư"),
    ("§¶ng bé tØnh", "Đảng bộ tỉnh"),
    ("¦íc thùc hiÖn", "Ước thực hiện"),
    ("¡n, ¢u, £, ¤ng, ¥n", "Ăn, Âu, Ê, Ông, Ơn"),
    ("nghÜa vô kü thuËt", "nghĩa vụ kỹ thuật"),
    ("kú häp tuú ý", "kỳ họp tuỳ ý"),
    ("b×nh ®¼ng, s½n sµng", "bình đẳng, sẵn sàng"),
    ("b»ng ng¾n h¹n, mÆt n\xadíc", "bằng ngắn hạn, mặt nước"),
    ("nhÑ, vÏ, xÐt, b¸nh kÑo", "nhẹ, vẽ, xét, bánh kẹo"),
    ("nh÷ng cöa khÈu", "những cửa khẩu"),
    ("tháa thuËn; gç; dÔ", "thỏa thuận; gỗ; dễ"),
    ("lßng hå lò lôt", "lòng hồ lũ lụt"),
    ("kiÕt lþ, nói, tõ ®iÓn", "kiết lỵ, núi, từ điển"),
    ("®\xadêng, thõa, kh«ng h¼n", "đường, thừa, không hẳn"),
    ("1.234,5 tû ®ång (99,5 %)", "1.234,5 tỷ đồng (99,5 %)"),
]
IN_VNI = [
    ("Xin chaøo caùc baïn", "Xin chào các bạn"),
    ("hoäp möùt teát", "hộp mứt tết"),
    ("Tyû leä che phuû röøng", "Tỷ lệ che phủ rừng"),
    ("Thu ngaân saùch nhaø nöôùc treân ñòa baøn", "Thu ngân sách nhà nước trên địa bàn"),
    ("Dieän tích cheø troàng môùi", "Diện tích chè trồng mới"),
    ("Saûn löôïng löông thöïc coù haït", "Sản lượng lương thực có hạt"),
    ("Soá hoä ngheøo giaûm", "Số hộ nghèo giảm"),
    ("giaûi quyeát vieäc laøm", "giải quyết việc làm"),
    ("baûo hieåm y teá", "bảo hiểm y tế"),
    ("treû em suy dinh döôõng", "trẻ em suy dinh dưỡng"),
    ("cô sôû haï taàng", "cơ sở hạ tầng"),
    ("xaõ ñaït chuaån noâng thoân môùi", "xã đạt chuẩn nông thôn mới"),
    ("lôùp hoïc maãu giaùo", "lớp học mẫu giáo"),
    ("khaùch du lòch", "khách du lịch"),
    ("voán ñaàu tö", "vốn đầu tư"),
    ("Ñaûng boä tænh", "Đảng bộ tỉnh"),
    ("Öôùc thöïc hieän", "Ước thực hiện"),
    ("nghóa vuï kyõ thuaät", "nghĩa vụ kỹ thuật"),
    ("Kyø hoïp quyù 2, naêm 2024", "Kỳ họp quý 2, năm 2024"),
    ("bình ñaúng, saün saøng", "bình đẳng, sẵn sàng"),
    ("baèng ngaén haïn, maët nöôùc", "bằng ngắn hạn, mặt nước"),
    ("nheï, veõ, xeùt, deã", "nhẹ, vẽ, xét, dễ"),
    ("nhöõng cöûa khaåu", "những cửa khẩu"),
    ("thoûa thuaän; goã; gôõ", "thỏa thuận; gỗ; gỡ"),
    ("loøng hoà luõ luït", "lòng hồ lũ lụt"),
    ("kieát lî, kieát lyï", "kiết lỵ, kiết lỵ"),
    ("UÛY BAN NHAÂN DAÂN HUYEÄN", "ỦY BAN NHÂN DÂN HUYỆN"),
    ("TÌNH HÌNH THÖÏC HIEÄN CHÆ TIEÂU", "TÌNH HÌNH THỰC HIỆN CHỈ TIÊU"),
    ("VAÊN HOÙA, NGHÓA VUÏ, DU LÒCH, KIEÁT LÎ, ÑÖÔØNG", "VĂN HÓA, NGHĨA VỤ, DU LỊCH, KIẾT LỴ, ĐƯỜNG"),
    ("Uûy ban, Aáp, OÂng", "Ủy ban, Ấp, Ông"),
]


def in_vni(letter: str) -> str:
    """The codes of a letter, worked out from its parts."""
    small = unicodedata.normalize("NFD", letter.lower())
    alone = {"đ": "ñ", "ì": "ì", "í": "í", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}.get(letter.lower())
    shape = next((mark for mark in small if mark in "\u0302\u0306\u031b"), "")
    tone = next((mark for mark in small if mark in "\u0301\u0300\u0309\u0303\u0323"), "")
    codes = {"": "ùøûõï", "\u031b": "ùøûõï", "\u0302": "áàåãä", "\u0306": "éèúüë"}[shape]
    base = {"o\u031b": "ô", "u\u031b": "ö"}.get(small[0] + shape, small[0])
    bare = {"\u0302": "â", "\u0306": "ê"}.get(shape, "")
    code = alone or base + (codes["\u0301\u0300\u0309\u0303\u0323".index(tone)] if tone else bare)
    return code.upper() if letter.isupper() else code


@pytest.mark.parametrize(
    ("font", "legacy"),
    [
        (".VnTime", Legacy.TCVN3),
        (".VnArial", Legacy.TCVN3),
        (".VNARIAL NARROW", Legacy.TCVN3),
        (" .vntime ", Legacy.TCVN3),
        (".VnTimeH", Legacy.TCVN3_CAPITALS),
        (".VnArialH", Legacy.TCVN3_CAPITALS),
        (".vnavanth", Legacy.TCVN3_CAPITALS),
        (".VnArial NarrowH", Legacy.TCVN3_CAPITALS),
        ("VNI-Times", Legacy.VNI),
        ("VNI-Helve", Legacy.VNI),
        ("vni times", Legacy.VNI),
        ("Times New Roman", None),
        ("Arial", None),
        ("VnTime", None),
        ("VNItimes", None),
        ("Bookman H", None),
        ("", None),
    ],
)
def test_the_font_name_tells_what_the_codes_mean(font: str, legacy: Legacy | None) -> None:
    assert legacy_of(font) is legacy


@pytest.mark.parametrize(("codes", "text"), IN_TCVN3)
def test_tcvn3_is_read(codes: str, text: str) -> None:
    assert unicode_of(codes, Legacy.TCVN3) == text


@pytest.mark.parametrize(("codes", "text"), IN_TCVN3)
def test_a_font_of_capitals_draws_all_letters_as_capitals(codes: str, text: str) -> None:
    assert unicode_of(codes, Legacy.TCVN3_CAPITALS) == text.upper()


@pytest.mark.parametrize(("codes", "text"), IN_VNI)
def test_vni_is_read(codes: str, text: str) -> None:
    assert unicode_of(codes, Legacy.VNI) == text


def test_there_are_134_letters_and_all_are_tried() -> None:
    assert len(set(LETTERS + LETTERS.upper())) == 2 * 67
    assert unicodedata.is_normalized("NFC", LETTERS)
    assert len(TCVN3) == 67 + 7


@given(st.text([*TCVN3, *ASCII]))
def test_every_text_that_tcvn3_can_write_is_read_back(text: str) -> None:
    assert unicode_of("".join(TCVN3.get(letter, letter) for letter in text), Legacy.TCVN3) == text


@given(st.text([*LETTERS, *ASCII]))
def test_every_text_in_capitals_is_read_back_from_the_codes_of_its_small_letters(text: str) -> None:
    codes = "".join(TCVN3.get(letter, letter) for letter in text)
    assert unicode_of(codes, Legacy.TCVN3_CAPITALS) == text.upper()


@given(st.text([*LETTERS, *LETTERS.upper(), *ASCII]))
def test_every_text_that_vni_can_write_is_read_back(text: str) -> None:
    codes = "".join(letter if letter.isascii() else in_vni(letter) for letter in text)
    assert unicode_of(codes, Legacy.VNI) == text


@pytest.mark.parametrize("letter", [*LETTERS, *LETTERS.upper()])
def test_every_letter_of_vni_is_read_whatever_the_case_of_its_mark(letter: str) -> None:
    codes = in_vni(letter)
    assert unicode_of(codes, Legacy.VNI) == letter
    assert unicode_of(codes[0] + codes[1:].swapcase(), Legacy.VNI) == letter


@pytest.mark.skipif(shutil.which("iconv") is None, reason="iconv is what this is held against")
def test_the_codes_of_tcvn3_mean_what_iconv_says() -> None:
    codes = bytes(code for code in range(FIRST_CODE, AFTER_LAST_CODE) if not 0xB0 <= code <= 0xB4)
    ran = subprocess.run(["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"], input=codes, capture_output=True, check=False)
    if ran.returncode:
        pytest.skip("this iconv does not know TCVN 5712")
    assert unicode_of(codes.decode("latin-1"), Legacy.TCVN3) == ran.stdout.decode()


@pytest.mark.parametrize("legacy", Legacy)
@pytest.mark.parametrize(
    "text",
    [
        "Tỷ lệ che phủ rừng",
        "Số lao động được đào tạo nghề",
        "Hà Nội",
        "Đ",
        "cơ",
        "thu\u0309",  # decomposed
        "Δ",
    ],
)
def test_a_letter_that_is_no_code_shows_that_the_text_was_typed_in_unicode(text: str, legacy: Legacy) -> None:
    assert unicode_of(text, legacy) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("text", ["Hà Nam", "Hoàn thành", "Xã Dào San", "LÀM", "25ºC và", "Ánh"])
def test_a_letter_that_no_font_of_tcvn3_draws_shows_it_as_well(text: str) -> None:
    assert unicode_of(text, Legacy.TCVN3) == text
    assert unicode_of(text, Legacy.TCVN3_CAPITALS) == text


@pytest.mark.parametrize("text", ["Hà Nam", "Tháng 6", "Thôn Bánh", "Sín Chéng", "và"])
def test_so_does_a_mark_of_vni_after_a_letter_that_cannot_bear_it(text: str) -> None:
    assert unicode_of(text, Legacy.VNI) == text


def test_among_codes_that_are_no_vietnamese_letters_such_a_letter_is_a_capital_or_a_slip() -> None:
    assert unicode_of("àn ®Þnh", Legacy.TCVN3) == "Ổn định"
    assert unicode_of("tyû leä h à", Legacy.VNI) == "tỷ lệ h à"


def test_what_both_could_mean_the_font_decides() -> None:
    assert unicode_of("Hé", Legacy.TCVN3) == "Hộ"
    assert unicode_of("Cô", Legacy.VNI) == "Cơ"


@pytest.mark.parametrize("legacy", Legacy)
@pytest.mark.parametrize("quoted", ["\u201c1\u201d \u2013 2\u2026", "\x931\x94 \x96 2\x85"])
def test_quotes_and_dashes_stand_as_windows_has_them(quoted: str, legacy: Legacy) -> None:
    assert unicode_of(quoted, legacy) == "“1” – 2…"


def test_a_windows_letter_is_no_sign_of_unicode() -> None:
    assert unicode_of("\u0160 tû", Legacy.TCVN3) == unicode_of("\x8a tû", Legacy.TCVN3) == "Š tỷ"


def test_square_metres_and_degrees_stay() -> None:
    assert unicode_of("diÖn tÝch (km², m³), 25°", Legacy.TCVN3) == "diện tích (km², m³), 25°"
    assert unicode_of("dieän tích (km², m³), 25°", Legacy.VNI) == "diện tích (km², m³), 25°"


@given(st.text(), st.sampled_from(Legacy))
def test_whatever_the_text_it_comes_out_normalised(text: str, legacy: Legacy) -> None:
    assert unicodedata.is_normalized("NFC", unicode_of(text, legacy))


@given(st.text([chr(code) for code in range(0x100)]), st.sampled_from(Legacy))
def test_whatever_the_codes_they_come_out_normalised(text: str, legacy: Legacy) -> None:
    assert unicodedata.is_normalized("NFC", unicode_of(text, legacy))


@given(st.text([chr(code) for code in range(0x80)]))
def test_plain_letters_stay_as_they_are(text: str) -> None:
    assert unicode_of(text, Legacy.TCVN3) == unicode_of(text, Legacy.VNI) == text
    assert unicode_of(text, Legacy.TCVN3_CAPITALS) == text.upper()
