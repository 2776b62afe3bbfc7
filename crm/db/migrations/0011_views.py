"""Views for other tools that read the file: names beside ids, without what lies in the trash.

Their SQL keeps to what an old SQLite and one without this program's functions understand: a view that a tool cannot
parse would make the whole file unreadable to it.
"""

from typing import Any

AFTER = "6ba227ac"
FINGERPRINT = "ce3730954854f0581ea0b5ef4ede1c82c78796577ba3979b8c2903c449488477"

_NAME = "trim(CASE c.preferred_name WHEN '' THEN c.given_name ELSE c.preferred_name END || ' ' || c.family_name)"
_NEXT = """(SELECT n.id FROM follow_up n WHERE n.{column} = r.id AND n.done_at IS NULL AND n.dropped_at IS NULL
        AND n.deleted_at IS NULL ORDER BY n.due_on IS NULL, n.due_on, n.id LIMIT 1)"""
_PLACE = """LEFT JOIN sector s ON s.id = {of}.sector_id
    LEFT JOIN sub_region g ON g.id = {of}.sub_region_id"""

VIEWS = {
    "v_contact": f"""SELECT r.id, r.uid, m.name, r.title, r.given_name, r.family_name, r.suffix, r.preferred_name,
        r.pronouns, m.role, m.organisation_id, nullif(m.organisation_name, '') AS organisation, m.sector_id,
        s.name AS sector, m.sub_region_id, g.name AS sub_region, m.partnership, m.email, m.phone, r.linkedin_url,
        r.birthday, r.about, r.active, nullif(m.last_touch_at, '') AS last_touch_at,
        nullif(m.next_follow_up_on, '9999') AS next_follow_up_on, r.created_at
    FROM contact r JOIN contact_summary m ON m.contact_id = r.id
    {_PLACE.format(of="m")}
    WHERE r.deleted_at IS NULL""",
    "v_organisation": f"""SELECT r.id, r.uid, r.name, r.short_name, r.sector_id, s.name AS sector, r.sub_region_id,
        g.name AS sub_region, p.id AS parent_id, p.name AS parent, m.partnership, m.people, r.website, r.phone,
        r.street, r.town, r.postcode, r.country, r.about, r.company_number, r.charity_number, r.ods_code, r.closed_on,
        nullif(m.last_touch_at, '') AS last_touch_at, nullif(m.next_follow_up_on, '9999') AS next_follow_up_on,
        r.created_at
    FROM organisation r JOIN organisation_summary m ON m.organisation_id = r.id
    {_PLACE.format(of="r")}
    LEFT JOIN organisation p ON p.id = r.parent_id AND p.deleted_at IS NULL
    WHERE r.deleted_at IS NULL""",
    "v_interaction": f"""SELECT r.id, r.uid, r.kind, r.direction, r.subject, r.notes, r.happened_at, r.has_time,
        r.duration_minutes, r.place, r.status,
        (SELECT group_concat(name, '; ') FROM (SELECT {_NAME} AS name FROM participant p
            JOIN contact c ON c.id = p.contact_id WHERE p.interaction_id = r.id ORDER BY p.id)) AS contacts,
        (SELECT group_concat(name, '; ') FROM (SELECT o.name FROM participant p
            JOIN organisation o ON o.id = p.organisation_id WHERE p.interaction_id = r.id
            GROUP BY o.id ORDER BY min(p.id))) AS organisations,
        h.id AS huddle_id, h.title AS huddle, r.created_at
    FROM interaction r LEFT JOIN huddle h ON h.id = r.huddle_id AND h.deleted_at IS NULL
    WHERE r.deleted_at IS NULL""",
    "v_follow_up": """SELECT r.id, r.uid, r.title, r.notes, r.owed_by, r.due_on, r.due_time, r.snoozed_until, r.repeat,
        r.repeat_from, r.priority, r.done_at, r.dropped_at, r.result, r.contact_id, m.name AS contact,
        coalesce(r.organisation_id, m.organisation_id) AS organisation_id,
        coalesce(o.name, nullif(m.organisation_name, '')) AS organisation, s.name AS sector, g.name AS sub_region,
        i.id AS interaction_id, i.subject AS interaction, h.id AS huddle_id, h.title AS huddle, p.id AS pitch_id,
        p.topic AS pitch, y.id AS opportunity_id, y.title AS opportunity, t.id AS introduction_id,
        t.reason AS introduction, r.created_at
    FROM follow_up r LEFT JOIN contact_summary m ON m.contact_id = r.contact_id
    LEFT JOIN organisation_summary o ON o.organisation_id = r.organisation_id
    LEFT JOIN sector s ON s.id = coalesce(o.sector_id, m.sector_id)
    LEFT JOIN sub_region g ON g.id = coalesce(o.sub_region_id, m.sub_region_id)
    LEFT JOIN interaction i ON i.id = r.interaction_id AND i.deleted_at IS NULL
    LEFT JOIN huddle h ON h.id = r.huddle_id AND h.deleted_at IS NULL
    LEFT JOIN pitch p ON p.id = r.pitch_id AND p.deleted_at IS NULL
    LEFT JOIN opportunity y ON y.id = r.opportunity_id AND y.deleted_at IS NULL
    LEFT JOIN introduction t ON t.id = r.introduction_id AND t.deleted_at IS NULL
    WHERE r.deleted_at IS NULL""",
    "v_attendance": f"""SELECT r.id, r.huddle_id, h.title AS huddle, q.name AS series, h.number, h.kind,
        h.status AS huddle_status, h.starts_at, h.ends_at, r.contact_id, {_NAME} AS contact, r.organisation_id,
        o.name AS organisation, s.name AS sector, g.name AS sub_region, r.role, r.registration, r.presence,
        r.presence = 'attended' AND r.registration <> 'registered' AS is_walk_in,
        r.presence = 'absent' AND r.registration = 'registered' AS is_no_show, r.checked_in_at, r.minutes, r.mode,
        r.source
    FROM attendance r JOIN huddle h ON h.id = r.huddle_id AND h.deleted_at IS NULL
    JOIN contact c ON c.id = r.contact_id
    LEFT JOIN series q ON q.id = h.series_id
    LEFT JOIN organisation o ON o.id = r.organisation_id
    {_PLACE.format(of="o")}""",
    "v_opportunity": f"""SELECT r.id, r.uid, r.title, e.pipeline_id, l.name AS pipeline, r.stage_id, e.name AS stage,
        e.outcome, e.probability, o.id AS organisation_id, o.name AS organisation, s.name AS sector,
        g.name AS sub_region, r.value_pence, r.currency, r.deadline, r.expected_close, r.lost_reason, r.source,
        h.id AS huddle_id, h.title AS huddle, t.id AS introduction_id, t.reason AS introduction, f.id AS next_step_id,
        f.title AS next_step, f.due_on AS next_step_on,
        coalesce((SELECT max(v.at) FROM stage_change v WHERE v.opportunity_id = r.id), r.created_at) AS in_stage_since,
        r.notes, r.created_at
    FROM opportunity r JOIN stage e ON e.id = r.stage_id JOIN pipeline l ON l.id = e.pipeline_id
    LEFT JOIN organisation o ON o.id = (SELECT a.organisation_id FROM opportunity_party a
        WHERE a.opportunity_id = r.id AND a.organisation_id IS NOT NULL ORDER BY a.role <> 'lead', a.id LIMIT 1)
    {_PLACE.format(of="o")}
    LEFT JOIN huddle h ON h.id = r.huddle_id AND h.deleted_at IS NULL
    LEFT JOIN introduction t ON t.id = r.introduction_id AND t.deleted_at IS NULL
    LEFT JOIN follow_up f ON f.id = {_NEXT.format(column="opportunity_id")}
    WHERE r.deleted_at IS NULL""",
    "v_introduction": f"""SELECT r.id, r.uid, r.reason, r.notes, r.source, r.made_on,
        (SELECT group_concat(name, '; ') FROM (SELECT {_NAME} AS name FROM introduction_party p
            JOIN contact c ON c.id = p.contact_id WHERE p.introduction_id = r.id ORDER BY p.id)) AS contacts,
        (SELECT group_concat(name, '; ') FROM (SELECT o.name FROM introduction_party p
            JOIN organisation o ON o.id = p.organisation_id WHERE p.introduction_id = r.id
            GROUP BY o.id ORDER BY min(p.id))) AS organisations,
        (SELECT u.step FROM outcome u WHERE u.introduction_id = r.id ORDER BY u.reached_on DESC, u.id DESC LIMIT 1)
            AS outcome,
        h.id AS huddle_id, h.title AS huddle, f.id AS check_id, f.due_on AS check_on, r.created_at
    FROM introduction r LEFT JOIN huddle h ON h.id = r.huddle_id AND h.deleted_at IS NULL
    LEFT JOIN follow_up f ON f.id = {_NEXT.format(column="introduction_id")}
    WHERE r.deleted_at IS NULL""",
}


def up(migrator: Any, db: Any) -> None:
    """Make the views; one of the same name that somebody else made gives way."""
    for name, sql in VIEWS.items():
        db.execute_sql(f"DROP VIEW IF EXISTS {name}")
        db.execute_sql(f"CREATE VIEW {name} AS {sql}")
