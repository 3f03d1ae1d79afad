"""Readers' reports: what they are about, who answered and when, what is kept for a time only; how often sources come out."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.apps import apps as all_apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.models import F

from salaries.models import triggers

READERS_OF_EMAIL = ("Contributor", "Editor", "Publisher")


def without_triggers(apps, schema_editor):
    """A table that is made anew may not be watched meanwhile; after the migrations the triggers come back."""
    triggers.drop(schema_editor.connection.alias)


def give_times(apps, schema_editor):
    """A report that was answered without a time counts as answered when it came."""
    reports = apps.get_model("salaries", "Report").objects.using(schema_editor.connection.alias)
    reports.exclude(state="open").filter(answered_at=None).update(answered_at=F("received_at"))
    reports.filter(state="open").update(answered_at=None)


def let_groups_read_email(apps, schema_editor):
    """The permission is new, so no operator has decided about it: who works on reports gets it, who looks does not."""
    alias = schema_editor.connection.alias
    create_permissions(all_apps.get_app_config("salaries"), verbosity=0, using=alias, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    permission = permissions.get(content_type__app_label="salaries", codename="read_email")
    for group in apps.get_model("auth", "Group").objects.using(alias).filter(name__in=READERS_OF_EMAIL):
        group.permissions.add(permission)


class Migration(migrations.Migration):

    dependencies = [
        ('salaries', '0008_history'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(without_triggers, without_triggers),
        migrations.AlterModelOptions(
            name='report',
            options={'ordering': ['-received_at', '-pk'], 'permissions': [('read_email', "Can read readers' e-mail addresses")]},
        ),
        migrations.AddField(
            model_name='report',
            name='about',
            field=models.CharField(blank=True, help_text='What it is about, in words.', max_length=600),
        ),
        migrations.AddField(
            model_name='report',
            name='answered_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='report',
            name='digest',
            field=models.CharField(blank=True, editable=False, help_text='Of an open report, so that it is kept once.', max_length=64, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='report',
            name='role',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to='salaries.role'),
        ),
        migrations.AddField(
            model_name='report',
            name='sender',
            field=models.CharField(blank=True, editable=False, help_text='A digest that changes daily, kept for a day.', max_length=64),
        ),
        migrations.AddField(
            model_name='source',
            name='cycle_months',
            field=models.PositiveSmallIntegerField(blank=True, help_text='12 for once a year. Empty: not stated. Editors are told where an edition seems to be missing.', null=True, validators=[django.core.validators.MinValueValidator(1, 'An edition comes out once a month at most.')], verbose_name='comes out every (months)'),
        ),
        migrations.AddField(
            model_name='historicalsource',
            name='cycle_months',
            field=models.PositiveSmallIntegerField(blank=True, help_text='12 for once a year. Empty: not stated. Editors are told where an edition seems to be missing.', null=True, validators=[django.core.validators.MinValueValidator(1, 'An edition comes out once a month at most.')], verbose_name='comes out every (months)'),
        ),
        migrations.AlterField(
            model_name='report',
            name='answer',
            field=models.TextField(blank=True, help_text='What was found and done. Kept with the report; the reader is not sent it.'),
        ),
        migrations.AlterField(
            model_name='report',
            name='answered_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='report',
            name='email',
            field=models.EmailField(blank=True, help_text='Erased 90 days after the report is answered or dismissed.', max_length=254, verbose_name='e-mail'),
        ),
        migrations.AlterField(
            model_name='report',
            name='figure',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to='salaries.figure'),
        ),
        migrations.AlterField(
            model_name='report',
            name='message',
            field=models.TextField(max_length=4000),
        ),
        migrations.AlterField(
            model_name='report',
            name='received_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AlterField(
            model_name='report',
            name='state',
            field=models.CharField(choices=[('open', 'open'), ('answered', 'answered'), ('dismissed', 'dismissed')], db_index=True, default='open', max_length=10),
        ),
        migrations.RunPython(give_times, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.GreaterThan(django.db.models.functions.text.Length('message'), 0), name='report_message_given', violation_error_message='A report needs a message.'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('state', 'open')), models.Q(('answered_at__isnull', False), ('state__in', ['answered', 'dismissed'])), _connector='OR'), name='report_answered_with_a_time', violation_error_message='A report is open, or was answered or dismissed at some time.'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('cycle_months__isnull', True), ('cycle_months__gte', 1), _connector='OR'), name='source_cycle_a_month_at_least', violation_error_message='An edition comes out once a month at most.'),
        ),
        migrations.RunPython(let_groups_read_email, without_triggers),
    ]
