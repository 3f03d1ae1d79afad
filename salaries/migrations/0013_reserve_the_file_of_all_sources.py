"""No source may be called `figures`: /data/figures.csv.gz is the file of all of them."""

from django.core.management.base import CommandError
from django.db import migrations, models

from salaries.models import triggers

TAKEN = (
    "A source has the slug “figures”, and so the address of the file of all sources: /data/figures.csv.gz. "
    "Give it another slug in the editors’ area, then migrate again. Nothing was changed; "
    "its old address will lead to the new one."
)


def refuse_a_source_called_so(apps, schema_editor):
    """Only an editor knows what else it should be called, so nothing is renamed here."""
    alias = schema_editor.connection.alias
    if apps.get_model("salaries", "Source").objects.using(alias).filter(slug="figures").exists():
        raise CommandError(TAKEN)


def without_triggers(apps, schema_editor):
    """A table that is made anew may not be watched meanwhile; after the migrations the triggers come back."""
    triggers.drop(schema_editor.connection.alias)


class Migration(migrations.Migration):

    dependencies = [
        ('salaries', '0012_retiring'),
    ]

    operations = [
        migrations.RunPython(refuse_a_source_called_so, migrations.RunPython.noop),
        migrations.RunPython(without_triggers, without_triggers),
        migrations.RemoveConstraint(
            model_name='source',
            name='source_slug_not_reserved',
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('slug__in', ['admin', 'api', 'average', 'changes', 'compare', 'data', 'embed', 'factors', 'figures', 'glossary', 'healthz', 'how-it-works', 'locations', 'oembed', 'privacy', 'readyz', 'report', 'salaries', 'search', 'sources', 'standing', 'static', 'styleguide', 'us', 'vs']), _negated=True), name='source_slug_not_reserved', violation_error_message="This word is part of the site's addresses: choose another slug."),
        ),
        migrations.RunPython(migrations.RunPython.noop, without_triggers),
    ]
