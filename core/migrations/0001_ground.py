"""What stands in the database before any table: extensions and Vietnamese text search."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

# `portal` forgives missing tone marks (unaccent also folds đ to d); `portal_marks` keeps them.
SEARCH = """
CREATE TEXT SEARCH CONFIGURATION portal (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION portal
    ALTER MAPPING FOR asciiword, word, numword, asciihword, hword, numhword,
                      hword_asciipart, hword_part, hword_numpart WITH unaccent, simple;
CREATE TEXT SEARCH CONFIGURATION portal_marks (COPY = simple);
"""
UNDO = "DROP TEXT SEARCH CONFIGURATION portal; DROP TEXT SEARCH CONFIGURATION portal_marks;"


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(SEARCH, UNDO),
    ]
