"""Where figures come from: the file's digest, how it was read, and whose it is."""

from hashlib import file_digest as digest_of
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from salaries.fixture_files import NOUN_OF, FixtureRefused, read
from salaries.imports.job import Request
from salaries.imports.reading import FileRefused
from salaries.models import Source

MAPPINGS = Path(__file__).parent / "mappings"


def file_digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal. FileRefused where there is none."""
    try:
        with path.open("rb") as file:
            return digest_of(file, "sha256").hexdigest()
    except IsADirectoryError:
        raise FileRefused(f"“{path.name}” is a folder, not a file.") from None
    except OSError:
        raise FileRefused(f"There is no file “{path.name}” there that can be read.") from None


def recipe_digest(request: Request, version: str, known: str) -> str:
    """Digest of all that decides, besides the file, what comes of it.

    Two imports of the same bytes with the same digest give the same cells: parser, mapping and options are
    the same, and so is what the guide knows (`known`).
    """
    options = request.options
    recipe = sha256(
        repr(
            (
                version, request.format, request.path.name, request.source, request.undated, request.make,
                request.any_amount, options.mapping, options.reference, sorted(options.columns.items()),
                sorted(options.fixed.items()), options.accept_guesses, options.numbers.name,
                options.marks, options.header_row,
                options.sheet, options.minimum, known,
            )
        ).encode()
    )  # fmt: skip
    if options.corrections:
        corrected = sorted((row, sorted(texts.items())) for row, texts in options.corrections.items())
        recipe.update(repr(corrected).encode())
    if options.mapping:
        preset = MAPPINGS / f"{options.mapping}.toml"
        path = preset if preset.is_file() else Path(options.mapping)
        recipe.update(path.read_bytes() if path.is_file() else b"")
    return recipe.hexdigest()


def source_of(slug: str) -> Source:
    """The guide's source of that slug, or an unsaved one as the starting data has it.

    Raises FileRefused where neither knows it.
    """
    source = Source.objects.filter(slug=slug).first()
    if source is not None:
        return source
    try:
        rows = list(read(settings.FIXTURE_DIRS[0]))
    except FixtureRefused:
        rows = []
    for row in rows:
        if row.noun is NOUN_OF["salaries.source"] and row.key == (slug,):
            return Source(**row.fields)
    raise FileRefused(
        f"The guide has no source “{slug}”: add it in the admin first, or name another by --source."
    )
