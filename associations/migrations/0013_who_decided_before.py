"""Withdrawals and outcomes from before 0006: who decided them stands in the history, and so does
whether the enterprise was a key partner then. Else whoever decided could hear the appeal."""

from django.db import migrations

ANNOUNCE = """SELECT set_config('pghistory.context_metadata',
    '{"verb": "change", "actor": null, "name": "", "reason": ""}', true)"""
WITHDRAWN_BY = """
UPDATE associations_member m SET withdrawn_by_id = found.person
FROM (
    SELECT DISTINCT ON (e.pgh_obj_id) e.pgh_obj_id AS id, u.id AS person
    FROM associations_memberevent e
    JOIN directory_user u ON u.id = (e.pgh_context ->> 'actor')::bigint
    WHERE e.pgh_context ->> 'verb' = 'withdraw'
    ORDER BY e.pgh_obj_id, e.pgh_id DESC
) AS found
WHERE found.id = m.id AND m.withdrawn_by_id IS NULL AND m.status IN ('withdrawn', 'contested')
"""
DECIDED_BY = """
UPDATE associations_assessment a SET decided_by_id = found.person, key_before = coalesce((
    SELECT 'key_partner' = ANY (x.traits) FROM directory_enterpriseevent x
    WHERE x.pgh_obj_id = a.enterprise_id AND x.pgh_created_at < found.at
    ORDER BY x.pgh_id DESC LIMIT 1
), false)
FROM (
    SELECT DISTINCT ON (e.pgh_obj_id) e.pgh_obj_id AS id, u.id AS person, e.pgh_created_at AS at
    FROM associations_assessmentevent e
    JOIN directory_user u ON u.id = (e.pgh_context ->> 'actor')::bigint
    WHERE e.pgh_context ->> 'verb' = 'decide_on'
    ORDER BY e.pgh_obj_id, e.pgh_id
) AS found
WHERE found.id = a.id AND a.decided_by_id IS NULL AND a.status IN ('decided', 'appealed')
"""
STATEMENTS = [ANNOUNCE, WITHDRAWN_BY, DECIDED_BY]


class Migration(migrations.Migration):
    dependencies = [
        ("associations", "0012_limits_and_targets_as_data"),
        ("directory", "0001_models"),
    ]
    operations = [migrations.RunSQL(STATEMENTS, migrations.RunSQL.noop)]
