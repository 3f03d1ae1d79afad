"""What editors say to readers of a data version stands apart from what was done; and what changed is found by version."""

import re

from django.db import migrations, models

from salaries.models import triggers

NOTED = re.compile(r"[a-z0-9-]+/[a-z0-9-]+ published: (.+)")
INDEXES = (
    ("figureversion", "until_version", "figureversion_until"),
    ("figureversion", "from_version", "figureversion_from"),
    ("figurearrival", "version", "figurearrival_version"),
    ("partversion", "from_version", "partversion_from"),
    ("partversion", "until_version", "partversion_until"),
    ("factversion", "until_version", "factversion_until"),
)


def without_triggers(apps, schema_editor):
    """A table that is made anew may not be named by a trigger; after the migrations they come back."""
    triggers.drop(schema_editor.connection.alias)


def read_notes(apps, schema_editor):
    """Notes that were asked for on the page for publishing stood behind the release's name."""
    versions = apps.get_model("salaries", "DataVersion").objects.using(schema_editor.connection.alias)
    for version in versions.filter(reason__contains=" published: "):
        if found := NOTED.fullmatch(version.reason):
            versions.filter(pk=version.pk).update(note=found[1])


class Migration(migrations.Migration):

    dependencies = [
        ('salaries', '0010_imports_in_the_browser'),
    ]

    operations = [
        migrations.RunPython(without_triggers, without_triggers),
        migrations.AddField(
            'dataversion', 'note',
            models.CharField(blank=True, db_default='', help_text='Shown to readers.', max_length=200),
        ),
        migrations.RunPython(read_notes, migrations.RunPython.noop),
        migrations.AddIndex(
            'dataversion', models.Index(condition=models.Q(('is_open', True)), fields=['is_open'], name='dataversion_open')
        ),
        *(migrations.AddIndex(model, models.Index(fields=[field], name=name)) for model, field, name in INDEXES),
        migrations.RunPython(migrations.RunPython.noop, without_triggers),
    ]
