"""The guide's addresses, one small list a noun."""

from django.urls import URLPattern, URLResolver, register_converter
from django.urls.converters import StringConverter

from compsite.later import later_addresses, later_view


class SubjectsConverter:
    """One subject or more, joined by `/vs/`; what each says is for the view to judge."""

    regex = r"[^/]+(?:/vs/[^/]+)+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class EndingConverter(StringConverter):
    """The ending of a file of data."""

    regex = "json|csv"


class ChartConverter(StringConverter):
    """A chart of a guide."""

    regex = "ladder|places|trend"


class PictureConverter(StringConverter):
    """The ending of a picture."""

    regex = "svg|png"


class DigestConverter(StringConverter):
    """The name of a shared picture, whether there ever was one of it or not."""

    regex = "[0-9a-z]{1,64}"


class LargeConverter(StringConverter):
    """The ending of a file of many figures."""

    regex = r"csv\.gz|parquet"


register_converter(LargeConverter, "large")
register_converter(DigestConverter, "digest")
register_converter(SubjectsConverter, "subjects")
register_converter(EndingConverter, "ending")
register_converter(ChartConverter, "chart")
register_converter(PictureConverter, "picture")


def page(route: str, view: str, name: str) -> URLPattern:
    """An address and its view, which is loaded when it is first asked for."""
    return later_view(route, f"salaries.views.{view}", name)


guide_urls = [
    page("", "lists.home", "home"),
    page("salaries/", "lists.role_list", "role_list"),
    page("salaries/<str:role>/", "guides.role_detail", "role_detail"),
    page("salaries/<str:role>/data.<ending:ending>", "guide_files.role_data", "role_data"),
    page("salaries/<str:role>/chart-<chart:chart>.<picture:ending>", "guide_files.role_chart", "role_chart"),
    page("salaries/<str:role>/<str:location>/", "guides.role_detail", "role_in_location"),
    page(
        "salaries/<str:role>/<str:location>/data.<ending:ending>",
        "guide_files.role_data",
        "role_in_location_data",
    ),
    page(
        "salaries/<str:role>/<str:location>/chart-<chart:chart>.<picture:ending>",
        "guide_files.role_chart",
        "role_in_location_chart",
    ),
    page("salaries/<str:role>/preview-<digest:digest>.png", "guide_files.role_preview", "role_preview"),
    page(
        "salaries/<str:role>/<str:location>/preview-<digest:digest>.png",
        "guide_files.role_preview",
        "role_in_location_preview",
    ),
    page("locations/<str:location>/", "lists.location_detail", "location_detail"),
]
comparison_urls = [
    page("compare/", "comparisons.compare", "compare"),
    page("compare/<subjects:subjects>/", "comparisons.comparison", "comparison"),
    page(
        "compare/<subjects:subjects>/data.<ending:ending>",
        "comparisons.comparison_data",
        "comparison_data",
    ),
    page(
        "compare/<subjects:subjects>/chart.<picture:ending>",
        "comparisons.comparison_chart",
        "comparison_chart",
    ),
    page(
        "compare/<subjects:subjects>/preview-<digest:digest>.png",
        "comparisons.comparison_preview",
        "comparison_preview",
    ),
]
embed_urls = [
    page("embed/compare/<subjects:subjects>/", "embeds.comparison_embed", "comparison_embed"),
    page("embed/<path:rest>", "embeds.missing_embed", "missing_embed"),
    page("oembed/", "embeds.oembed", "oembed"),
]
evidence_urls = [
    page("factors/", "evidence.factor_list", "factor_list"),
    page("factors/<str:factor>/", "evidence.factor_detail", "factor_detail"),
    page("factors/<str:factor>/chart.<picture:ending>", "evidence.factor_chart", "factor_chart"),
    page("sources/", "evidence.source_list", "source_list"),
    page("sources/<str:source>/", "evidence.source_detail", "source_detail"),
    page("sources/<str:source>/<str:release>/", "evidence.release_detail", "release_detail"),
]
download_urls = [
    page("data/", "downloads.downloads", "downloads"),
    page("data/datapackage.json", "downloads.data_package", "data_package"),
    page("data/<str:source>.<large:ending>", "downloads.source_file", "source_file"),
    page("data/<str:source>/<str:release>.<large:ending>", "downloads.release_file", "release_file"),
]
change_urls = [
    page("changes/", "changes.changes", "changes"),
    page("changes/feed/", "machines.feed", "changes_feed"),
]
standing_urls = [page("standing/", "standing.standing", "standing")]
report_urls = [page("report/", "reports.report", "report")]
about_urls = [
    page("how-it-works/", "about.how_it_works", "how_it_works"),
    page("glossary/", "about.glossary", "glossary"),
    page("privacy/", "about.privacy", "privacy"),
    page("api/docs", "about.api_docs", "api_docs"),
]
machine_urls = [
    page("sitemap.xml", "machines.sitemap_index", "sitemap_index"),
    page("sitemap-<slug:name>.xml", "machines.sitemap", "sitemap"),
    page("robots.txt", "machines.robots", "robots"),
    page("llms.txt", "machines.llms", "llms"),
    page(".well-known/security.txt", "machines.security", "security"),
]
development_urls = [page("styleguide/", "about.styleguide", "styleguide")]
search_urls = [
    page("search", "search.search", "search"),
    page("favicon.ico", "search.favicon", "favicon"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *guide_urls, *comparison_urls, *embed_urls, *evidence_urls, *download_urls, *change_urls, *standing_urls,
    *report_urls, *about_urls, *machine_urls, *search_urls, *development_urls,
    later_addresses("api/v1/", "salaries.api.addresses"),
]  # fmt: skip
