"""A source in a form: a list to choose from while it is short, a name to type where it is not."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from salaries.models import Source
from salaries.models.base import holds

MOST_CHOICES = 200
"""Options of a list; one of them is for no source."""


class TypedSource(forms.CharField):
    """A source by its slug, or by words of its publisher and title that no other has. It becomes the slug."""

    def clean(self, value: str) -> str:
        """The slug, empty where nothing was typed."""
        text: str = super().clean(value)
        if not text or Source.objects.filter(slug=text).exists():
            return text
        words = text.replace(":", " ")
        found = Source.objects.filter(holds(words, "publisher", "title", "short_name", "slug"))
        slugs = list(found.values_list("slug", flat=True)[:2])
        if len(slugs) == 1:
            return str(slugs[0])
        several = "Several sources have these words" if slugs else "There is no such source"
        raise ValidationError(f"{several}: “{text}”. Write its slug, which stands in its address.")


def source_field(label: str) -> forms.Field:
    """The field, by how many sources there are."""
    sources = list(Source.objects.values_list("slug", "publisher", "title")[:MOST_CHOICES])
    if len(sources) < MOST_CHOICES:
        choices = [(slug, f"{publisher}: {title}") for slug, publisher, title in sources]
        return forms.ChoiceField(
            label=label, required=False, choices=[("", "as the file says itself"), *choices]
        )
    asked = "app_label=salaries&model_name=release&field_name=source"
    suggest = {"data-suggest": f"{reverse('admin:autocomplete')}?{asked}", "autocomplete": "off"}
    help_text = "Its slug, or words of its publisher and title. Empty: as the file says itself."
    return TypedSource(
        label=label, required=False, help_text=help_text, widget=forms.TextInput(attrs=suggest)
    )
