-- What each role may reach. Settings gardefou.person and gardefou.sender live for one transaction; without them web sees no row.

CREATE FUNCTION gardefou.person() RETURNS uuid LANGUAGE sql STABLE AS
    $$ SELECT nullif(current_setting('gardefou.person', true), '')::uuid $$;
CREATE FUNCTION gardefou.sender() RETURNS uuid LANGUAGE sql STABLE AS
    $$ SELECT nullif(current_setting('gardefou.sender', true), '')::uuid $$;

-- The gate's view: the site's row is locked FOR SHARE, so that a suspension waits for this transaction or refuses it.
CREATE FUNCTION gardefou.site_for_gate(_site uuid)
    RETURNS TABLE (id uuid, code text, zone text, state text, charter_digest text)
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT s.id, s.code, s.zone, s.state, s.charter_digest FROM gardefou.sites s WHERE s.id = _site FOR SHARE $$;

CREATE FUNCTION gardefou.call_for_gate(_call uuid)
    RETURNS TABLE (site_id uuid, started_at timestamptz, simulated boolean, status text, adviser_id uuid, drawn boolean)
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT c.site_id, c.started_at, c.simulated, c.status, c.adviser_id, true FROM gardefou.calls c WHERE c.id = _call $$;

CREATE FUNCTION gardefou.site_of_code(_code text) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT id FROM gardefou.sites WHERE code = _code $$;

CREATE FUNCTION gardefou.adviser_of_number(_site uuid, _number text) RETURNS TABLE (id uuid, team text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT id, team FROM gardefou.people WHERE number = _number AND site_id = _site AND 'adviser' = ANY (roles) $$;

CREATE FUNCTION gardefou.sender_of_digest(_digest bytea) RETURNS TABLE (id uuid, label text, site text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT t.id, t.label, s.code FROM gardefou.tokens t JOIN gardefou.sites s ON s.id = t.site_id
       WHERE t.digest = _digest AND t.revoked_at IS NULL $$;

CREATE FUNCTION gardefou.site_of_sender() RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT site_id FROM gardefou.tokens WHERE id = gardefou.sender() AND revoked_at IS NULL $$;

-- Locks the adviser's row, so that two calls that arrive at once are counted one after the other.
CREATE FUNCTION gardefou.drawn_in_week(_adviser uuid, _week text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM gardefou.people WHERE id = _adviser FOR NO KEY UPDATE;
    RETURN (SELECT count(*) FROM gardefou.calls WHERE adviser_id = _adviser AND week = _week);
END $$;

-- Sound that waits to be heard, in milliseconds: the reception keeps it under what can be heard in time.
CREATE FUNCTION gardefou.waiting_ms() RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT coalesce(sum(sound_ms), 0) FROM gardefou.calls
       WHERE status = 'drawn' AND parked_at IS NULL AND lost_at IS NULL $$;

-- A call arrives once: what is here under its three names, for whoever sends it again.
CREATE FUNCTION gardefou.known_call(_site uuid, _source text, _external_id text)
    RETURNS TABLE (id uuid, sound_digest bytea, lost boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT id, sound_digest, lost_at IS NOT NULL FROM gardefou.calls
       WHERE site_id = _site AND source = _source AND external_id = _external_id $$;

-- A lost call has nothing but its row; sent again, it comes back as a new one.
CREATE FUNCTION gardefou.forget_lost(_call uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ DELETE FROM gardefou.calls WHERE id = _call AND lost_at IS NOT NULL $$;

-- Only steps of the flow are enqueued, and only with a call's id; one that waits already is left alone.
CREATE FUNCTION gardefou.enqueue(_step text, _queue text, _call uuid, _at timestamptz) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = gardefou, jobs, pg_catalog, pg_temp AS $$
BEGIN
    IF _step NOT IN ('hear', 'measure', 'classify', 'evaluate', 'offer') THEN
        RAISE EXCEPTION 'no step is named %', _step USING ERRCODE = 'GF003';
    END IF;
    BEGIN
        PERFORM jobs.procrastinate_defer_jobs_v1(ARRAY[ROW(
            _queue, _step, 0, _call::text, _step || ':' || _call, jsonb_build_object('call', _call), _at
        )]::jobs.procrastinate_job_to_defer_v1[]);
    EXCEPTION WHEN unique_violation THEN
        NULL;
    END;
END $$;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['installation', 'charters', 'sites', 'people', 'tokens', 'draws', 'calls', 'statuses',
        'transcripts', 'redactions', 'measures', 'scorecards', 'evaluations', 'verdicts', 'audit'] LOOP
        EXECUTE format('ALTER TABLE gardefou.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE gardefou.%I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY owner_all ON gardefou.%I TO gardefou_owner USING (true) WITH CHECK (true)', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['installation', 'charters', 'sites', 'statuses', 'scorecards'] LOOP
        EXECUTE format('CREATE POLICY read_all ON gardefou.%I FOR SELECT TO gardefou_web, gardefou_worker USING (true)', name);
        EXECUTE format('GRANT SELECT ON gardefou.%I TO gardefou_web, gardefou_worker', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['draws', 'calls', 'transcripts', 'redactions', 'measures', 'evaluations', 'verdicts'] LOOP
        EXECUTE format('CREATE POLICY worker_all ON gardefou.%I TO gardefou_worker USING (true) WITH CHECK (true)', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['transcripts', 'redactions', 'measures', 'evaluations'] LOOP
        EXECUTE format($p$CREATE POLICY web_own ON gardefou.%I FOR SELECT TO gardefou_web
            USING (call_id IN (SELECT id FROM gardefou.calls))$p$, name);
    END LOOP;
END $$;

CREATE POLICY web_own ON gardefou.calls FOR SELECT TO gardefou_web USING (adviser_id = (SELECT gardefou.person()));
CREATE POLICY web_own ON gardefou.verdicts FOR SELECT TO gardefou_web
    USING (evaluation_id IN (SELECT id FROM gardefou.evaluations));
CREATE POLICY web_own ON gardefou.people FOR SELECT TO gardefou_web USING (id = (SELECT gardefou.person()));
CREATE POLICY worker_reads ON gardefou.people FOR SELECT TO gardefou_worker USING (true);
CREATE POLICY sends ON gardefou.calls FOR INSERT TO gardefou_web
    WITH CHECK (status = 'drawn' AND site_id = (SELECT gardefou.site_of_sender()));
CREATE POLICY sends ON gardefou.draws FOR INSERT TO gardefou_web
    WITH CHECK (site_id = (SELECT gardefou.site_of_sender()));
CREATE POLICY sees_own_draws ON gardefou.draws FOR SELECT TO gardefou_web
    USING (site_id = (SELECT gardefou.site_of_sender()));
CREATE POLICY writes ON gardefou.audit FOR INSERT TO gardefou_web, gardefou_worker WITH CHECK (true);
CREATE POLICY adds ON gardefou.scorecards FOR INSERT TO gardefou_worker WITH CHECK (true);

GRANT USAGE ON SCHEMA gardefou TO gardefou_web, gardefou_worker;
GRANT SELECT, INSERT ON gardefou.draws TO gardefou_web, gardefou_worker;
GRANT SELECT, INSERT ON gardefou.calls TO gardefou_web, gardefou_worker;
GRANT UPDATE (status, status_at, attempts, failures, parked_at, parked_reason, lost_at, recording_gone_at, sound_name,
    reason, reason_confidence, received_at) ON gardefou.calls TO gardefou_worker;
GRANT DELETE ON gardefou.calls TO gardefou_worker;
GRANT SELECT ON gardefou.transcripts, gardefou.redactions, gardefou.measures, gardefou.evaluations, gardefou.verdicts,
    gardefou.people TO gardefou_web;
GRANT SELECT, INSERT ON gardefou.transcripts, gardefou.redactions, gardefou.measures, gardefou.evaluations,
    gardefou.verdicts, gardefou.scorecards TO gardefou_worker;
GRANT SELECT ON gardefou.people TO gardefou_worker;
GRANT INSERT ON gardefou.audit TO gardefou_web, gardefou_worker;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA gardefou FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA gardefou TO gardefou_web, gardefou_worker;

GRANT USAGE ON SCHEMA jobs TO gardefou_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA jobs TO gardefou_worker;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA jobs TO gardefou_worker;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA jobs TO gardefou_worker;
