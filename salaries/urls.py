"""The guide's addresses, one small list a noun."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from salaries.api.addresses import api_urls
from salaries.views import (
    about,
    changes,
    comparisons,
    downloads,
    embeds,
    evidence,
    guides,
    machines,
    reports,
    search,
    standing,
)


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

guide_urls = [
    path("", guides.home, name="home"),
    path("salaries/", guides.role_list, name="role_list"),
    path("salaries/<str:role>/", guides.role_detail, name="role_detail"),
    path("salaries/<str:role>/data.<ending:ending>", guides.role_data, name="role_data"),
    path("salaries/<str:role>/chart-<chart:chart>.<picture:ending>", guides.role_chart, name="role_chart"),
    path("salaries/<str:role>/<str:location>/", guides.role_detail, name="role_in_location"),
    path(
        "salaries/<str:role>/<str:location>/data.<ending:ending>",
        guides.role_data,
        name="role_in_location_data",
    ),
    path(
        "salaries/<str:role>/<str:location>/chart-<chart:chart>.<picture:ending>",
        guides.role_chart,
        name="role_in_location_chart",
    ),
    path("salaries/<str:role>/preview-<digest:digest>.png", guides.role_preview, name="role_preview"),
    path(
        "salaries/<str:role>/<str:location>/preview-<digest:digest>.png",
        guides.role_preview,
        name="role_in_location_preview",
    ),
    path("locations/<str:location>/", guides.location_detail, name="location_detail"),
]
comparison_urls = [
    path("compare/", comparisons.compare, name="compare"),
    path("compare/<subjects:subjects>/", comparisons.comparison, name="comparison"),
    path(
        "compare/<subjects:subjects>/data.<ending:ending>",
        comparisons.comparison_data,
        name="comparison_data",
    ),
    path(
        "compare/<subjects:subjects>/chart.<picture:ending>",
        comparisons.comparison_chart,
        name="comparison_chart",
    ),
    path(
        "compare/<subjects:subjects>/preview-<digest:digest>.png",
        comparisons.comparison_preview,
        name="comparison_preview",
    ),
]
embed_urls = [
    path("embed/compare/<subjects:subjects>/", embeds.comparison_embed, name="comparison_embed"),
    path("embed/<path:rest>", embeds.missing_embed, name="missing_embed"),
    path("oembed/", embeds.oembed, name="oembed"),
]
evidence_urls = [
    path("factors/", evidence.factor_list, name="factor_list"),
    path("factors/<str:factor>/", evidence.factor_detail, name="factor_detail"),
    path("factors/<str:factor>/chart.<picture:ending>", evidence.factor_chart, name="factor_chart"),
    path("sources/", evidence.source_list, name="source_list"),
    path("sources/<str:source>/", evidence.source_detail, name="source_detail"),
    path("sources/<str:source>/<str:release>/", evidence.release_detail, name="release_detail"),
]
download_urls = [
    path("data/", downloads.downloads, name="downloads"),
    path("data/datapackage.json", downloads.data_package, name="data_package"),
    path("data/<str:source>.<large:ending>", downloads.source_file, name="source_file"),
    path("data/<str:source>/<str:release>.<large:ending>", downloads.release_file, name="release_file"),
]
change_urls = [
    path("changes/", changes.changes, name="changes"),
    path("changes/feed/", machines.feed, name="changes_feed"),
]
standing_urls = [path("standing/", standing.standing, name="standing")]
report_urls = [path("report/", reports.report, name="report")]
about_urls = [
    path("how-it-works/", about.how_it_works, name="how_it_works"),
    path("glossary/", about.glossary, name="glossary"),
    path("privacy/", about.privacy, name="privacy"),
    path("api/docs", about.api_docs, name="api_docs"),
]
machine_urls = [
    path("sitemap.xml", machines.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:name>.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path("llms.txt", machines.llms, name="llms"),
    path(".well-known/security.txt", machines.security, name="security"),
]
development_urls = [path("styleguide/", about.styleguide, name="styleguide")]
search_urls = [
    path("search", search.search, name="search"),
    path("favicon.ico", search.favicon, name="favicon"),
]

urlpatterns = [
    *guide_urls, *comparison_urls, *embed_urls, *evidence_urls, *download_urls, *change_urls, *standing_urls,
    *report_urls, *about_urls, *machine_urls, *search_urls, *development_urls, *api_urls,
]  # fmt: skip
