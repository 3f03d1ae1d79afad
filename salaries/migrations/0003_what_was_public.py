"""What public data said at a data version: parts, priorities and the cells of former figures are kept too.

What was public before this migration is known as far as the tables say: a part that is public now is taken to
have been so since its first publication, and one that was withdrawn is not shown at any earlier version.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from salaries.models import triggers

CELL = ("part", "release", "role", "level", "location", "option")


def without_triggers(apps, schema_editor):
    """SQLite makes tables anew, which triggers that name them prevent. They come back after the migration."""
    triggers.drop(schema_editor.connection.alias)


def fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    figure_versions = apps.get_model("salaries", "FigureVersion")
    there = {
        name: {None, *figure_versions._meta.get_field(name).related_model.objects.using(alias).values_list("pk", flat=True)}
        for name in CELL
    }
    for kept in figure_versions.objects.using(alias).iterator():
        for name in CELL:
            setattr(kept, f"{name}_id", kept.values[name])
        for name in ("measure", "currency", "pay_period", "sample_size"):
            setattr(kept, name, kept.values[name])
        if all(kept.values[name] in there[name] for name in CELL):
            kept.save()
        else:
            # Its role, say, was deleted: no page can show it.
            kept.delete()
    spans = apps.get_model("salaries", "PartVersion").objects.using(alias)
    published = apps.get_model("salaries", "ReleasePart").objects.using(alias).filter(
        state="published", published_in__isnull=False
    )
    spans.bulk_create(
        spans.model(part_id=part.pk, release_id=part.release_id, from_version=part.published_in_id)
        for part in published
    )
    if schema_editor.connection.vendor == "postgresql":
        # A table with foreign keys still to be checked cannot be altered.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def leave(apps, schema_editor):
    """On the way back: former figures of deleted ones have no place in the older tables."""
    without_triggers(apps, schema_editor)
    alias = schema_editor.connection.alias
    figures = apps.get_model("salaries", "Figure").objects.using(alias)
    apps.get_model("salaries", "FigureVersion").objects.using(alias).exclude(
        figure__in=figures.values("pk")
    ).delete()
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def kept(to, **options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.DO_NOTHING, to=to, **{"related_name": "+", **options}
    )


class Migration(migrations.Migration):

    dependencies = [
        ('salaries', '0002_import_parts'),
    ]

    operations = [
        migrations.RunPython(without_triggers, without_triggers),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cell', models.CharField(help_text="The figure's release, role, place and kind of pay.", max_length=600)),
                ('reason', models.CharField(max_length=300)),
                ('erased_by', models.CharField(max_length=150)),
                ('erased_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('version', models.PositiveBigIntegerField(help_text='The first data version without it.')),
            ],
            options={
                'ordering': ['-version', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='FactVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noun', models.CharField(max_length=20)),
                ('row_id', models.PositiveBigIntegerField()),
                ('until_version', models.PositiveBigIntegerField()),
                ('values', models.JSONField()),
            ],
            options={
                'ordering': ['noun', 'row_id', 'until_version'],
                'constraints': [models.UniqueConstraint(fields=('noun', 'row_id', 'until_version'), name='factversion_once_a_version')],
            },
        ),
        migrations.CreateModel(
            name='FigureArrival',
            fields=[
                ('figure', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='+', serialize=False, to='salaries.figure')),
                ('version', models.PositiveBigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='PartVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', kept('salaries.releasepart', related_name='versions', db_constraint=False, null=True)),
                ('release', kept('salaries.release')),
                ('from_version', models.PositiveBigIntegerField()),
                ('until_version', models.PositiveBigIntegerField(null=True)),
            ],
            options={
                'ordering': ['part_id', 'from_version'],
                'constraints': [
                    models.UniqueConstraint(fields=('part', 'from_version'), name='partversion_once_a_version'),
                    models.CheckConstraint(condition=models.Q(('until_version__isnull', True), ('until_version__gt', models.F('from_version')), _connector='OR'), name='partversion_in_order'),
                ],
            },
        ),
        migrations.AlterModelOptions(
            name='figureversion',
            options={'ordering': ['figure_id', 'until_version']},
        ),
        migrations.AlterField(
            model_name='figureversion',
            name='figure',
            field=kept('salaries.figure', related_name='versions', db_constraint=False, null=True),
        ),
        migrations.AddField(
            model_name='figureversion',
            name='erased',
            field=models.BooleanField(db_default=False, help_text='Whether the numbers were taken away for good: `manage.py erase_figure`.'),
        ),
        migrations.AddField('figureversion', 'part', kept('salaries.releasepart', db_constraint=False, null=True)),
        migrations.AddField(
            'figureversion',
            'release',
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='salaries.release'),
        ),
        migrations.AddField('figureversion', 'role', kept('salaries.role', db_index=False, null=True)),
        migrations.AddField('figureversion', 'level', kept('salaries.experiencelevel', null=True)),
        migrations.AddField('figureversion', 'location', kept('salaries.location', null=True)),
        migrations.AddField('figureversion', 'option', kept('salaries.factoroption', null=True)),
        *(
            migrations.AddField('figureversion', name, models.CharField(max_length=length, default=''), preserve_default=False)
            for name, length in (('measure', 24), ('currency', 3), ('pay_period', 5))
        ),
        migrations.AddField('figureversion', 'sample_size', models.PositiveIntegerField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            'figureversion',
            'release',
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='salaries.release'),
        ),
        migrations.AlterField('figureversion', 'role', kept('salaries.role', db_index=False)),
        migrations.AlterField('figureversion', 'location', kept('salaries.location')),
        migrations.AddIndex(
            model_name='dataversion',
            index=models.Index(fields=['committed_at'], name='dataversion_committed_at'),
        ),
        migrations.AddIndex(
            model_name='figureversion',
            index=models.Index(fields=['role', 'location'], name='figureversion_role_location'),
        ),
        migrations.RunPython(migrations.RunPython.noop, leave),
    ]
