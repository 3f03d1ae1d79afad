"""A comparison inside other people's pages: what it says and whose the figures are, and one link to the rest."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

from django.conf import settings

from salaries.pages.comparison import ComparisonPage
from salaries.pages.comparison_parts import ComparedRow
from salaries.pay.comparison import Comparison
from salaries.pay.embedded import Embedded, height_of
from salaries.pay.sharing import ShareRow

PREFIX = "/embed"
WIDTH = 600
"""Of a frame where nobody asks for another, in pixels."""


@dataclass(frozen=True)
class EmbedRow:
    """A side: its name, figure, difference and percentage as the comparison's table has them, and its bar."""

    name: str
    value: str
    difference: str
    percent: str
    direction: str
    published: bool
    part: str | None
    strong: bool

    @property
    def words(self) -> tuple[str, ...]:
        """What stands beside the name."""
        return tuple(text for text in (self.value, self.difference, self.percent) if text)


@dataclass(frozen=True)
class EmbedPage:
    """What a frame shows; `link` is the whole page, which opens outside of it."""

    title: str
    url: str
    canonical: str
    heading: str
    link: str
    link_text: str
    caption: str = ""
    detail: str = ""
    rows: tuple[EmbedRow, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def height(self, width: int) -> int:
        """How high a frame so wide has to be, at most."""
        rows = tuple((row.name, row.words, row.part is not None) for row in self.rows)
        texts = (self.heading, self.caption, self.detail, self.notes, self.sources, self.link_text)
        return height_of(Embedded(*texts, rows), width)


def embed_url(path: str) -> str:
    """Where a comparison's address is shown in a frame."""
    return PREFIX + path


def embed_page(page: ComparisonPage) -> EmbedPage:
    """A comparison that can be shown, as a frame shows it: no query."""
    assert page.result is not None and page.share is not None  # noqa: S101 - only what exists is embedded
    shown, result = page.share, page.result
    sides = zip(page.rows, shown.rows, strict=True)
    return EmbedPage(
        title=page.title,
        url=embed_url(page.url),
        canonical=page.canonical,
        heading=page.heading,
        link=page.url,
        link_text=f"The whole comparison at {_host()}",
        caption=page.table_caption,
        detail=result.detail or result.explanation,
        rows=tuple(_row(row, side) for row, side in sides),
        notes=tuple(_notes(page, result)),
        sources=shown.sources,
    )


def _notes(page: ComparisonPage, result: Comparison) -> Iterator[str]:
    """What a reader must know, in the order of the page."""
    if page.pinned:
        since = " Figures have changed since." if page.pinned.changes else ""
        yield f"As published in data version {page.pinned.version}, {page.pinned.day}.{since}"
    if result.detail and result.explanation:
        yield result.explanation
    if page.prices_refused:
        yield f"Not adjusted. {page.prices_refused}"
    yield from (f"{note.lead} {note.text}" for note in page.notes)
    if page.share and page.share.remarks:
        yield page.share.remarks


def _row(row: ComparedRow, side: ShareRow) -> EmbedRow:
    return EmbedRow(
        name=row.label,
        value=side.text,
        difference=row.difference,
        percent=row.percent,
        direction=row.direction,
        published=row.published,
        part=side.part,
        strong=side.strong,
    )


def failed_embed(alert: str, path: str, link: str) -> EmbedPage:
    """Why there is nothing to show, and where to go on."""
    return EmbedPage(
        title=alert,
        url=path,
        canonical="",
        heading="This comparison cannot be shown",
        link=link,
        link_text=f"Compare pay at {_host()}",
        detail=alert,
    )


def frame(page: EmbedPage, width: int = WIDTH, most: int | None = None) -> tuple[str, int]:
    """The HTML that shows a comparison in another page, and its height, which is `most` at most."""
    height = page.height(width)
    height = height if most is None else min(height, most)
    address, title = escape(settings.SITE_URL + page.url), escape(f"Pay compared: {page.heading}")
    html = (
        f'<iframe src="{address}" title="{title}" width="{width}" height="{height}" frameborder="0" '
        'loading="lazy"></iframe>'
    )
    return html, height


def _host() -> str:
    return urlsplit(settings.SITE_URL).netloc
