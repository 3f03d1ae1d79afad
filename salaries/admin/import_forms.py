"""The forms of an import: the file, and how it is to be read."""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from salaries.admin.source_field import source_field
from salaries.imports.asked import Asked
from salaries.imports.formats.table_columns import FIXABLE, LEFT_OUT, READ, REQUIRED
from salaries.imports.formats.table_values import MEASURES, PAY_PERIODS
from salaries.imports.guesses import presets
from salaries.imports.marks import PROFILES
from salaries.imports.numbers import STYLES
from salaries.imports.periods import stated_period
from salaries.imports.uploads import plain_name, refusal
from salaries.imports.wording import FIELDS
from salaries.models import ImportJob, Measure

FORMATS = {
    "table": "A table of figures, one a row",
    "oews": "OEWS, of the US Bureau of Labor Statistics",
    "ashe": "ASHE Table 14, of the UK Office for National Statistics",
    "survey": "A survey or job adverts, one answer a row",
    "indices": "Price indices: CPI-U, regional price parities, purchasing power parities",
}
SIGNS = {
    "oews": "those of OEWS: * ** ~ #", "ashe": "those of ASHE: x .. : . -", "plain": "plain ones: - – n/a .",
}  # fmt: skip
TOO_LARGE = (
    "“{name}” has {size:,.1f} MB, and {most} MB can be sent here. An operator imports it with the command "
    "import_release, which has no limit: docs/imports.md."
)
PERIOD = "2025, 2025-05, 2024/2025, or none where nobody knows. Empty: the file says it itself."


class UploadForm(forms.Form):
    """A file, and what is known of it already. `too_large` is set where that is why it is refused."""

    file = forms.FileField(
        label="File", help_text="CSV (.csv, .csv.gz, .tsv, .txt) or a workbook (.xlsx, .xls, .ods)."
    )
    source = forms.ChoiceField(label=FIELDS["source"], required=False)
    reference = forms.CharField(label=FIELDS["reference"], required=False, max_length=40, help_text=PERIOD)
    too_large = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"] = source_field(FIELDS["source"])
        self.fields["file"].error_messages["empty"] = "The file is empty."

    def clean_file(self) -> UploadedFile[Any]:
        """The file, where a look at it does not tell that it is none that can be read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        name, size, most = plain_name(file.name or ""), file.size or 0, settings.IMPORT_MAX_MB
        if size > most * 1_000_000:
            self.too_large = True
            raise forms.ValidationError(TOO_LARGE.format(name=name, size=size / 1_000_000, most=most))
        content = file.read()
        if why := refusal(name, content):
            raise forms.ValidationError(why)
        self.content, self.name = content, name
        return file

    def clean_reference(self) -> str:
        """A period as the import takes it."""
        return period(self.cleaned_data["reference"])


def period(text: str) -> str:
    """The text, where it is a period. ValidationError where it is none."""
    try:
        stated_period(text)
    except ValueError as error:
        raise forms.ValidationError(str(error)) from None
    return text.strip()


class SettingsForm(forms.Form):
    """How the file is read, filled in with what it seems to be. `asked` is what it ends in."""

    format = forms.ChoiceField(label="What the file is", choices=list(FORMATS.items()))
    mapping = forms.ChoiceField(
        label=FIELDS["mapping"], required=False, help_text="Where the file is one: what its columns hold."
    )
    source = forms.ChoiceField(label=FIELDS["source"], required=False)
    reference = forms.CharField(label=FIELDS["reference"], required=False, max_length=40)
    sheet = forms.ChoiceField(label=FIELDS["sheet"], required=False)
    header_row = forms.IntegerField(
        label=FIELDS["header-row"], required=False, min_value=1, max_value=1_000_000
    )
    numbers = forms.ChoiceField(label="How numbers are written", required=False)
    marks = forms.ChoiceField(label=FIELDS["marks"], required=False)
    make = forms.BooleanField(
        label="Make roles and places that the guide does not have", required=False,
        help_text="Otherwise their rows are counted and passed by.",
    )  # fmt: skip
    any_amount = forms.BooleanField(
        label=FIELDS["any-amount"], required=False,
        help_text="Otherwise pay that nobody gets for that time is refused: lost thousands, cents, another pay period.",
    )  # fmt: skip

    def __init__(self, job: ImportJob, data: Any = None) -> None:
        self.job, self.found, asked = job, job.found, job.asked
        initial = {name: asked.get(name) or self.found.get(name) for name in self.base_fields}
        super().__init__(data, initial=initial)
        self._choose("mapping", [("", "–"), *((name, name) for name in presets())])
        self.fields["source"] = source_field(FIELDS["source"])
        self._choose(
            "sheet", [("", "the one that fits"), *((name, name) for name in self.found.get("sheets", []))]
        )
        self._choose("numbers", [(name, f"{style.name}: {style.example}") for name, style in STYLES.items()])
        self._choose("marks", [("", "none are read"), *((name, SIGNS[name]) for name in sorted(PROFILES))])
        self.fields["reference"].help_text = self._reference_help()
        if not self.found.get("sheets"):
            del self.fields["sheet"]
        self._add_columns(asked)

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def _reference_help(self) -> str:
        says = self.found.get("period")
        return (
            f"The file says {says}. {PERIOD}"
            if says
            else PERIOD.replace(" Empty: the file says it itself.", "")
        )

    def _add_columns(self, asked: dict[str, Any]) -> None:
        """A field for each column of a table, and for what may be said once for all rows."""
        ours = [(name, name.replace("_", " ")) for name in READ]
        choices = [("", "say what it is …"), (LEFT_OUT, "leave it out"), *ours]
        for column in self.found.get("columns", []):
            said = asked.get("columns", {}).get(column["name"], column["column"])
            self.fields[f"column_{column['at']}"] = forms.ChoiceField(
                label=f"{column['letter']}: {column['name']}", choices=choices, required=False, initial=said,
            )  # fmt: skip
        for name in FIXABLE if self.found.get("columns") else ():
            self.fields[f"fixed_{name}"] = self._fixed(name, asked.get("fixed", {}).get(name, ""))

    def _fixed(self, name: str, initial: str) -> forms.Field:
        label = name.replace("_", " ").capitalize()
        words = {
            "measure": [(one, Measure(one).label) for one in MEASURES],
            "pay_period": [(one, one) for one in PAY_PERIODS],
        }
        if name in words:
            return forms.ChoiceField(
                label=label, choices=[("", "–"), *words[name]], required=False, initial=initial
            )
        return forms.CharField(label=label, required=False, max_length=120, initial=initial)

    def columns(self) -> Iterator[tuple[dict[str, Any], forms.BoundField]]:
        """Each column of the file, with its field."""
        for column in self.found.get("columns", []):
            yield column, self[f"column_{column['at']}"]

    def samples(self) -> Iterator[tuple[str, Any]]:
        """The first amounts as each style reads them."""
        for name, samples in self.found.get("first", {}).items():
            yield f"{STYLES[name].name}: {STYLES[name].example}", samples

    def fixed(self) -> Iterator[forms.BoundField]:
        """The fields of what the file has no column for."""
        given = {field.value() for _, field in self.columns()}
        for name in FIXABLE:
            field = f"fixed_{name}"
            if field in self.fields and (name not in given or self[field].errors or self[field].value()):
                yield self[field]

    def general(self) -> Iterator[forms.BoundField]:
        """The fields that every format has, and those of tables where this is one."""
        table = ("sheet", "header_row", "numbers", "marks", "make", "any_amount")
        for name in ("format", "mapping", "source", "reference", *table):
            if name in self.fields:
                yield self[name]

    def clean_reference(self) -> str:
        """A period as the import takes it."""
        return period(self.cleaned_data["reference"])

    @property
    def reads_otherwise(self) -> bool:
        """Whether the columns below are not those of the file as it is to be read: it has to be looked at again."""
        said = self.cleaned_data
        if said.get("format") != self.found.get("format"):
            return True
        where = [
            (said.get(name) or None) != (self.found.get(name) or None) for name in ("sheet", "header_row")
        ]
        return said["format"] == "table" and any(where)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("format") == "survey" and not cleaned.get("mapping"):
            self.add_error("mapping", "Say which survey it is. Others are imported with the command.")
        if not self.errors and not self.reads_otherwise:
            self._clean_columns(cleaned)
            self._clean_source(cleaned)
        return cleaned

    def _clean_columns(self, cleaned: dict[str, Any]) -> None:
        if cleaned["format"] != "table":
            return
        for column in self.found.get("columns", []):
            if not cleaned.get(f"column_{column['at']}"):
                self.add_error(f"column_{column['at']}", f"Say what “{column['name']}” is, or leave it out.")
        given = {value for name, value in cleaned.items() if name.startswith("column_")}
        for name in REQUIRED:
            if name not in given and not cleaned.get(f"fixed_{name}"):
                self.add_error(
                    f"fixed_{name}",
                    f"No column holds the {name.replace('_', ' ')}: say it here for every row.",
                )

    def _clean_source(self, cleaned: dict[str, Any]) -> None:
        if cleaned["format"] == "table" and not cleaned.get("source"):
            self.add_error(
                "source", "Say whose figures these are. A source that is missing is added under Sources."
            )

    def asked(self) -> Asked:
        """What is asked for, as the worker reads it."""
        said = self.cleaned_data
        asked = Asked(
            format=said["format"],
            mapping=said.get("mapping", "") if said["format"] == "survey" else "",
            source=said.get("source", ""),
            reference=said.get("reference", ""),
            numbers=said.get("numbers") or "en",
            marks=said.get("marks", ""),
            sheet=said.get("sheet", ""),
            header_row=said.get("header_row"),
            make=said.get("make", False),
            any_amount=said.get("any_amount", False),
        )
        if said["format"] == "table" and not self.reads_otherwise:
            names = {f"column_{one['at']}": one["name"] for one in self.found.get("columns", [])}
            asked["columns"] = {theirs: said[field] for field, theirs in names.items() if said.get(field)}
            given = set(asked["columns"].values())
            fixed = {name: said.get(f"fixed_{name}", "") for name in FIXABLE}
            asked["fixed"] = {name: value for name, value in fixed.items() if value and name not in given}
        elif said["format"] != "table":
            asked |= Asked(sheet="", header_row=None, marks="")
        return asked
