import csv
import io

from dragoman.export.polecat import COLUMNS, QUAD_CODES, write_polecat
from dragoman.model import EVENT_TYPES
from tests.export.sample import make_reading


def rows() -> list[dict[str, str]]:
    file = io.StringIO()
    write_polecat([make_reading()], file)
    return list(csv.DictReader(io.StringIO(file.getvalue())))


def test_columns_are_those_of_the_data_set() -> None:
    assert len(COLUMNS) == 40
    assert COLUMNS[:8] == (
        *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name"),
    )
    assert COLUMNS[15:18] == ("Recipient Name", "Recipient Country", "Recipient COW")
    assert COLUMNS[-3:] == ("Story Locations", "Language", "Version")


def test_every_type_has_a_quad_code() -> None:
    assert set(QUAD_CODES) == set(EVENT_TYPES)


def test_a_row_is_an_event_that_happened() -> None:
    assert [row["Event ID"] for row in rows()] == ["sample-1_e1", "sample-1_e4", "sample-1_e6"]


def test_cells_are_what_the_text_settles() -> None:
    met = rows()[0]
    assert met["Event Date"] == "2024-05-27"
    assert met["Event Mode"] == "third-party"
    assert met["Quad Code"] == "VERBAL COOPERATION"
    assert met["Actor Name"] == "Marta Oyarzún; Julio Quispe Salas"
    assert met["Actor Country"] == "Chile; Peru"
    assert met["Primary Actor Sector"] == "GOV; GOV"
    assert met["Actor Title"] == "foreign minister; counterpart"
    assert met["Country"] == "Norway"
    assert met["Publication Date"] == "2024-05-28"
    assert met["Latitude"] == met["Intensity"] == met["Recipient Name"] == ""


def test_a_month_is_its_first_day() -> None:
    assert rows()[1]["Event Date"] == "2024-03-01"
