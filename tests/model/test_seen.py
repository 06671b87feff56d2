"""What `kpi peek` holds of a file."""

from phongtho_kpi.model.seen import CellForm, SeenCell


def test_a_cell_is_named_by_its_letters_and_its_row() -> None:
    assert SeenCell("AB", 12, "7,5").address == "AB12"
    assert SeenCell("A", 1, "Chỉ tiêu").form is CellForm.TYPED
