"""Figures in the editors' area: amounts typed as people type them, refused in sentences."""

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst

from salaries.admin.amounts import AmountField
from salaries.admin.base import EditedAdmin, EditedInline, ReadOnlyAdmin
from salaries.admin.concurrency import RevisionForm
from salaries.admin.drafts import DraftsFirst
from salaries.admin.formsets import RevisionFormSet
from salaries.admin.lists import LevelFilter, PlaceFilter, ReleaseFilter, RoleFilter
from salaries.admin.looking import LookingAdmin
from salaries.admin.searching import NAMED, search_figures
from salaries.models import Figure, FigureVersion, Mark, ReleasePart
from salaries.models.figures import CELL, NUMBER_FIELDS, PAY_FIELDS, enough_answers
from salaries.pay.cells import period_words
from salaries.pay.money import format_money
from salaries.pay.uncertainty import SMALL_SAMPLE, WIDE_ERROR
from salaries.subjects import guide_url
from salaries.suspicious import SUSPICIOUS

MARK_FIELDS = frozenset(f"{name}_mark" for name in NUMBER_FIELDS)
WITH_FIGURE = ("role", "level", "location", "option", "release__source", "part")


class FigureForm(RevisionForm):
    """One figure. Amounts are read by the one strict parser and checked against the row's currency."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        part = cleaned.get("part") or getattr(self.instance, "part", None)
        if part is not None:
            self.instance.release = part.release
        self._check_currency(cleaned)
        for name in NUMBER_FIELDS:
            self._refuse_unsaid_removal(name, cleaned)
        return cleaned

    def _check_currency(self, cleaned: dict[str, Any]) -> None:
        """Once the currency is known: its own sign, and no more decimals than it has."""
        currency = cleaned.get("currency")
        for name in PAY_FIELDS:
            field = self.fields.get(name)
            if currency and isinstance(field, AmountField) and cleaned.get(name) is not None:
                try:
                    field.read(str(self.data.get(self.add_prefix(name), "")), currency)
                except ValidationError as error:
                    self.add_error(name, error)

    def _refuse_unsaid_removal(self, name: str, cleaned: dict[str, Any]) -> None:
        if name not in cleaned or cleaned[name] is not None or self.instance.pk is None:
            return
        stored = getattr(self.instance, name)
        if stored is not None and not cleaned.get(f"{name}_mark"):
            said = (
                format_money(stored, self.instance.currency, self.instance.pay_period)
                if isinstance(stored, Decimal)
                else stored
            )
            self.add_error(
                name,
                f"This figure says {said}. To take it away, choose a mark that says why it is not there.",
            )

    def _get_validation_exclusions(self) -> set[str]:
        """Nothing that a constraint speaks of is left out: the database would refuse it without a sentence.

        Only fields that were refused already, and a part that is itself still to be saved, are. Where no part is
        known, no release is: that is said of the part alone.
        """
        unsaved = {name for name in ("part", "release") if getattr(self.instance, f"{name}_id") is None}
        left_out: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return {name for name in left_out if name in self.errors} | unsaved


class _TypedAmounts:
    """Mixed into an admin of figures: pay is typed into an `AmountField`."""

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in PAY_FIELDS:
            return AmountField(label=capfirst(db_field.verbose_name), help_text=db_field.help_text)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if db_field.name in MARK_FIELDS:
            field.choices = [("", "no mark"), *Mark.choices]
        return field


class FigureFormSet(RevisionFormSet):
    """The figures of a part, each cell once."""

    def clean(self) -> None:
        super().clean()
        seen: set[tuple[Any, ...]] = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", None)
            if not data or data.get("DELETE") or any(data.get(name) is None for name in ("role", "location")):
                continue
            cell = tuple(data.get(name) for name in CELL)
            if cell in seen:
                raise ValidationError(
                    "Two rows are the same cell: same role, level, place, option and kind of pay."
                )
            seen.add(cell)


class FigureInline(DraftsFirst, _TypedAmounts, EditedInline):
    """The figures of a part, where they are few; `ReleasePartAdmin` links to the list where they are many."""

    model = Figure
    form = FigureForm
    formset = FigureFormSet
    autocomplete_fields = ("role", "level", "location", "option")
    fields = (
        "role", "level", "location", "option", "mean", "mean_mark", "median", "median_mark",
        "sample_size", "employment", "measure", "currency", "pay_period",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("role", "level", "location", "option")


class SuspiciousFilter(admin.SimpleListFilter):
    """Figures that an editor should look at."""

    title, parameter_name = "suspicious", "suspicious"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(word, label) for word, (label, _) in SUSPICIOUS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found = SUSPICIOUS.get(self.value() or "")
        return queryset.filter(pk__in=found[1](Figure.objects.order_by()).values("pk")) if found else queryset


@admin.register(Figure)
class FigureAdmin(LookingAdmin, DraftsFirst, _TypedAmounts, EditedAdmin):
    """A figure with all its numbers and marks."""

    form = FigureForm
    # The newest first: any other order of all figures has to be worked out anew for each page.
    ordering = ("-pk",)
    list_display = (
        "role", "level_shown", "place", "option_shown", "median_shown", "mean_shown", "kind_of_pay",
        "sample_size", "quality", "release", "period", "state",
    )  # fmt: skip
    list_select_related = WITH_FIGURE
    list_filter = (
        RoleFilter, LevelFilter, PlaceFilter, ReleaseFilter, SuspiciousFilter, "part__state", "measure",
        "pay_period",
    )  # fmt: skip
    # What is looked for, and how: `salaries/admin/searching.py`.
    search_fields = tuple(f"{noun}__{field}" for noun, (_, fields) in NAMED.items() for field in fields)
    search_help_text = (
        "A role by its name, another name or code; a place, a level, a release or its publisher."
    )
    autocomplete_fields = ("part", "role", "level", "location", "option")
    fieldsets = (
        ("Whose pay", {"fields": (("part",), ("role", "level"), ("location", "option"))}),
        ("Which pay", {"fields": (("measure", "currency", "pay_period"),)}),
        ("Numbers", {"classes": ["numbers"], "fields": tuple((name, f"{name}_mark") for name in PAY_FIELDS)}),
        (
            "Behind the numbers",
            {
                "classes": ["numbers"],
                "fields": (
                    *((name, f"{name}_mark") for name in NUMBER_FIELDS if name not in PAY_FIELDS),
                    "source_note",
                ),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related(*WITH_FIGURE)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Whose role, place, level or release is named by each word; no figure twice."""
        return search_figures(queryset, search_term), False

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """A figure is put into a public part by who may correct what is public."""
        if db_field.name == "part" and not request.user.has_perm("salaries.correct_figure"):
            kwargs["queryset"] = ReleasePart.objects.exclude(state=ReleasePart.State.PUBLISHED)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Figure, form: Any, change: bool) -> None:
        obj.release_id = obj.part.release_id
        super().save_model(request, obj, form, change)

    @admin.display(description="level", ordering="level__rank", empty_value="all levels")
    def level_shown(self, figure: Figure) -> str | None:
        return figure.level.name if figure.level else None

    @admin.display(description="place", ordering="location__name")
    def place(self, figure: Figure) -> str:
        return figure.location.label

    @admin.display(description="option", ordering="option__name", empty_value="everyone")
    def option_shown(self, figure: Figure) -> str | None:
        return figure.option.name if figure.option else None

    @admin.display(description="mean", ordering="mean")
    def mean_shown(self, figure: Figure) -> str:
        return _shown(figure, "mean")

    @admin.display(description="median", ordering="median")
    def median_shown(self, figure: Figure) -> str:
        return _shown(figure, "median")

    @admin.display(description="kind of pay", ordering="measure")
    def kind_of_pay(self, figure: Figure) -> str:
        return f"{figure.get_measure_display()}, {figure.currency} {figure.get_pay_period_display()}"

    @admin.display(description="quality", ordering="median_error")
    def quality(self, figure: Figure) -> str:
        return quality_words(figure)

    @admin.display(description="period", ordering="release__reference_end")
    def period(self, figure: Figure) -> str:
        return period_words(figure.release.reference_start, figure.release.reference_end)

    @admin.display(description="state", ordering="part__state")
    def state(self, figure: Figure) -> str:
        return str(figure.part.get_state_display())

    def view_on_site(self, figure: Figure) -> str:
        return guide_url(figure.role.slug, figure.location.slug)


def quality_words(figure: Figure) -> str:
    """How sure a figure is: its errors, few answers, and the marks of numbers that a list does not show."""
    words = [f"{_fewness(figure)}"] if _fewness(figure) else []
    for name in ("median", "mean"):
        error = getattr(figure, f"{name}_error")
        if error is not None:
            rough = "rough: " if error > WIDE_ERROR else ""
            words.append(f"{rough}relative standard error {error.normalize():f} % of the {name}")
    marked: dict[str, list[str]] = {}
    for name in NUMBER_FIELDS:
        mark = getattr(figure, f"get_{name}_mark_display")()
        if mark and name not in ("median", "mean"):
            marked.setdefault(mark, []).append(name.replace("_", " "))
    words += [f"{mark}: {', '.join(names)}" for mark, names in marked.items()]
    return "; ".join(words) or "–"


def _fewness(figure: Figure) -> str:
    sample = figure.sample_size
    if not enough_answers(figure.release.source.kind, sample, None):
        return "too few answers to show, or none stated"
    return "few answers" if sample is not None and sample < SMALL_SAMPLE else ""


def _shown(figure: Figure, name: str) -> str:
    value, mark = getattr(figure, name), getattr(figure, f"get_{name}_mark_display")()
    money = format_money(value, figure.currency, figure.pay_period) if value is not None else ""
    return " ".join(word for word in (mark, money) if word) or "–"


@admin.register(FigureVersion)
class FigureVersionAdmin(ReadOnlyAdmin):
    """What figures said before they were corrected or deleted."""

    list_display = (
        "role", "level", "location", "option", "release", "from_version", "until_version", "erased", "note",
    )  # fmt: skip
    list_select_related = ("role", "level", "location", "option", "release__source")
    search_fields = ("role__name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("role", "location", "figure")

    def view_on_site(self, version: FigureVersion) -> str:
        return guide_url(version.role.slug, version.location.slug)
