"""Retiring and merging roles, levels, places and options; publishers may."""

import django.db.models.deletion
from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

from salaries.models import triggers


RETIRE = ("retire_role", "retire_experiencelevel", "retire_location", "retire_factoroption")


def without_triggers(apps, schema_editor):
    """A table that is made anew may not be watched meanwhile; after the migrations the triggers come back."""
    triggers.drop(schema_editor.connection.alias)


def let_publishers(apps, schema_editor):
    """The group of publishers may retire and merge, where it is still there."""
    alias = schema_editor.connection.alias
    create_permissions(all_apps.get_app_config("salaries"), verbosity=0, using=alias, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(alias).filter(content_type__app_label="salaries")
    for group in apps.get_model("auth", "Group").objects.using(alias).filter(name="Publisher"):
        group.permissions.add(*permissions.filter(codename__in=RETIRE))


class Migration(migrations.Migration):

    dependencies = [
        ('salaries', '0011_notes_to_readers'),
    ]

    operations = [
        migrations.RunPython(without_triggers, without_triggers),
        migrations.AlterModelOptions(
            name='experiencelevel',
            options={'ordering': ['rank', 'slug'], 'permissions': [('retire_experiencelevel', 'Can retire and merge experience levels')]},
        ),
        migrations.AlterModelOptions(
            name='factoroption',
            options={'ordering': ['factor', 'rank', 'slug'], 'permissions': [('retire_factoroption', 'Can retire and merge options')]},
        ),
        migrations.AlterModelOptions(
            name='location',
            options={'ordering': ['name'], 'permissions': [('retire_location', 'Can retire and merge places')]},
        ),
        migrations.AlterModelOptions(
            name='role',
            options={'ordering': ['name'], 'permissions': [('retire_role', 'Can retire and merge roles')]},
        ),
        migrations.AddField(
            model_name='experiencelevel',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='salaries.experiencelevel'),
        ),
        migrations.AddField(
            model_name='experiencelevel',
            name='retired_in',
            field=models.PositiveBigIntegerField(blank=True, editable=False, help_text='The data version that took it from the public.', null=True),
        ),
        migrations.AddField(
            model_name='factoroption',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='salaries.factoroption'),
        ),
        migrations.AddField(
            model_name='factoroption',
            name='retired_in',
            field=models.PositiveBigIntegerField(blank=True, editable=False, help_text='The data version that took it from the public.', null=True),
        ),
        migrations.AddField(
            model_name='figure',
            name='retired',
            field=models.BooleanField(db_default=False, default=False, editable=False, help_text='Whether its role, level, place or option is retired. Triggers keep it so.'),
        ),
        migrations.AddField(
            model_name='historicalexperiencelevel',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='salaries.experiencelevel'),
        ),
        migrations.AddField(
            model_name='historicalexperiencelevel',
            name='retired_in',
            field=models.PositiveBigIntegerField(blank=True, editable=False, help_text='The data version that took it from the public.', null=True),
        ),
        migrations.AddField(
            model_name='historicalfactoroption',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='salaries.factoroption'),
        ),
        migrations.AddField(
            model_name='historicalfactoroption',
            name='retired_in',
            field=models.PositiveBigIntegerField(blank=True, editable=False, help_text='The data version that took it from the public.', null=True),
        ),
        migrations.AddField(
            model_name='historicallocation',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='salaries.location'),
        ),
        migrations.AddField(
            model_name='historicallocation',
            name='retired_in',
            field=models.PositiveBigIntegerField(blank=True, editable=False, help_text='The data version that took it from the public.', null=True),
        ),
        migrations.AddField(
            model_name='historicalrole',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='salaries.role'),
        ),
        migrations.AddField(
            model_name='historicalrole',
            name='retired_in',
            field=models.PositiveBigIntegerField(blank=True, editable=False, help_text='The data version that took it from the public.', null=True),
        ),
        migrations.AddField(
            model_name='location',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='salaries.location'),
        ),
        migrations.AddField(
            model_name='location',
            name='retired_in',
            field=models.PositiveBigIntegerField(blank=True, editable=False, help_text='The data version that took it from the public.', null=True),
        ),
        migrations.AddField(
            model_name='role',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='salaries.role'),
        ),
        migrations.AddField(
            model_name='role',
            name='retired_in',
            field=models.PositiveBigIntegerField(blank=True, editable=False, help_text='The data version that took it from the public.', null=True),
        ),
        migrations.RunPython(let_publishers, without_triggers),
    ]
