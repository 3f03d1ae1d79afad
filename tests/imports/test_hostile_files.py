"""Files that are made to harm: each is refused, or read as what it is, within 150 MB and 5 seconds of the processor.

Both are limits that the system holds a process to, which ends where it goes beyond: `reading_hostile.py`.
"""

import gzip
import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from string import ascii_uppercase

import pytest
from django.conf import settings

from salaries.imports.probing import opens
from tests.imports.tables import a_workbook
from tests.imports.test_uploads import ENTITY

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="The limits are Linux' own.")
ODS = "urn:oasis:names:tc:opendocument:xmlns:"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><dimension ref="A1:B2"/><sheetData>%s</sheetData></worksheet>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
STRINGS = f'<?xml version="1.0"?><!DOCTYPE x [%s]><sst xmlns="{MAIN}"><si><t>%s</t></si></sst>'
LAUGHING = STRINGS % (f'<!ENTITY l0 "ha">{LAUGHS}', "&l9;")
OUTSIDE = STRINGS % ('<!ENTITY o SYSTEM "file:///etc/passwd">', "&o;")

REPEATED = (
    f'<?xml version="1.0"?><office:document-content xmlns:office="{ODS}office:1.0" xmlns:table="{ODS}table:1.0" '
    f'xmlns:text="{ODS}text:1.0"><office:body><office:spreadsheet><table:table table:name="1">'
    '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" '
    'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row></table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)
FAR = (
    "takes more memory or time than a workbook of its size does: it is not read. Does a cell stand far below"
)
OUTCOMES = {
    "many.xlsx": "“many.xlsx” unpacks to more than 50 MB: it is not read.",
    "bomb.csv.gz": "“bomb.csv.gz” unpacks to more than 50 MB: it is not read.",
    "nested.csv.gz": "“nested.csv.gz” is not written in UTF-8 (byte 1)",
    "laughing.xlsx": "“laughing.xlsx” cannot be opened as a workbook",
    "entity.xlsx": "“entity.xlsx” cannot be opened as a workbook",
    "outside.xlsx": "“outside.xlsx” cannot be opened as a workbook",
    "corner.xlsx": f"“corner.xlsx” {FAR}",
    "beyond.xlsx": f"“beyond.xlsx” {FAR}",
    "tall.xlsx": f"“tall.xlsx” {FAR}",
    "repeated.ods": "“repeated.ods” cannot be opened as a workbook",
    "strings.xlsx": "“strings.xlsx”: sheet “1” cannot be read",
    "deep.xlsx": "0 rows",
    "climbing.xlsx": "2 rows",
    "sheets.xlsx": "“sheets.xlsx” cannot be opened as a workbook",
    "picture.xlsx": "“picture.xlsx” is a picture, not a table",
    "page.csv": "“page.csv” is a web page, not a table",
    "pdf.csv": "“pdf.csv” is a PDF, not a table",
    "program.csv": "“program.csv” holds bytes that no table has.",
    "old.xls": "“old.xls” cannot be opened as a workbook",
    "line.csv": "“line.csv” has a line of more than 1,000,000 letters: that is no table.",
    "columns.csv": "“columns.csv” has a line of more than 1,000,000 letters: that is no table.",
    "quotes.csv": "“quotes.csv” has a line of more than 1,000,000 letters: that is no table.",
    "open.csv": "“open.csv” is no CSV that can be read",
    "utf16.csv": "“utf16.csv” is not written in UTF-8 (byte 0)",
}
"""What becomes of each file, or how the sentence begins that is said of it."""


def cell(place: str) -> str:
    row = place.lstrip(ascii_uppercase)
    return f'<row r="{row}"><c r="{place}"><v>1</v></c></row>'


def many(content: bytes, names: int) -> bytes:
    """A zip file of many members that are all alike."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(names):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", content)
    return file.getvalue()


def an_ods(content: str) -> bytes:
    """A workbook of the open format with that content."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{ODS}manifest:1.0"/>')
        archive.writestr("content.xml", content)
    return file.getvalue()


def twisted(plain: Path, ending: str, content: str, more: dict[str, str] | None = None) -> bytes:
    """The workbook with another content of the member of that ending, and with more members."""
    file = BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name.endswith(ending) else old.read(name))
        for name, text in (more or {}).items():
            new.writestr(name, text)
    return file.getvalue()


def hostile(plain: Path) -> dict[str, bytes]:
    """The files, by name."""
    zeros = b"0" * 20_000_000
    bomb = gzip.compress(zeros * 5, 1)
    return {
        "many.xlsx": many(zeros, 3),
        "bomb.csv.gz": bomb,
        "nested.csv.gz": gzip.compress(bomb),
        "laughing.xlsx": twisted(plain, "sharedStrings.xml", LAUGHING),
        "entity.xlsx": twisted(plain, "sharedStrings.xml", ENTITY),
        "outside.xlsx": twisted(plain, "sharedStrings.xml", OUTSIDE),
        "corner.xlsx": twisted(plain, "sheet1.xml", SHEET % (cell("A1") + cell("XFD1048576"))),
        "beyond.xlsx": twisted(plain, "sheet1.xml", SHEET % (cell("A1") + cell("ZZZZZ99999999"))),
        "tall.xlsx": twisted(plain, "sheet1.xml", SHEET % (cell("A1") + cell("CV1048576"))),
        "repeated.ods": an_ods(REPEATED),
        "strings.xlsx": twisted(
            plain, "sheet1.xml", SHEET % '<row r="1"><c r="A1" t="s"><v>4000000000</v></c></row>'
        ),
        "deep.xlsx": twisted(plain, "sheet1.xml", SHEET % ("<row>" * 100_000)),
        "climbing.xlsx": twisted(plain, "nothing", "", {"../../../climbed.txt": "x", "/climbed.txt": "x"}),
        "sheets.xlsx": many(b"<x/>", 20_000),
        "picture.xlsx": b"\x89PNG\r\n\x1a\n" + zeros[:1000],
        "page.csv": b"<html><script>x</script>",
        "pdf.csv": b"%PDF-1.7" + zeros[:1000],
        "program.csv": b"\x7fELF" + bytes(1000),
        "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 1_000_000,
        "line.csv": b"a," + b"x" * 19_000_000,
        "columns.csv": b"," * 19_000_000,
        "quotes.csv": b'"' * 19_000_000,
        "open.csv": b'a,b\n"' + b"x\n" * 9_000_000,
        "utf16.csv": ("role,pay\n" * 1000).encode("utf-16"),
    }


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What became of each file. What ended the process has no outcome, nor has what comes after it."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "good").mkdir()
    (folder / "hostile").mkdir()
    plain = a_workbook(folder / "good", [["role", "pay"], ["nurse", 60000]])
    (folder / "good" / "a.csv").write_text("role,pay\nnurse,60000\n")
    for name, content in hostile(plain).items():
        (folder / "hostile" / name).write_bytes(content)
    command = [sys.executable, "-m", "tests.imports.reading_hostile", str(folder)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    sys.stderr.write(done.stderr[-2_000:])
    return dict(json.loads(line) for line in done.stdout.splitlines())


@pytest.mark.parametrize(("name", "said"), OUTCOMES.items())
def test_a_hostile_file_is_refused_within_its_limits(outcomes: dict[str, str], name: str, said: str) -> None:
    assert outcomes[name].startswith(said)


def test_no_file_is_left_out(outcomes: dict[str, str]) -> None:
    assert set(outcomes) == set(OUTCOMES)


def test_a_full_workbook_is_no_hostile_one(tmp_path: Path) -> None:
    full = a_workbook(tmp_path, [["a long enough text", *range(100)] for _ in range(2_000)])
    assert opens(full)
