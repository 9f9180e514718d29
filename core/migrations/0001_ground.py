"""What stands in the database before any table: extensions and Vietnamese text search."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

# Their bodies are parsed here, once: no search_path, no restored dump changes what they mean.
# core/search.py says the same in Python; a test holds the two together.
SEARCH = r"""
CREATE FUNCTION portal_bare(words text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN translate(
        regexp_replace(lower(normalize(words, NFD)), '[\u0300-\u036f]', '', 'g'), 'đĐ', 'dd');

CREATE FUNCTION portal_marked(words text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN normalize(translate(regexp_replace(
        translate(lower(normalize(words, NFD)), 'Đ', 'đ'),
        '([a-zđ\u0302\u0306\u031b]+)([\u0300\u0301\u0303\u0309\u0323])', '\2\1', 'g'),
        U&'\0300\0301\0303\0309\0323', 'αβγδε'), NFC);

CREATE FUNCTION portal_plain(words text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN regexp_replace(words,
        '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+',
        ' ', 'g');

CREATE FUNCTION portal_vector(VARIADIC texts text[]) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN to_tsvector('pg_catalog.simple'::regconfig,
                       portal_bare(portal_plain(array_to_string(texts, ' '))))
        || to_tsvector('pg_catalog.simple'::regconfig,
                       portal_marked(portal_plain(array_to_string(texts, ' '))));
"""
UNDO = """
DROP FUNCTION portal_vector(text[]);
DROP FUNCTION portal_plain(text);
DROP FUNCTION portal_marked(text);
DROP FUNCTION portal_bare(text);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    run_before = [("directory", "__first__")]  # its exclusion constraints and vectors stand on this
    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(SEARCH, UNDO),
    ]
