-- What the process of live calls reaches: signing in, the gate's decision, and the reception of calls that are drawn. It
-- reads no call, no words and no figure, and changes nobody's account. The words of live assist are in no table (S7).

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['installation', 'charters', 'sites'] LOOP
        EXECUTE format('CREATE POLICY live_reads ON gardefou.%I FOR SELECT TO gardefou_live USING (true)', name);
        EXECUTE format('GRANT SELECT ON gardefou.%I TO gardefou_live', name);
    END LOOP;
END $$;

CREATE POLICY live_receives ON gardefou.calls FOR INSERT TO gardefou_live
    WITH CHECK (status = 'drawn' AND gardefou.works_at(adviser_id, site_id));
CREATE POLICY live_receives ON gardefou.draws FOR INSERT TO gardefou_live WITH CHECK (true);
-- Never in the name of a person: who uses live assist stands nowhere (S8).
CREATE POLICY live_writes ON gardefou.audit FOR INSERT TO gardefou_live
    WITH CHECK (actor_kind = 'process' AND actor LIKE 'live:%' AND verb IN ('receive', 'keep', 'object'));

GRANT USAGE ON SCHEMA gardefou TO gardefou_live;
GRANT INSERT ON gardefou.draws TO gardefou_live;
GRANT INSERT (id, site_id, source, external_id, adviser_id, team, direction, started_at, week, roles, language,
    customer_reference, sound_digest, sound_ms, original_audio, simulated, received_at, recording_expires_at,
    analyses_expire_at) ON gardefou.calls TO gardefou_live;
GRANT INSERT (actor_kind, actor, verb, purpose, site_id, call_id, charter_digest, refused_by) ON gardefou.audit
    TO gardefou_live;

GRANT EXECUTE ON FUNCTION gardefou.person, gardefou.sender, gardefou.concerns_caller, gardefou.works_at,
    gardefou.site_for_gate, gardefou.effected_acts, gardefou.records_of_site, gardefou.question_due,
    gardefou.marks_of_adviser, gardefou.refuses_recording, gardefou.adviser_of_number, gardefou.drawn_in_week,
    gardefou.waiting_ms, gardefou.known_call, gardefou.draw_of, gardefou.forget_lost, gardefou.object_to_call,
    gardefou.session_of, gardefou.workers_alive TO gardefou_live;

-- As in 0006; the process of live calls has calls heard, and nothing else done.
CREATE OR REPLACE FUNCTION gardefou.enqueue(_step text, _queue text, _call uuid, _at timestamptz) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = gardefou, jobs, pg_catalog, pg_temp AS $$
BEGIN
    IF _step NOT IN ('hear', 'measure', 'classify', 'evaluate', 'offer', 'shadow') THEN
        RAISE EXCEPTION 'no step is named %', _step USING ERRCODE = 'GF003';
    END IF;
    IF session_user IN ('gardefou_web', 'gardefou_live') AND (_step <> 'hear' OR NOT EXISTS (
        SELECT 1 FROM gardefou.calls c WHERE c.id = _call AND c.status = 'drawn' AND gardefou.concerns_caller(c.site_id)
    )) THEN
        RAISE EXCEPTION 'this call is none of the caller''s' USING ERRCODE = 'GF004';
    END IF;
    BEGIN
        PERFORM jobs.procrastinate_defer_jobs_v1(ARRAY[ROW(
            _queue, _step, CASE _step WHEN 'shadow' THEN -1 ELSE 0 END, _step || ':' || _call, _step || ':' || _call,
            jsonb_build_object('call', _call), _at
        )]::jobs.procrastinate_job_to_defer_v1[]);
    EXCEPTION WHEN unique_violation THEN
        NULL;
    END;
END $$;
GRANT EXECUTE ON FUNCTION gardefou.enqueue TO gardefou_live;
