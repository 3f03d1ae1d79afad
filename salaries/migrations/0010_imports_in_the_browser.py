"""Imports in the browser: their files and lists, and who may start them."""

import django.db.models.deletion
import django.utils.timezone
from django.apps import apps as all_apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


GROUPS = ("Editor", "Publisher")


def allow_editors(apps, schema_editor):
    """Editors and publishers import, where a group of that name is still there."""
    alias = schema_editor.connection.alias
    create_permissions(all_apps.get_app_config("salaries"), verbosity=0, using=alias, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(alias).filter(
        content_type__app_label="salaries", codename__in=["add_importjob", "view_importjob"]
    )
    for group in apps.get_model("auth", "Group").objects.using(alias).filter(name__in=GROUPS):
        group.permissions.add(*permissions)


class Migration(migrations.Migration):

    dependencies = [
        ('salaries', '0009_reports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(auto_now_add=True)),
                ('file_name', models.CharField(max_length=160)),
                ('size', models.PositiveIntegerField(help_text='Bytes of the file.')),
                ('sha256', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('reading', 'being read'), ('uploaded', 'to be set up'), ('checking', 'being checked'), ('to_check', 'to be looked at'), ('drafting', 'being written'), ('done', 'done'), ('refused', 'refused'), ('dropped', 'dropped')], default='reading', max_length=10)),
                ('attempt', models.PositiveIntegerField(default=1)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, help_text='When the newest step was asked for.')),
                ('heartbeat', models.DateTimeField(null=True)),
                ('rows_read', models.PositiveIntegerField(default=0)),
                ('rows_expected', models.PositiveIntegerField(null=True)),
                ('fault', models.CharField(blank=True, help_text='Why the file or the step is refused.', max_length=1000)),
                ('asked', models.JSONField(default=dict, help_text='How the file is to be read.')),
                ('found', models.JSONField(default=dict, help_text='What the file itself says: its columns and first values.')),
                ('corrections', models.JSONField(default=dict, help_text="Texts in place of the file's: row, column, text.")),
                ('result', models.JSONField(default=dict, help_text='What came of checking or writing, in numbers.')),
                ('part', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='salaries.releasepart')),
                ('started_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'import',
                'ordering': ['-started_at', '-pk'],
                'default_permissions': ('add', 'view'),
            },
        ),
        migrations.CreateModel(
            name='ImportFile',
            fields=[
                ('job', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='file', serialize=False, to='salaries.importjob')),
                ('content', models.BinaryField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ImportLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('refused', 'Refused'), ('new', 'New'), ('changed', 'Changed'), ('gone', 'Gone'), ('unknown', 'Not in the guide'), ('strange', 'Strange but taken')], max_length=7)),
                ('row', models.PositiveIntegerField(default=0)),
                ('column', models.CharField(blank=True, max_length=200)),
                ('value', models.TextField(blank=True)),
                ('text', models.TextField()),
                ('hint', models.TextField(blank=True)),
                ('code', models.CharField(blank=True, max_length=30)),
                ('cells', models.JSONField(null=True)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='salaries.importjob')),
            ],
            options={
                'ordering': ['job', 'kind', 'row', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='importjob',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['reading', 'uploaded', 'checking', 'to_check', 'drafting', 'done', 'refused', 'dropped'])), name='importjob_state_known', violation_error_message='An import has one of the states that are named.'),
        ),
        migrations.RunPython(allow_editors, migrations.RunPython.noop),
    ]
