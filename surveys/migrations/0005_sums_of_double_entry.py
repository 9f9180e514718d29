"""Sums of double entry by round in place of a row and a history for every sheet (G18).

The old rows told, with two backups, how many questions an enterprise had been asked: the table is
made anew, so that neither they nor their transactions remain in it.
"""

import django.db.models.deletion
from django.db import migrations, models

GONE = "surveys_doubleentryevent"
REASON = "double entry is kept as sums by round, without a history of each sheet"
KEEP = """
CREATE TEMPORARY TABLE kept_of_double_entry ON COMMIT DROP AS
SELECT round_id, sum(compared) AS compared, sum(differing) AS differing
FROM surveys_doubleentry GROUP BY round_id
"""
PUT_BACK = """
INSERT INTO surveys_doubleentry (round_id, compared, differing)
SELECT round_id, compared, differing FROM kept_of_double_entry
"""


def mark_as_gone(apps, schema_editor):
    """Seals of the old history name a table that was dropped on purpose (G22)."""
    if apps.get_model("core", "Seal").objects.filter(label=GONE).exists():
        schema_editor.execute("SELECT history_seal_again(%s, %s)", [GONE, REASON])


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0004_files_guard'),
        ('surveys', '0004_days_kept'),
    ]

    operations = [
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.DeleteModel(
            name='DoubleEntryEvent',
        ),
        migrations.DeleteModel(
            name='DoubleEntry',
        ),
        migrations.CreateModel(
            name='DoubleEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compared', models.PositiveIntegerField(default=0, verbose_name='fields compared')),
                ('differing', models.PositiveIntegerField(default=0, verbose_name='fields that differed')),
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='double_entry', to='surveys.round', verbose_name='survey round')),
            ],
            options={
                'verbose_name': 'double entry',
                'verbose_name_plural': 'double entries',
                'constraints': [models.CheckConstraint(condition=models.Q(('differing__lte', models.F('compared'))), name='no_more_fields_differ_than_are_compared')],
            },
        ),
        migrations.RunSQL(PUT_BACK, migrations.RunSQL.noop),
        migrations.RunPython(mark_as_gone, migrations.RunPython.noop),
    ]
