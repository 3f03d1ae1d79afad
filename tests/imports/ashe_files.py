"""Small workbooks in the layout of ASHE Table 14, made by hand."""

from importlib import import_module
from pathlib import Path

PAY = "Table 14.7a   Annual pay - Gross (£) - For all employee jobsa: United Kingdom, 2024"
HOURLY = "Table 14.5a   Hourly pay - Gross (£) - For all employee jobsa: United Kingdom, 2024"
ERRORS = (
    "Table 14.7b   Coefficients of variation for Annual pay - Gross (£) - For all employee jobsa: "
    "United Kingdom, 2024"
)
PERCENTILES = [10, 20, 25, 30, 40, 60, 70, 75, 80, 90]
type Rows = list[list[object]]

HEADER: Rows = [
    ["", "", "Number", "", "Annual", "", "Annual"],
    ["", "", "of jobsb", "", "percentage", "", "percentage", "Percentiles"],
    ["Description", "Code", "(thousand)", "Median", "change", "Mean", "change", *PERCENTILES],
]
FOOTNOTES: Rows = [["a  Employees on adult rates."], ["Source: Annual Survey of Hours and Earnings."]]
ALL: list[object] = ["All employees", "", 900, 31602, 7.1, 37000, 6, *range(10000, 20000, 1000)]
PROGRAMMERS: list[object] = [
    "   Programmers and software development professionals ", 2134, 335, 53501, 8.2, 61929, 13.1,
    29787, 36462, 38705, 41495, 47123, 59063, 65976, 69994, 75215, 93458,
]  # fmt: skip
ROWS: Rows = [ALL, ["  Information Technology Professionals", 213, *PROGRAMMERS[2:]], PROGRAMMERS]


def changed(row: list[object], **values: object) -> list[object]:
    """A row with other values in some of its columns."""
    places = {
        "title": 0,
        "code": 1,
        "jobs": 2,
        "median": 3,
        "mean": 5,
        "p10": 7,
        "p25": 9,
        "p75": 14,
        "p90": 16,
    }
    row = list(row)
    for name, value in values.items():
        row[places[name]] = value
    return row


def ashe(
    folder: Path,
    rows: Rows = ROWS,
    title: str = PAY,
    header: Rows = HEADER,
    sheets: tuple[str, ...] = ("Notes", "All"),
    foot: Rows = FOOTNOTES,
) -> Path:
    """A workbook whose sheet “All”, and no other, has the table."""
    path = folder / "downloaded.xlsx"
    with import_module("xlsxwriter").Workbook(path) as book:
        for name in sheets:
            sheet = book.add_worksheet(name)
            table = [[title], [], *header, *rows, *foot] if name == "All" else [["Guide to results"]]
            for number, values in enumerate(table):
                sheet.write_row(number, 0, values)
    return path
