"""Forms as offices send them, and exactly what comes of them (docs/commands.md, *Reading what offices send*).

Every figure in them is made up (Số liệu giả); how a form is written down is said in returns_texts.py.
"""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook
from returns_texts import as_csv, as_xlsx, figures_of, findings_of, read_content, read_csv, read_xlsx

from phongtho_kpi.read.returns.numerals import NumberStyle
from phongtho_kpi.read.returns.reading import Return

JUNE = "Số liệu giả\nBÁO CÁO THÁNG 6 NĂM 2024\n\n"
Read = Callable[..., Return]
BOTH = pytest.mark.parametrize("read", [read_xlsx, read_csv])


def lines(text: str) -> list[str]:
    return sorted(line.strip() for line in text.strip().splitlines() if line.strip())


def says(told: Return, figures: str, findings: str = "") -> None:
    """What a file said is this, and no more."""
    assert figures_of(told) == lines(figures)
    assert findings_of(told) == lines(findings)


def hidden(rows: tuple[int, ...] = (), columns: str = "", sheets: tuple[str, ...] = ()) -> Callable[[Workbook], None]:
    """A change that hides parts of a workbook."""

    def change(book: Workbook) -> None:
        for row in rows:
            book.worksheets[0].row_dimensions[row].hidden = True
        for column in columns:
            book.worksheets[0].column_dimensions[column].hidden = True
        for name in sheets:
            book[name].sheet_state = "hidden"

    return change


class TestTheAnnexAsItIsPrinted:
    """Title lines, headers of several levels, column numbers, groups, subtotals, notes and signatures."""

    ANNEX = """Số liệu giả
UBND HUYỆN PHONG THỔ|<|<||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|<|<
PHÒNG TÀI CHÍNH - KẾ HOẠCH|<|<||Độc lập - Tự do - Hạnh phúc|<|<

BIỂU SỐ 03: KẾT QUẢ QUÝ II VÀ 6 THÁNG ĐẦU NĂM 2024, NHIỆM VỤ 6 THÁNG CUỐI NĂM|<|<|<|<
(Kèm theo Báo cáo số 12/BC-TCKH ngày 25 tháng 7 năm 2023)|<|<|<|<
||||||||ĐVT: Triệu đồng
TT|Chỉ tiêu\\nchủ yếu|Năm 2023|<|Năm 2024|<|<|<|So sánh (%)|<|Ghi  chú
^|^|Dự toán|Thực hiện|KH giao|Thực hiện|<|Ước\\ncả năm|TH 6 tháng/KH|Cùng kỳ|^
^|^|^|^|^|Quý II|Lũy kế\\n6 tháng|^|^|^|^
A|B|1|2|3|4|5|6|7=5/3|8|C
I|CHỈ TIÊU KINH TẾ
1|Thu ngân sách nhà nước trên địa bàn|#55000|#66000|#77000|#15500|#32100|#71000|#41.7|#104.5|12 khoản
2|- Giá trị sản xuất|#1|#2222|-|#0|...|x|#5|#6
|Cộng (I)||#68222||#15500|#32100|#71000
II|CHỈ TIÊU XÃ HỘI
3|Độ che phủ rừng (%)||#44.3||||44,44%
|Trong đó:
Ghi chú: số liệu lấy đến ngày 14/6/2024|<|<|<
|||||Phong Thổ, ngày 20 tháng 6 năm 2024|<|<
|NGƯỜI LẬP BIỂU||||TRƯỞNG PHÒNG|<|<
|ĐT: 0912345678||||0912345678
"""

    @BOTH
    def test_three_header_rows_merged_or_not(self, read: Read) -> None:
        says(
            read(self.ANNEX),
            """
            budget_revenue 2023 66
            budget_revenue 2024-Q2 15.5
            budget_revenue 2024-H1 32.1
            budget_revenue 2024 71 estimate
            gross_output 2023 2222
            gross_output 2024-Q2 0
            forest_cover 2023 44.3
            forest_cover 2024 44.44 estimate
            """,
        )

    @BOTH
    @pytest.mark.parametrize(
        "heading", ["CHỈ TIÊU", "Tên  chỉ\\ntiêu", "Chỉ tiêu chủ yếu", "Các chỉ tiêu (1)", "Nội dung", "Chỉ tiêu KT-XH"]
    )
    @pytest.mark.parametrize("order", ["STT", "TT", "Số TT", ""])
    def test_a_header_is_found_by_its_words(self, read: Read, heading: str, order: str) -> None:
        form = f"{order}|{heading}|Đơn vị|Tháng 6\nI|Chỉ tiêu xã hội\n1|Giải quyết việc làm|người|#5"
        says(read(JUNE + form), "jobs 2024-06 5")

    @BOTH
    @pytest.mark.parametrize(
        "line",
        ["||||Biểu số 01", "|||(Số liệu giả)", "||KẾT QUẢ THÁNG 6 NĂM 2024", "||||Đơn vị tính: người", "BIỂU 2|<|<|<"],
    )
    def test_a_line_directly_above_a_header_is_no_part_of_it(self, read: Read, line: str) -> None:
        form = f"THÁNG 6\n{line}\nSTT|Chỉ tiêu|ĐVT|Thực hiện|Tháng 5\n1|Giải quyết việc làm||#5|#4"
        says(read(form), "jobs 2024-06 5\njobs 2024-05 4")

    @BOTH
    @pytest.mark.parametrize(
        "numbers",
        ["A|B|C|1|2|3=2/1", "(1)|(2)|(3)|(4)|(5)|(6)", "[1]|[2]|[3]|[4]|[5]|[6]", "#1|#2|#3|#4|#5|#6", "\n|||1|2|3"],
    )
    def test_a_row_of_column_numbers_is_none_of_figures(self, read: Read, numbers: str) -> None:
        header = "TT|Chỉ tiêu|ĐVT|Tháng 5|Tháng 6|So sánh (%)\n"
        says(
            read(JUNE + header + numbers + "\n1|Giải quyết việc làm|người|#4|#5|#125"), "jobs 2024-05 4\njobs 2024-06 5"
        )

    def test_a_nameless_row_of_small_numbers_below_the_header_is_not_lost(self) -> None:
        form = "TT|Chỉ tiêu|ĐVT|Tháng 5|Tháng 6\n|||#5|#4\n1|Giải quyết việc làm|người|#5|#4"
        says(read_xlsx(JUNE + form), "jobs 2024-05 5\njobs 2024-06 4", "Biểu 1!5:5 unknown-indicator")

    @BOTH
    def test_columns_of_plans_stand_between_those_of_figures(self, read: Read) -> None:
        form = """TT|Chỉ tiêu|ĐVT|TH quý I|KH quý II|TH quý II|KH 6 tháng|TH 6 tháng|TH/KH|+/-|Tăng, giảm
1|Giải quyết việc làm|người|#1|#2|#3|#4|#5|#6|-1|abc"""
        says(read(JUNE + form), "jobs 2024-Q1 1\njobs 2024-Q2 3\njobs 2024-H1 5")

    @BOTH
    def test_months_and_quarters_stand_as_numbers_below_their_word(self, read: Read) -> None:
        form = """TT|Chỉ tiêu|ĐVT|Tháng|<|<|Quý|<|Thực hiện năm|<
^|^|^|#1|#2|#3|I|II|#2022|#2023
1|Giải quyết việc làm|người|#1|#2|#3|#4|#5|#6|#7"""
        says(
            read(JUNE + form),
            "jobs 2024-01 1\njobs 2024-02 2\njobs 2024-03 3\njobs 2024-Q1 4\njobs 2024-Q2 5\njobs 2022 6\njobs 2023 7",
        )

    @BOTH
    def test_this_year_and_the_last_stand_side_by_side(self, read: Read) -> None:
        form = """TT|Chỉ tiêu|ĐVT|Năm trước|<|Năm nay|<|Cùng kỳ
^|^|^|Tháng 6|6 tháng|Tháng trước|Lũy kế|^
1|Giải quyết việc làm|người|#1|#2|#3|#4|#5"""
        says(read(JUNE + form), "jobs 2023-06 1\njobs 2023-H1 2\njobs 2024-05 3\njobs 2024-H1 4")

    @BOTH
    def test_numbers_under_headings_that_nobody_understands_are_rejected(self, read: Read) -> None:
        form = """TT|Chỉ tiêu|ĐVT|Tháng 6|Trong đó: nữ|Người theo dõi||Điểm
1|Giải quyết việc làm|người|#5|#2|Nguyễn Văn A|#7|-"""
        told = read(JUNE + form)
        assert (figures_of(told), told.rejected) == (["jobs 2024-06 5"], 2)
        assert {name for _, name in (finding.rsplit(" ", 1) for finding in findings_of(told))} == {"unknown-period"}

    def test_per_cent_is_what_the_cell_shows(self) -> None:
        form = """TT|Chỉ tiêu|ĐVT|Tháng 6
1|Tỷ lệ che phủ rừng|%|#0.443 0%
2|Tỷ lệ thôn, bản có nhà văn hóa|%|#0.8812 0.00%
3|Tỷ lệ xã, thị trấn đạt tiêu chí quốc gia về y tế|%|#70.6 #,##0.0" %"
4|Mức giảm tỷ suất sinh|‰|#0.3 0.0"‰"
5|Tốc độ tăng đàn gia súc bình quân|%|#-0.05 0.0%
6|Giải quyết việc làm|người|#0.05 0%"""
        says(
            read_xlsx(JUNE + form),
            """
            forest_cover 2024-06 44.3
            culture_house 2024-06 88.12
            health_communes 2024-06 70.6
            birth_cut 2024-06 0.3
            herd_growth 2024-06 -5
            """,
            "Biểu 1!D10 wrong-unit",
        )


class TestNumbersTypedAsText:
    """Separators, glued units, marks for none, and what is no figure."""

    TYPED = """TT|Chỉ tiêu|ĐVT|Kế hoạch|Quý I|Quý II
1|Giá trị sản xuất|triệu đồng|4.444.000|1,5 tỷ|1 234 567
2|Diện tích cây chè|ha|800|804,2ha|7.542 m2
3|Tỷ lệ che phủ rừng|%||44,36\u00a0%|44.360‰
4|Tốc độ tăng đàn gia súc bình quân|%||(2,5%)|–0,7
5|Thu NSNN trên địa bàn|tỷ đồng|66,6|5.600 tr.đ|khoảng 33
6|Giá trị xuất khẩu hàng địa phương|triệu USD||555.500 USD|0,5 nghìn USD
7|Giải quyết việc làm|người||1,1 nghìn người|1.005
8|Tổng sản lượng lương thực có hạt|tấn||12.345 kg|trên 15.000
9|Tổng lượt khách du lịch|lượt khách||9.900 lượt khách|11-12
10|Tỷ lệ xã, thị trấn đạt tiêu chí quốc gia về y tế|%||12 / 17|12/17 xã
11|Diện tích chè trồng mới|ha||32,5/55ha|17/12/2024
12|Mức giảm tỷ suất sinh|‰||0,5‰|0,3%
13|Bình quân tiêu chí nông thôn mới|tiêu chí/xã||12,5 tiêu chí/xã|–
14|Thu nhập bình quân đầu người|triệu đồng/năm||tăng mạnh|n/a"""

    @BOTH
    def test_each_cell_is_read_or_said(self, read: Read) -> None:
        told = read(JUNE + self.TYPED)
        assert figures_of(told) == lines(
            """
            gross_output 2024-Q1 1500
            gross_output 2024-Q2 1234567
            tea_area 2024-Q1 804.2
            tea_area 2024-Q2 0.7542
            forest_cover 2024-Q1 44.36
            herd_growth 2024-Q1 -2.5
            herd_growth 2024-Q2 -0.7
            budget_revenue 2024-Q1 5.6
            exports 2024-Q1 0.5555
            exports 2024-Q2 0.0005
            jobs 2024-Q1 1100
            jobs 2024-Q2 1005
            grain_output 2024-Q1 12.345
            visitors 2024-Q1 9900
            health_communes 2024-Q1 12/17
            health_communes 2024-Q2 12/17
            birth_cut 2024-Q1 0.5
            rural_criteria 2024-Q1 12.5
            """
        )
        if read is read_xlsx:
            assert findings_of(told) == lines(
                """
                Biểu 1!F7 wrong-unit
                Biểu 1!F9 not-exact
                Biểu 1!F12 not-exact
                Biểu 1!F13 not-exact
                Biểu 1!E15 not-a-share
                Biểu 1!F15 date-as-figure
                Biểu 1!F16 wrong-unit
                Biểu 1!E18 not-a-number
                """
            )

    @BOTH
    @pytest.mark.parametrize(
        ("settling", "value"),
        [
            ("|12,5||", "1230"),
            ("|||12,5%", "1230"),
            ("|||1.111.000", "1230"),
            ("||0.5|", "1.23"),
            ("|1,111.5||", "1.23"),
        ],
    )
    def test_a_plan_or_a_comparison_settles_the_decimal_sign(self, read: Read, settling: str, value: str) -> None:
        header = "TT|Chỉ tiêu|Kế hoạch|Tháng 6|So với KH\n"
        form = f"{header}1|Giải quyết việc làm||1.230|\n{settling.replace('|', '|Đào tạo nghề|', 1)}"
        assert f"jobs 2024-06 {value}" in figures_of(read(JUNE + form))

    @BOTH
    @pytest.mark.parametrize(
        "others", ["|Ghi chú|12,5", "|Điện thoại|12,5", "|Người ký|12,5 tuổi", "|Kế hoạch|1.000", "|STT khác|1.2"]
    )
    def test_what_is_no_figure_settles_nothing(self, read: Read, others: str) -> None:
        _, heading, text = others.split("|")
        says(read(JUNE + f"Chỉ tiêu|Tháng 6|{heading}\nGiải quyết việc làm|1.230|{text}"), "", "ambiguous-number")

    @BOTH
    def test_cells_that_disagree_refuse_the_file_only_where_one_depends_on_it(self, read: Read) -> None:
        form = "Chỉ tiêu|Tháng 6\nGiải quyết việc làm|{}\nDiện tích cây chè|12,5\nDiện tích chè trồng mới|12.5"
        says(read(JUNE + form.format("1230")), "jobs 2024-06 1230\ntea_area 2024-06 12.5\ntea_planted 2024-06 12.5")
        says(read(JUNE + form.format("1.230")), "", "ambiguous-number")
        assert "jobs 2024-06 1230" in figures_of(read(JUNE + form.format("1.230"), numbers=NumberStyle.VI))

    def test_what_depends_on_it_may_be_nobody_s_business(self) -> None:
        form = "Chỉ tiêu|Kế hoạch|Tháng 6\nGiải quyết việc làm|1.230|5\nLinh tinh|1.230|\nCộng||1.230"
        says(read_csv(JUNE + form), "jobs 2024-06 5")


class TestTidyTables:
    """A row a figure, in any order of columns."""

    TIDY = """Chỉ tiêu|Kỳ|Giá trị|ĐVT|Tên xã|Trạng thái|Ghi chú|Người nhập
Thu NSNN trên địa bàn|Tháng 5/2024|5.500,5|triệu đồng||Ước|12,5|A
Giải quyết việc làm|T6|12|người|Dào San|Chính thức||B
Tỷ lệ che phủ rừng|6 tháng|44,36%|%|||| C
Tổng sản lượng lương thực có hạt|06/2024|155.500|tạ|Xã Bản Lang|sơ bộ||D
Diện tích cây chè|2024-Q1|754,2|ha|Toàn huyện||"""
    FIGURES = """
        budget_revenue 2024-05 5.5005 estimate
        jobs@03571 2024-06 12
        forest_cover 2024-H1 44.36
        grain_output@03577 2024-06 15550 preliminary
        tea_area 2024-Q1 754.2
        """

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
    def test_separators_and_encodings(self, delimiter: str, encoding: str) -> None:
        content = as_csv(self.TIDY, delimiter, "utf-8")
        text = content.decode()
        told = read_content(_in_1258(text) if encoding == "cp1258" else text.encode(encoding), "a.csv")
        says(told, self.FIGURES)

    def test_a_line_that_names_the_separator_is_passed_over(self) -> None:
        says(read_content(b"sep=;\r\n" + as_csv(self.TIDY, ";", "utf-8"), "a.csv"), self.FIGURES)

    @pytest.mark.parametrize("change", [str.upper, str.lower, lambda text: unicodedata.normalize("NFD", text)])
    def test_case_and_composition_make_no_difference(self, change: Callable[[str], str]) -> None:
        says(read_content(change(as_csv(self.TIDY, encoding="utf-8").decode()).encode(), "a.csv"), self.FIGURES)

    @BOTH
    def test_the_columns_stand_in_any_order(self, read: Read) -> None:
        rows = [line.split("|") for line in self.TIDY.splitlines()]
        turned = "\n".join("|".join((row + [""] * 8)[:8][::-1]) for row in rows)
        says(read(turned), self.FIGURES)

    @BOTH
    def test_parts_and_values(self, read: Read) -> None:
        form = """Chỉ tiêu|Kỳ|Tử số|Mẫu số|Giá trị
Tỷ lệ xã, thị trấn đạt tiêu chí quốc gia về y tế|T6|#12|#17|
Tỷ lệ xã, thị trấn đạt tiêu chí quốc gia về y tế|T5|#11|#17|64,7
Tỷ lệ che phủ rừng|T5|||44,3"""
        says(read(form), "health_communes 2024-06 12/17\nhealth_communes 2024-05 11/17\nforest_cover 2024-05 44.3")

    @BOTH
    @pytest.mark.parametrize(
        ("heading", "name", "value"),
        [
            ("Giá trị (%)", "Tỷ lệ che phủ rừng", "forest_cover 2024-06 5"),
            ("Giá trị (triệu đồng)", "Thu NSNN trên địa bàn", "budget_revenue 2024-06 0.005"),
            ("Số liệu", "Thu NSNN trên địa bàn (triệu)", "budget_revenue 2024-06 0.005"),
            ("Thực hiện", "budget_revenue", "budget_revenue 2024-06 5"),
        ],
    )
    def test_a_heading_or_a_name_states_the_unit(self, read: Read, heading: str, name: str, value: str) -> None:
        says(read(f"{heading}|Chỉ tiêu|Kỳ\n#5|{name}|T6"), value)

    def test_what_is_wrong_is_said_at_its_row(self) -> None:
        form = """Số liệu giả
indicator,period,value,unit
budget_revenue,2024-05,5.5,tấn
jobs,2024-13,5,
jobs,2025-01,5,
jobs,2024-02,5,
jobs,2024-02,6,
trained,2024-02,6,
trained,2024-02,6,
Giải quyết việc,2024-03,5,"""
        says(
            read_content(form.encode(), "a.csv"),
            "trained 2024-02 6",
            """
            3 wrong-unit
            4 unknown-period
            5 later-year
            6 conflicting-figures
            7 conflicting-figures
            9 repeated-figure
            10 unknown-indicator
            """,
        )


def _in_1258(text: str) -> bytes:
    """As Windows for Vietnamese writes it: a letter with its tone behind it."""
    letters = []
    for letter in text:
        pieces = unicodedata.normalize("NFD", letter)
        tones = "".join(piece for piece in pieces if piece in "\u0300\u0301\u0303\u0309\u0323")
        letters.append(unicodedata.normalize("NFC", "".join(piece for piece in pieces if piece not in tones)) + tones)
    return "".join(letters).encode("cp1258")


class TestSheetsAndTitles:
    """What headings leave out, titles and the names of sheets say."""

    FORM = """Số liệu giả
{}

STT|Chỉ tiêu|ĐVT|KH năm|Thực hiện|Lũy kế từ đầu năm|% KH
1|Giải quyết việc làm|người|#9|#1|#2|#3"""

    @pytest.mark.parametrize(
        ("name", "figures"),
        [
            ("T6", "jobs 2024-06 1\njobs 2024-H1 2"),
            ("Tháng 06", "jobs 2024-06 1\njobs 2024-H1 2"),
            ("06.2024", "jobs 2024-06 1\njobs 2024-H1 2"),
            ("T06.2023", "jobs 2023-06 1\njobs 2023-H1 2"),
            ("T4 (2)", "jobs 2024-04 1\njobs 2024-4M 2"),
            ("Quý II", "jobs 2024-Q2 1\njobs 2024-H1 2"),
            ("6 tháng cuối năm", "jobs 2024-H2 1\njobs 2024 2"),
        ],
    )
    def test_the_name_of_a_sheet_says_the_period(self, name: str, figures: str) -> None:
        says(read_xlsx({name: self.FORM.format("UBND HUYỆN PHONG THỔ")}), figures)

    @BOTH
    @pytest.mark.parametrize(
        ("title", "figures"),
        [
            ("BÁO CÁO THÁNG 6 VÀ 6 THÁNG ĐẦU NĂM 2024", "jobs 2024-06 1\njobs 2024-H1 2"),
            ("KẾT QUẢ THÁNG 6, NHIỆM VỤ THÁNG 7 NĂM 2024", "jobs 2024-06 1\njobs 2024-H1 2"),
            ("THÁNG 6/2024 (từ 15/5/2024 đến 14/6/2024)", "jobs 2024-06 1\njobs 2024-H1 2"),
            ("QUÝ III NĂM 2023 SO VỚI CÙNG KỲ NĂM 2022", "jobs 2023-Q3 1\njobs 2023-9M 2"),
            ("Tháng:|#6|Năm:|#2024", "jobs 2024-06 1\njobs 2024-H1 2"),
            ("TÌNH HÌNH KINH TẾ THÁNG|#6|NĂM|#2023", "jobs 2023-06 1\njobs 2023-H1 2"),
            (
                "THÁNG 6\nTheo Quyết định 22/2023/QĐ-UBND\nPhong Thổ, ngày 3 tháng 7 năm 2025",
                "jobs 2024-06 1\njobs 2024-H1 2",
            ),
        ],
    )
    def test_a_title_says_the_period(self, read: Read, title: str, figures: str) -> None:
        says(read(self.FORM.format(title)), figures)

    @pytest.mark.parametrize("title", ["BÁO CÁO 9 THÁNG NĂM 2024", "9T"])
    def test_nine_months_are_those_of_the_total_and_of_no_step(self, title: str) -> None:
        says(read_xlsx({"Biểu 1": self.FORM.format(title)}), "jobs 2024-9M 2", "Biểu 1!E:E unknown-period")
        alone = self.FORM.replace("|Lũy kế từ đầu năm|", "|Kế hoạch|")
        says(read_xlsx(alone.format(title)), "jobs 2024-9M 1")

    @pytest.mark.parametrize(
        ("title", "sheet", "finding"),
        [
            ("THÁNG 6 NĂM 2024", "T7", "T7 period-conflict"),
            ("THÁNG 6 NĂM 2023", "T6.2024", "T6.2024 period-conflict"),
            ("THÁNG 6", "Quý III", "Quý III period-conflict"),
            ("THÁNG 6\nTHÁNG 7", "Biểu 1", "Biểu 1 period-conflict"),
            ("BÁO CÁO NĂM 2024", "Biểu 1", "Biểu 1!E:E unknown-period\nBiểu 1!F:F unknown-period"),
            ("THÁNG 6 NĂM 2025", "Biểu 1", "Biểu 1!E:E later-year\nBiểu 1!F:F later-year"),
            ("UBND XÃ DÀO SAN\nTHÁNG 6", "Bản Lang", "Bản Lang area-conflict"),
            ("UBND XÃ NẬM BAN\nTHÁNG 6", "Biểu 1", "Biểu 1 unknown-area"),
            ("UBND XÃ NẬM BAN\nTHÁNG 6", "Dào San", "Dào San unknown-area"),
            ("ỦY BAN NHÂN DÂN|CỘNG HÒA\nXÃ NẬM BAN|Độc lập\nTHÁNG 6", "Biểu 1", "Biểu 1 unknown-area"),
            ("UBND HUYỆN TAM ĐƯỜNG\nTHÁNG 6", "Biểu 1", "Biểu 1 unknown-area"),
            ("Tên xã: Nậm Ban\nTHÁNG 6", "Biểu 1", "Biểu 1 unknown-area"),
            ("UBND HUYỆN PHONG THỔ\nTHÁNG 6", "Xã Nậm Ban", "Xã Nậm Ban unknown-area"),
            ("UBND HUYỆN PHONG THỔ\nTHÁNG 6", "Dao San", "Dao San unknown-area"),
            ("UBND HUYỆN PHONG THỔ\nTHÁNG 6", "Phong Thổ", "Phong Thổ unknown-area"),
        ],
    )
    def test_what_is_not_certain_is_not_taken(self, title: str, sheet: str, finding: str) -> None:
        says(read_xlsx({sheet: self.FORM.format(title)}), "", finding)

    def test_what_a_heading_says_itself_is_taken_all_the_same(self) -> None:
        form = self.FORM.replace("Thực hiện", "Tháng 6/2024").format("THÁNG 6 NĂM 2024")
        says(read_xlsx({"T7": form}), "jobs 2024-06 1", "T7 period-conflict")

    @pytest.mark.parametrize(
        ("title", "sheet", "area"),
        [
            ("UBND XÃ DÀO SAN", "Biểu 1", "@03571"),
            ("ỦY BAN NHÂN DÂN XÃ DÀO SAN, HUYỆN PHONG THỔ", "Dào San", "@03571"),
            ("Đơn vị báo cáo: UBND xã Lản Nhì Thàng", "Biểu 1", "@03391"),
            ("UBND HUYỆN PHONG THỔ", "DÀO SAN", "@03571"),
            ("UBND HUYỆN PHONG THỔ", "1. Dào San T6", "@03571"),
            ("UBND HUYỆN PHONG THỔ", "TT. Phong Thổ (2)", "@03549"),
            ("UBND HUYỆN PHONG THỔ", "3571", "@03571"),
            ("UBND HUYỆN PHONG THỔ", "Toàn huyện", ""),
            ("UBND HUYỆN PHONG THỔ\nPHÒNG LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "Xã hội", ""),
            ("UBND TỈNH LAI CHÂU\nKẾT QUẢ CỦA CÁC XÃ, THỊ TRẤN\nMường So, ngày 3 tháng 7 năm 2024", "109", ""),
        ],
    )
    def test_titles_and_sheets_say_the_area(self, title: str, sheet: str, area: str) -> None:
        form = f"Số liệu giả\n{title}\nTHÁNG 6\n\nChỉ tiêu|Thực hiện\nGiải quyết việc làm|#5"
        says(read_xlsx({sheet: form}), f"jobs{area} 2024-06 5")

    @pytest.mark.parametrize(
        ("line", "figures", "findings"),
        [
            ("ĐVT: Triệu đồng", "budget_revenue 2024-06 5.6", ""),
            ("(Đơn vị tính: tr. đồng)", "budget_revenue 2024-06 5.6", ""),
            ("Đơn vị tính : 1.000 đồng.", "budget_revenue 2024-06 0.0056", ""),
            ("Đơn vị tính triệu đồng", "budget_revenue 2024-06 5.6", ""),
            ("ĐVT:|triệu đồng", "budget_revenue 2024-06 5.6", ""),
            ("Đơn vị: Phòng Tài chính", "budget_revenue 2024-06 5600", ""),
            ("ĐVT: Triệu đồng, %", "", "Biểu 1!C6 wrong-unit"),
            ("ĐVT: tấn", "", "Biểu 1!C6 wrong-unit"),
        ],
    )
    @pytest.mark.parametrize("place", ["{}\n\n", "\n|||{}\n"])
    def test_a_line_above_says_the_unit(self, line: str, figures: str, findings: str, place: str) -> None:
        form = (
            f"Số liệu giả\nTHÁNG 6\n{place.format(line)}STT|Chỉ tiêu|Thực hiện|Ghi chú\n1|Thu NSNN trên địa bàn|#5600"
        )
        says(read_xlsx(form), figures, findings)

    @BOTH
    def test_a_whole_year_cannot_be_told_before_it_is_over(self, read: Read) -> None:
        form = "Chỉ tiêu|TH 2023|Năm 2024|Ước năm 2024|Ước năm\n^|^|Thực hiện|^|^\nGiải quyết việc làm|#1|#2|#3|#3"
        told = read(JUNE + form)
        assert figures_of(told) == ["jobs 2023 1", "jobs 2024 3 estimate", "jobs 2024-06 2"]
        says(read_xlsx(JUNE + "Chỉ tiêu|Thực hiện năm 2024\nGiải quyết việc làm|#5"), "", "Biểu 1!B:B period-conflict")
        december = JUNE.replace("THÁNG 6", "THÁNG 12")
        says(read_xlsx(december + "Chỉ tiêu|Thực hiện năm 2024\nGiải quyết việc làm|#5"), "jobs 2024 5")

    def test_what_was_asked_for_fills_in_what_nobody_says(self) -> None:
        from phongtho_kpi.model.period import Period

        form = "Số liệu giả\nUBND HUYỆN PHONG THỔ\n\nChỉ tiêu|Thực hiện|Lũy kế\nGiải quyết việc làm|#5|#6"
        asked: dict[str, Any] = {"period": Period.parse("2023-05"), "area": "03571"}
        says(read_xlsx(form, **asked), "jobs@03571 2023-05 5\njobs@03571 2023-5M 6")


class TestWhatIsInAWorkbook:
    """Formulas, errors and dates; hidden rows, columns and sheets."""

    def test_what_is_no_figure_is_said_at_its_cell(self) -> None:
        form = """Chỉ tiêu|Tháng 5|Tháng 6|So sánh (%)
Giải quyết việc làm|#5|=A1|#DIV/0!
Đào tạo nghề|#REF!|#5|=A1
Diện tích cây chè|TRUE|17/12/2024|#N/A"""
        says(
            read_xlsx(JUNE + form),
            "jobs 2024-05 5\ntrained 2024-06 5",
            """
            Biểu 1!C5 formula-without-value
            Biểu 1!B6 error-cell
            Biểu 1!B7 not-a-number
            Biểu 1!C7 date-as-figure
            """,
        )

    @pytest.mark.parametrize(
        ("heading", "finding"),
        [
            ("Tháng 5", "Biểu 1!C:C hidden"),
            ("Linh tinh", "Biểu 1!C:C hidden"),
            ("Kế hoạch", ""),
            ("So với KH", ""),
            ("Ghi chú", ""),
        ],
    )
    def test_a_hidden_column_of_figures_is_said_and_no_other(self, heading: str, finding: str) -> None:
        form = f"Chỉ tiêu|Tháng 6|{heading}\nGiải quyết việc làm|#5|#6"
        says(read_xlsx(JUNE + form, hidden(columns="C")), "jobs 2024-06 5", finding)

    def test_hidden_rows_and_sheets_are_said_where_they_have_figures(self) -> None:
        form = JUNE + "Chỉ tiêu|Tháng 6\nKINH TẾ|\nGiải quyết việc làm|#5\nĐào tạo nghề|#6"
        book = {"T6": form, "Nháp": form, "Hướng dẫn": "Chỉ ghi vào các ô trống"}
        says(
            read_xlsx(book, hidden(rows=(5, 6), sheets=("Nháp",))),
            "trained 2024-06 6",
            "T6!6:6 hidden\nNháp hidden\nHướng dẫn no-figures",
        )

    def test_a_workbook_that_is_called_csv_is_read_as_what_it_is(self) -> None:
        says(read_content(as_xlsx(JUNE + "Chỉ tiêu|Tháng 6\nGiải quyết việc làm|#5"), "a.csv"), "jobs 2024-06 5")


class TestCommunes:
    """A row or a column a commune, by code, name or alias."""

    @BOTH
    @pytest.mark.parametrize("heading", ["Mã xã", "Mã", "Đơn vị", "Địa phương", "Tên xã, thị trấn", ""])
    def test_a_column_that_holds_communes_is_theirs_whatever_it_is_called(self, read: Read, heading: str) -> None:
        form = f"""{heading}|Chỉ tiêu|Kỳ|Giá trị
03571|Giải quyết việc làm|T6|#1
#3577|Giải quyết việc làm|T6|#2
109|Đào tạo nghề|T6|#3"""
        says(read(form), "jobs@03571 2024-06 1\njobs@03577 2024-06 2\ntrained 2024-06 3")

    @BOTH
    @pytest.mark.parametrize("heading", ["Xã", "Đơn vị", "Đơn vị báo cáo", "STT", ""])
    def test_in_it_a_commune_that_nobody_knows_is_rejected(self, read: Read, heading: str) -> None:
        form = f"""{heading}|Chỉ tiêu|Kỳ|Giá trị
XÃ\u00a0DÀO  SAN|Giải quyết việc làm|T6|#1
Nậm Ban|Giải quyết việc làm|T6|#2
Phong Thổ|Giải quyết việc làm|T6|#3
Tổng cộng|Giải quyết việc làm|T6|#6
Toàn huyện|Giải quyết việc làm|T6|#6"""
        told = read(form)
        assert figures_of(told) == ["jobs 2024-06 6", "jobs@03571 2024-06 1"]
        assert [finding.split()[-1] for finding in findings_of(told)] == ["unknown-area"] * 2

    @BOTH
    def test_a_code_beside_the_name_of_another_is_rejected(self, read: Read) -> None:
        form = """Mã|Tên xã|Chỉ tiêu|Kỳ|Giá trị
3562|Sì Lở Lầu|Giải quyết việc làm|T6|#1
3571.0|Dào San|Giải quyết việc làm|T6|#2"""
        told = read(form)
        assert figures_of(told) == ["jobs@03571 2024-06 2"]
        assert [finding.split()[-1] for finding in findings_of(told)] == ["area-conflict"]

    @BOTH
    def test_communes_stand_above_months_or_below_them(self, read: Read) -> None:
        form = """TT|Chỉ tiêu|ĐVT|Toàn huyện|Tổng số|Chia ra các xã, thị trấn|<|<|<
^|^|^|^|^|Xã Dào San (ha)|<|03577|<
^|^|^|^|^|Tháng 5|Tháng 6|Tháng 5|Lũy kế
1|Diện tích chè trồng mới|ha|#9|#10|#1|#2|#3|#4"""
        says(
            read(JUNE + form),
            """
            tea_planted 2024-06 9
            tea_planted@03571 2024-05 1
            tea_planted@03571 2024-06 2
            tea_planted@03577 2024-05 3
            tea_planted@03577 2024-H1 4
            """,
        )
        form = """TT|Chỉ tiêu|ĐVT|Tháng 5|<|<|Tháng 6|<|<
^|^|^|1. Dào San|#3577|Tổng số|TT Phong Thổ|3589.0|Huyện Phong Thổ
1|Giải quyết việc làm|người|#1|#2|#3|#4|#5|#6"""
        figures = (
            "jobs@03571 2024-05 1\njobs@03577 2024-05 2\njobs@03549 2024-06 4\njobs@03589 2024-06 5\njobs 2024-06 6"
        )
        says(read(JUNE + form), figures)

    def test_a_column_of_an_unknown_commune_is_rejected(self) -> None:
        form = "TT|Chỉ tiêu|Dào San|Nậm Ban|Phong Thổ\n1|Giải quyết việc làm|#1|#2|#3"
        says(read_xlsx(JUNE + form), "jobs@03571 2024-06 1", "Biểu 1!D:D unknown-area\nBiểu 1!E:E unknown-area")

    def test_a_sheet_a_commune(self) -> None:
        form = "Số liệu giả\nUBND HUYỆN PHONG THỔ\nTHÁNG 6\n\nSTT|Chỉ tiêu|Thực hiện\n1|Giải quyết việc làm|#{}"
        book = {
            name: form.format(number)
            for number, name in enumerate(["Dào San", "Xã Bản Lang", "Mường So (2)", "Dao San"])
        }
        says(
            read_xlsx(book),
            "jobs@03571 2024-06 0\njobs@03577 2024-06 1\njobs@03589 2024-06 2",
            "Dao San unknown-area",
        )


class TestSeveralTablesOnASheet:
    """Each has a header, and lines above it of its own."""

    @BOTH
    def test_each_is_read_by_its_own_lines(self, read: Read) -> None:
        form = """STT|Chỉ tiêu|ĐVT|Thực hiện
1|Giải quyết việc làm|người|#5
Ghi chú: số chính thức
II. BIỂU 2: QUÝ II NĂM 2024
STT|Chỉ tiêu|ĐVT|Thực hiện
1|Đào tạo nghề|người|#7"""
        says(read(JUNE + form), "jobs 2024-06 5\ntrained 2024-Q2 7")

    @BOTH
    def test_what_its_own_lines_leave_out_those_of_the_table_before_say(self, read: Read) -> None:
        form = """Số liệu giả
BÁO CÁO NĂM 2023
UBND XÃ DÀO SAN
ĐVT: triệu đồng

STT|Chỉ tiêu|Tháng 5
1|Thu NSNN trên địa bàn|#5000

II. BẢNG HAI
STT|Chỉ tiêu|Tháng 6
1|Thu NSNN trên địa bàn|#6000
UBND XÃ BẢN LANG
STT|Chỉ tiêu|Tháng 7
1|Thu NSNN trên địa bàn|#7000"""
        says(
            read(form),
            "budget_revenue@03571 2023-05 5\nbudget_revenue@03571 2023-06 6\nbudget_revenue@03577 2023-07 7",
        )

    @BOTH
    def test_a_header_that_is_repeated_on_every_page_changes_nothing(self, read: Read) -> None:
        header = "STT|Chỉ tiêu|ĐVT|Thực hiện\n"
        form = (
            header + "1|Giải quyết việc làm|người|#5\n" + header + "2|Đào tạo nghề|người|#6\n" + header + "3|Cộng||#11"
        )
        says(read(JUNE + form), "jobs 2024-06 5\ntrained 2024-06 6")


class TestRowsOfATable:
    """Where names stand, and what the words of a row mean beside the headings."""

    @BOTH
    def test_a_name_may_stand_in_the_merged_cell_to_its_left(self, read: Read) -> None:
        form = """STT|Chỉ tiêu|ĐVT|Tháng 6
Tổng cộng|<||#11
1|Giải quyết việc làm|người|#5
Đào tạo nghề|<|người|#6"""
        says(read(JUNE + form), "jobs 2024-06 5\ntrained 2024-06 6")

    @BOTH
    def test_a_row_s_period_and_a_column_s_go_together(self, read: Read) -> None:
        form = """Chỉ tiêu|Kỳ|Thực hiện|Lũy kế
Giải quyết việc làm|Tháng 6|#5|#50
Đào tạo nghề|Quý II||#60"""
        says(read(form), "jobs 2024-06 5\njobs 2024-H1 50\ntrained 2024-H1 60")

    @BOTH
    @pytest.mark.parametrize(
        ("heading", "text", "period"), [("Tháng", "#6", "06"), ("Tháng", "06", "06"), ("Quý", "II", "Q2")]
    )
    def test_a_number_below_the_word_month_is_a_month(self, read: Read, heading: str, text: str, period: str) -> None:
        says(read(f"Chỉ tiêu|{heading}|Giá trị\nGiải quyết việc làm|{text}|#5"), f"jobs 2024-{period} 5")

    @BOTH
    def test_a_row_without_a_value_takes_none_from_another_column(self, read: Read) -> None:
        form = "Chỉ tiêu|Kỳ|Giá trị|Điện thoại\nGiải quyết việc làm|Tháng 6||0912345678\nĐào tạo nghề|T6|#5|"
        told = read(form)
        assert (figures_of(told), [finding.split()[-1] for finding in findings_of(told)]) == (
            ["trained 2024-06 5"],
            ["unknown-period"],
        )

    @BOTH
    def test_groups_and_sums_cost_nobody_a_word(self, read: Read) -> None:
        form = """TT|Chỉ tiêu|ĐVT|Tháng 6|Ghi chú
I
A|KINH TẾ
-|Trong đó:
a)|- Giải quyết việc làm|người|#5|12
|1.2. Đào tạo nghề|người|#3
|Tổng cộng (I+II)||#8
Cộng|||#8
|Ghi chú: số liệu đến 14/6
||Ngày 14/6/2024|14/6/2024|Ngày 14 tháng 6 năm 2024
|NGƯỜI LẬP BIỂU||TRƯỞNG PHÒNG
|Nguyễn Văn A - ĐT: 0912345678||0912345678|0912.345.678"""
        says(read(JUNE + form), "jobs 2024-06 5\ntrained 2024-06 3")

    def test_a_figure_without_a_name_that_is_known_is_said(self) -> None:
        form = """TT|Chỉ tiêu|ĐVT|Tháng 6
1|Trong đó: Nữ|người|#5
2|Giải quyết việc|người|trên 65
|||#7"""
        says(
            read_xlsx(JUNE + form),
            "",
            "Biểu 1!B5 unknown-indicator\nBiểu 1!B6 unknown-indicator\nBiểu 1!7:7 unknown-indicator",
        )
