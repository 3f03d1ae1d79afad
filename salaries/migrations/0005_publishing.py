"""Publishing: who may, who sent a part to review, and the groups that editors belong to."""

import django.db.models.deletion
from django.apps import apps as all_apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

from salaries.models import triggers

DRAFTS = ("release", "releasepart", "figure")
NOUNS = (
    "role", "rolealias", "rolecode", "experiencelevel", "location", "locationcode", "influencingfactor",
    "factoroption", "source", "priceindex", "curatedcomparison", "curatedsubject",
)
CONTRIBUTOR = {f"{verb}_{noun}" for verb in ("add", "change") for noun in DRAFTS} | {"delete_figure"}
EDITOR = CONTRIBUTOR | {f"{verb}_{noun}" for verb in ("add", "change") for noun in NOUNS} | {
    "correct_figure", "change_report",
}
PUBLISHER = EDITOR | {f"delete_{noun}" for noun in (*NOUNS, *DRAFTS)} | {"publish_releasepart", "add_redirect", "change_redirect"}
GROUPS = {"Viewer": set(), "Contributor": CONTRIBUTOR, "Editor": EDITOR, "Publisher": PUBLISHER}


def without_triggers(apps, schema_editor):
    """A table that is made anew may not be watched meanwhile; after the migrations the triggers come back."""
    triggers.drop(schema_editor.connection.alias)


def make_groups(apps, schema_editor):
    """Each group may do what the one before may; all may look. A group of that name that is there stays as it is."""
    alias = schema_editor.connection.alias
    config = all_apps.get_app_config("salaries")
    create_permissions(config, verbosity=0, using=alias, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(alias).filter(content_type__app_label="salaries")
    groups = apps.get_model("auth", "Group").objects.using(alias)
    for name, codes in GROUPS.items():
        group, made = groups.get_or_create(name=name)
        if made:
            looking = permissions.filter(codename__startswith="view_")
            group.permissions.set([*looking, *permissions.filter(codename__in=codes)])


class Migration(migrations.Migration):

    dependencies = [
        ('salaries', '0004_curated_comparisons'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(without_triggers, without_triggers),
        migrations.AlterModelOptions(
            name='figure',
            options={'ordering': ['release', 'role', 'location', 'level', 'option'], 'permissions': [('correct_figure', 'Can correct figures that are public')]},
        ),
        migrations.AlterModelOptions(
            name='releasepart',
            options={'ordering': ['release', 'name'], 'permissions': [('publish_releasepart', 'Can publish and withdraw release parts')]},
        ),
        migrations.AddField(
            model_name='releasepart',
            name='submitted_by',
            field=models.ForeignKey(blank=True, editable=False, help_text='Who sent it to review.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunPython(make_groups, without_triggers),
    ]
