-- What the table of both sides needs beside acts: proposals end when another takes effect or a side says no, and
-- representatives read who did what without names.

-- A suspension and new signatories are one side's own: the other cannot end them before they are signed.
CREATE OR REPLACE FUNCTION gardefou.close_act(_act uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE gardefou.acts SET closed_at = clock_timestamp(), closed_by = gardefou.person()
    WHERE id = _act AND sequence IS NULL AND closed_at IS NULL AND gardefou.signs_at(site_id)
        AND (session_user NOT IN ('gardefou_web', 'gardefou_worker') OR kind NOT IN ('suspension', 'succession')
            OR (side = 'employees' AND gardefou.has_role('representative'))
            OR (side = 'employer' AND gardefou.has_role('employer_signatory')));
    RETURN FOUND;
END $$;

-- What took effect ends the other proposals of its kind: a signature given to one of them was given for what was before.
-- New signatories of one side end nothing of the other's. `_kept` are charters that only tighten what is in force now:
-- else a trifle that one side tightens would end what the other has half signed.
CREATE FUNCTION gardefou.close_superseded_acts(_act uuid, _kept uuid[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE gardefou.acts o SET closed_at = clock_timestamp()
    FROM gardefou.acts a
    WHERE a.id = _act AND a.sequence = (SELECT max(b.sequence) FROM gardefou.acts b WHERE b.site_id = a.site_id)
        AND o.site_id = a.site_id AND o.kind = a.kind AND o.sequence IS NULL AND o.closed_at IS NULL
        AND o.id <> ALL (_kept) AND (o.kind <> 'succession' OR o.document ->> 'side' = a.document ->> 'side') AND gardefou.signs_at(a.site_id) $$;

-- How often each function did what at the site of whoever asks, by whole weeks that are over; a simulated installation
-- shows the current one too. Neither a person nor a call nor an hour is in it. What advisers do with what is theirs is
-- counted only where enough of them did it in that week: `times` is NULL where it is hidden.
CREATE FUNCTION gardefou.access_log()
    RETURNS TABLE (week date, role text, verb text, refused_by text, times bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET work_mem = '64MB' SET search_path = pg_catalog, pg_temp AS $$
    WITH here AS MATERIALIZED (
        SELECT s.id, s.zone, greatest(10, coalesce((c.document -> 'review' ->> 'smallest_group')::integer, 10)) AS k,
            date_trunc('week', now() AT TIME ZONE s.zone) AS this_week, (SELECT i.simulated FROM gardefou.installation i) AS simulated
        FROM gardefou.sites s LEFT JOIN gardefou.charters_in_force() c ON c.site_id = s.id
        WHERE s.id = gardefou.own_site()
            AND (gardefou.has_role('representative') OR gardefou.has_role('data_protection_officer'))),
    done AS (
        SELECT date_trunc('week', a.at AT TIME ZONE h.zone)::date AS week, h.k, a.verb, a.refused_by, a.actor,
            CASE WHEN a.actor_kind <> 'person' THEN a.actor_kind
                WHEN a.verb IN ('read_own_file', 'refuse_recording', 'evaluate_oneself', 'state', 'answer', 'erase', 'take_part')
                    THEN 'adviser'
                ELSE coalesce((SELECT f.name FROM unnest(ARRAY['manager', 'quality_analyst', 'reviewer', 'administrator',
                        'data_protection_officer', 'employer_signatory', 'representative']) WITH ORDINALITY AS f (name, place)
                    WHERE f.name = ANY (p.roles) ORDER BY f.place LIMIT 1), 'adviser') END AS role
        FROM here h JOIN gardefou.audit a
                ON (a.site_id = h.id OR a.site_id IS NULL) AND a.at >= (h.this_week - interval '12 weeks') AT TIME ZONE h.zone
                AND (h.simulated OR a.at < h.this_week AT TIME ZONE h.zone)
            LEFT JOIN gardefou.people p ON a.actor_kind = 'person' AND p.id::text = a.actor)
    SELECT d.week, d.role, d.verb, d.refused_by,
        CASE WHEN d.role <> 'adviser' OR count(DISTINCT d.actor) >= d.k THEN count(*) END
    FROM done d GROUP BY d.week, d.role, d.verb, d.refused_by, d.k ORDER BY 1 DESC, 2, 3, 4 NULLS FIRST $$;

REVOKE EXECUTE ON FUNCTION gardefou.close_superseded_acts, gardefou.access_log FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gardefou.close_superseded_acts, gardefou.access_log TO gardefou_web;
