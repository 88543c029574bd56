-- set_actor
SELECT set_config('gardefou.person', %(person)s, true), set_config('gardefou.sender', %(sender)s, true)

-- name_actor
SELECT set_config('gardefou.actor_kind', %(kind)s, true), set_config('gardefou.actor', %(name)s, true)

-- site_for_gate
SELECT * FROM gardefou.site_for_gate(%(code)s, %(person)s, %(sender)s)

-- site_for_signing
SELECT * FROM gardefou.site_for_signing(%(code)s, %(person)s, %(sender)s)

-- effected_acts
SELECT * FROM gardefou.effected_acts(%(site)s)

-- installation_id
SELECT id FROM gardefou.installation

-- add_act
INSERT INTO gardefou.acts (id, site_id, kind, document, side, proposed_by)
VALUES (%(id)s, %(site)s, %(kind)s, %(document)s, %(side)s, %(person)s)

-- add_act_signature
INSERT INTO gardefou.act_signatures (act_id, key, value) VALUES (%(act)s, %(key)s, %(value)s) ON CONFLICT DO NOTHING

-- add_act_comment
INSERT INTO gardefou.act_comments (act_id, person_id, text) VALUES (%(act)s, %(person)s, %(text)s)

-- take_effect
SELECT gardefou.take_effect(%(act)s, %(at)s, %(charter)s, %(stopped)s)

-- close_act
SELECT gardefou.close_act(%(act)s) AS closed

-- close_superseded_acts
SELECT gardefou.close_superseded_acts(%(act)s, %(kept)s::uuid[])

-- access_log
SELECT week, role, verb, refused_by, times FROM gardefou.access_log()

-- open_acts_of_side
SELECT a.id, a.kind, a.document ->> 'side' AS whose
FROM gardefou.acts a WHERE a.site_id = %(site)s AND a.side = %(side)s AND a.sequence IS NULL AND a.closed_at IS NULL

-- verify_again
UPDATE gardefou.sites SET revision = revision + 1 WHERE id = %(site)s

-- acts_of_site
SELECT a.id, a.kind, a.document, a.side, a.proposed_by, a.proposed_at, a.sequence, a.effected_at, a.closed_at, a.closed_by,
    coalesce(g.keys, '{}') AS keys, coalesce(g.signatures, '{}') AS signatures, coalesce(g.times, '{}') AS times
FROM gardefou.acts a LEFT JOIN LATERAL (
    SELECT array_agg(s.key ORDER BY s.at, s.key, s.value) AS keys,
        array_agg(s.value ORDER BY s.at, s.key, s.value) AS signatures, array_agg(s.at ORDER BY s.at, s.key, s.value) AS times
    FROM gardefou.act_signatures s WHERE s.act_id = a.id) g ON true
WHERE a.site_id = %(site)s AND (%(act)s::uuid IS NULL OR a.id = %(act)s) ORDER BY a.proposed_at DESC, a.id DESC

-- comments_of_act
SELECT c.person_id, c.text, c.at FROM gardefou.act_comments c WHERE c.act_id = %(act)s ORDER BY c.id

-- names_of_acts
SELECT person_id, name FROM gardefou.names_of_acts(%(site)s)

-- advance_clock
SELECT gardefou.advance_clock()

-- call_for_gate
SELECT * FROM gardefou.call_for_gate(%(call)s, %(person)s, %(sender)s)

-- charter
SELECT document FROM gardefou.charters WHERE digest = %(digest)s

-- simulated_installation
SELECT simulated FROM gardefou.installation

-- new_id
SELECT uuidv7() AS id

-- add_audit
INSERT INTO gardefou.audit (actor_kind, actor, verb, purpose, site_id, call_id, charter_digest, refused_by)
VALUES (%(actor_kind)s, %(actor)s, %(verb)s, %(purpose)s, %(site)s, %(call)s, %(charter)s, %(refused_by)s)

-- adviser_of_number
SELECT * FROM gardefou.adviser_of_number(%(site)s, %(number)s)

-- add_draw
INSERT INTO gardefou.draws (key_hash, site_id, day, pseudonym, drawn)
VALUES (%(key_hash)s, %(site)s, %(day)s, %(pseudonym)s, %(drawn)s)
ON CONFLICT DO NOTHING

-- draw_of
SELECT gardefou.draw_of(%(key_hash)s) AS drawn

-- keep_call
INSERT INTO gardefou.calls (id, site_id, source, external_id, adviser_id, team, direction, started_at, week, roles,
    language, customer_reference, sound_digest, sound_ms, original_audio, simulated, received_at, recording_expires_at,
    analyses_expire_at)
VALUES (%(id)s, %(site)s, %(source)s, %(external_id)s, %(adviser)s, %(team)s, %(direction)s, %(started_at)s, %(week)s,
    %(roles)s, %(language)s, %(customer_reference)s, %(sound_digest)s, %(sound_ms)s, %(original_audio)s, %(simulated)s,
    %(received_at)s, %(recording_expires_at)s, %(analyses_expire_at)s)
ON CONFLICT DO NOTHING

-- known_call
SELECT * FROM gardefou.known_call(%(site)s, %(source)s, %(external_id)s)

-- get_call
SELECT c.*, s.code AS site FROM gardefou.calls c JOIN gardefou.sites s ON s.id = c.site_id WHERE c.id = %(call)s

-- begin_step
UPDATE gardefou.calls SET attempts = attempts + 1 WHERE id = %(call)s

-- advance_call
UPDATE gardefou.calls SET status = %(after)s, status_at = clock_timestamp(), attempts = 0, failures = 0
WHERE id = %(call)s AND status = %(before)s AND parked_at IS NULL AND lost_at IS NULL

-- name_sound
UPDATE gardefou.calls SET sound_name = %(name)s WHERE id = %(call)s

-- fail_step
UPDATE gardefou.calls SET failures = failures + 1 WHERE id = %(call)s

-- park_call
UPDATE gardefou.calls SET parked_at = clock_timestamp(), parked_reason = %(reason)s WHERE id = %(call)s

-- retry_call
UPDATE gardefou.calls SET parked_at = NULL, parked_reason = NULL, attempts = 0, failures = 0
WHERE id = %(call)s AND parked_at IS NOT NULL

-- lose_call
UPDATE gardefou.calls SET lost_at = clock_timestamp(), parked_at = NULL, parked_reason = NULL
WHERE id = %(call)s AND status = 'drawn' AND lost_at IS NULL

-- forget_lost
SELECT gardefou.forget_lost(%(call)s)

-- forget_call
DELETE FROM gardefou.calls WHERE id = %(call)s

-- recording_gone
UPDATE gardefou.calls SET recording_gone_at = clock_timestamp(), sound_name = NULL WHERE id = %(call)s

-- add_reason
UPDATE gardefou.calls SET reason = %(reason)s, reason_confidence = %(confidence)s, reason_start_ms = %(start_ms)s,
    reason_end_ms = %(end_ms)s
WHERE id = %(call)s

-- drawn_in_week
SELECT gardefou.drawn_in_week(%(adviser)s, %(week)s) AS number

-- waiting_ms
SELECT gardefou.waiting_ms() AS ms

-- enqueue
SELECT gardefou.enqueue(%(step)s, %(queue)s, %(call)s, %(at)s)

-- add_transcript
INSERT INTO gardefou.transcripts (call_id, version, model, language, duration_ms, content)
VALUES (%(call)s, %(version)s, %(model)s, %(language)s, %(duration_ms)s, %(content)s)

-- add_redaction
INSERT INTO gardefou.redactions (call_id, version, kind, channel, start_ms, end_ms)
VALUES (%(call)s, %(version)s, %(kind)s, %(channel)s, %(start_ms)s, %(end_ms)s)

-- get_transcript
SELECT content FROM gardefou.transcripts WHERE call_id = %(call)s AND version = %(version)s

-- add_measures
INSERT INTO gardefou.measures (call_id, version, document) VALUES (%(call)s, %(version)s, %(document)s)

-- get_measures
SELECT document FROM gardefou.measures WHERE call_id = %(call)s AND version = %(version)s

-- add_scorecard
INSERT INTO gardefou.scorecards (digest, document) VALUES (%(digest)s, %(document)s) ON CONFLICT DO NOTHING

-- add_evaluation
INSERT INTO gardefou.evaluations (call_id, version, scorecard_digest, charter_digest, model, score, decided_share, content)
VALUES (%(call)s, %(version)s, %(scorecard)s, %(charter)s, %(model)s, %(score)s, %(decided_share)s, %(content)s)
RETURNING id

-- add_verdict
INSERT INTO gardefou.verdicts (evaluation_id, criterion, verdict, confidence, on_trial)
VALUES (%(evaluation)s, %(criterion)s, %(verdict)s, %(confidence)s, %(on_trial)s)

-- get_evaluation
SELECT e.content, e.model, s.document FROM gardefou.evaluations e JOIN gardefou.scorecards s ON s.digest = e.scorecard_digest
WHERE e.call_id = %(call)s AND e.version = %(version)s
ORDER BY e.made_at DESC LIMIT 1

-- sender_of_digest
SELECT * FROM gardefou.sender_of_digest(%(digest)s)

-- add_installation
INSERT INTO gardefou.installation (simulated) VALUES (%(simulated)s) ON CONFLICT DO NOTHING

-- close_sites
WITH ended AS (UPDATE gardefou.acts SET closed_at = clock_timestamp() WHERE sequence IS NULL AND closed_at IS NULL
    AND (%(code)s::text IS NULL OR site_id = (SELECT id FROM gardefou.sites WHERE code = %(code)s)))
UPDATE gardefou.sites SET state = 'suspended', revision = revision + 1, closures = closures || gen_random_uuid()
WHERE %(code)s::text IS NULL OR code = %(code)s

-- clock_mark
SELECT seen_at FROM gardefou.clock

-- set_clock
WITH before AS (SELECT seen_at FROM gardefou.clock FOR UPDATE),
    changed AS (UPDATE gardefou.clock SET seen_at = clock_timestamp() RETURNING seen_at)
INSERT INTO gardefou.audit (actor_kind, actor, verb, purpose, change)
SELECT current_setting('gardefou.actor_kind'), current_setting('gardefou.actor'), 'administer', 'operation',
    jsonb_build_object('clock', jsonb_build_array(b.seen_at, c.seen_at))
FROM before b, changed c

-- add_site
INSERT INTO gardefou.sites (code, zone) VALUES (%(code)s, %(zone)s) ON CONFLICT (code) DO NOTHING

-- add_token
INSERT INTO gardefou.tokens (label, digest, site_id) VALUES (%(label)s, %(digest)s, %(site)s)

-- all_tokens
SELECT t.label, s.code AS site, t.made_at, t.revoked_at
FROM gardefou.tokens t JOIN gardefou.sites s ON s.id = t.site_id ORDER BY t.label, t.made_at

-- revoke_tokens
UPDATE gardefou.tokens SET revoked_at = now() WHERE label = %(label)s AND revoked_at IS NULL RETURNING id

-- all_people
SELECT p.number, p.name, p.email, p.language, s.code AS site, p.team, p.roles
FROM gardefou.people p JOIN gardefou.sites s ON s.id = p.site_id

-- put_person
INSERT INTO gardefou.people (number, name, email, language, site_id, team, roles)
VALUES (%(number)s, %(name)s, %(email)s, %(language)s, %(site)s, %(team)s, %(roles)s)
ON CONFLICT (number) DO UPDATE SET name = excluded.name, email = excluded.email, language = excluded.language,
    site_id = excluded.site_id, team = excluded.team, roles = excluded.roles

-- changes_of_people
SELECT a.at, a.actor_kind, coalesce(w.name, a.actor) AS actor, p.number, a.change
FROM gardefou.audit a JOIN gardefou.people p ON p.id = a.person_id
    LEFT JOIN gardefou.people w ON a.actor_kind = 'person' AND w.id::text = a.actor
WHERE a.change IS NOT NULL AND (%(number)s::text IS NULL OR p.number = %(number)s) ORDER BY a.id DESC LIMIT %(most)s

-- person_of_number
SELECT id, roles FROM gardefou.people WHERE number = %(number)s

-- all_sites
SELECT code, zone, state, charter_digest FROM gardefou.sites ORDER BY code

-- site_codes
SELECT code, id FROM gardefou.sites

-- calls_in_quarantine
SELECT c.id, c.status, c.sound_name, c.lost_at IS NOT NULL AS lost, c.received_at
    + make_interval(mins => least(60, coalesce((ch.document -> 'retention' ->> 'quarantine_minutes')::integer, 60))) AS ends_at
FROM gardefou.calls c LEFT JOIN gardefou.charters_in_force() ch ON ch.site_id = c.site_id
WHERE c.id = ANY (%(calls)s)

-- expired_recordings
SELECT id FROM gardefou.calls c WHERE recording_gone_at IS NULL AND recording_expires_at <= %(now)s AND NOT gardefou.is_frozen(c.id)

-- expired_analyses
SELECT id FROM gardefou.calls c WHERE analyses_expire_at <= %(now)s AND NOT gardefou.is_frozen(c.id)

-- unfinished_erasures
SELECT c.id FROM (SELECT call_id AS id FROM gardefou.erasures WHERE waits UNION SELECT unnest(%(erased)s::uuid[])) asked
    JOIN gardefou.calls c USING (id)
WHERE NOT gardefou.is_frozen(c.id)

-- see_jobs
SELECT set_config('search_path', 'jobs, pg_catalog', true)

-- forgotten_calls
SELECT c.id, c.status FROM gardefou.calls c
    JOIN gardefou.sites s ON s.id = c.site_id AND s.state = 'open' AND s.charter_digest IS NOT NULL
WHERE c.status <> 'offered' AND c.parked_at IS NULL AND c.lost_at IS NULL AND c.status_at < %(before)s
    AND NOT (c.status = 'classified' AND (s.scorecard_digest IS NULL OR gardefou.ends_classified(c.site_id)))
    AND NOT gardefou.is_frozen(c.id)
    AND NOT EXISTS (SELECT 1 FROM jobs.procrastinate_jobs j
        WHERE j.args ->> 'call' = c.id::text AND j.status IN ('todo', 'doing'))

-- requeue_stalled
UPDATE jobs.procrastinate_jobs j SET status = 'todo', worker_id = NULL, scheduled_at = NULL, attempts = attempts + 1
WHERE j.status = 'doing'
    AND (j.worker_id IS NULL OR j.worker_id NOT IN
        (SELECT id FROM jobs.procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %(seconds)s)))
    AND NOT EXISTS (SELECT 1 FROM jobs.procrastinate_jobs o WHERE o.status = 'todo' AND o.queueing_lock = j.queueing_lock)
RETURNING j.id

-- drop_stalled_doubles
DELETE FROM jobs.procrastinate_jobs j
WHERE j.status = 'doing'
    AND (j.worker_id IS NULL OR j.worker_id NOT IN
        (SELECT id FROM jobs.procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %(seconds)s)))
    AND EXISTS (SELECT 1 FROM jobs.procrastinate_jobs o WHERE o.status = 'todo' AND o.queueing_lock = j.queueing_lock)

-- drop_finished
DELETE FROM jobs.procrastinate_jobs WHERE status IN ('succeeded', 'failed', 'cancelled', 'aborted')

-- begin_hearing
INSERT INTO gardefou.hearing_progress (call_id) VALUES (%(call)s)
ON CONFLICT (call_id) DO UPDATE SET share = 0, since = clock_timestamp()

-- note_heard_share
UPDATE gardefou.hearing_progress SET share = %(share)s WHERE call_id = %(call)s

-- end_hearing
DELETE FROM gardefou.hearing_progress WHERE call_id = %(call)s

-- drop_ended_hearings
DELETE FROM gardefou.hearing_progress p WHERE NOT EXISTS (SELECT 1 FROM jobs.procrastinate_jobs j
    WHERE j.task_name = 'hear' AND j.status = 'doing' AND j.args ->> 'call' = p.call_id::text)

-- calls_being_heard
SELECT p.call_id AS id, p.share, p.since,
    1000 * greatest(0, floor(extract(epoch FROM clock_timestamp() - p.since)))::bigint AS heard_for_ms
FROM gardefou.hearing_progress p
WHERE EXISTS (SELECT 1 FROM jobs.procrastinate_jobs j JOIN jobs.procrastinate_workers w ON w.id = j.worker_id
    WHERE j.task_name = 'hear' AND j.status = 'doing' AND j.args ->> 'call' = p.call_id::text
        AND w.last_heartbeat > now() - make_interval(secs => %(seconds)s))
ORDER BY p.since, p.call_id

-- calls_by_status
SELECT CASE WHEN lost_at IS NOT NULL THEN 'lost' WHEN parked_at IS NOT NULL THEN 'parked'
        WHEN status = 'classified' AND gardefou.ends_classified(site_id) THEN 'analysed' ELSE status END AS state,
    count(*) AS calls, coalesce(sum(sound_ms), 0) AS ms
FROM gardefou.calls GROUP BY 1

-- parked_calls
SELECT c.id, c.status, c.parked_reason, c.parked_at FROM gardefou.calls c WHERE parked_at IS NOT NULL
ORDER BY parked_at DESC LIMIT %(most)s

-- parked_ids
SELECT id FROM gardefou.calls WHERE parked_at IS NOT NULL ORDER BY parked_at

-- waiting_jobs
SELECT queue_name AS queue, count(*) FILTER (WHERE status = 'todo') AS waiting,
    count(*) FILTER (WHERE status = 'doing') AS under_way
FROM jobs.procrastinate_jobs GROUP BY 1 ORDER BY 1

-- live_workers
SELECT count(*) AS workers FROM jobs.procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %(seconds)s)

-- undrawn_calls
SELECT count(*) AS calls FROM gardefou.draws WHERE NOT drawn

-- latest_calls
SELECT * FROM (
    SELECT c.id, s.code AS site, c.source, c.external_id, c.started_at, CASE WHEN c.lost_at IS NOT NULL THEN 'lost'
        WHEN c.parked_at IS NOT NULL THEN 'parked'
        WHEN c.status = 'classified' AND gardefou.ends_classified(c.site_id) THEN 'analysed' ELSE c.status END AS state
    FROM gardefou.calls c JOIN gardefou.sites s ON s.id = c.site_id) AS calls
WHERE %(state)s::text IS NULL OR state = %(state)s
ORDER BY id DESC LIMIT %(most)s

-- audit_of_call
SELECT at, actor_kind, actor, verb, purpose, refused_by FROM gardefou.audit WHERE call_id = %(call)s ORDER BY id

-- account_of
SELECT * FROM gardefou.account_of(%(login)s)

-- begin_sign_in
SELECT gardefou.begin_sign_in(%(login)s, %(address)s, %(window_s)s, %(of_login)s, %(of_address)s) AS may

-- forget_failures
SELECT gardefou.forget_failures(%(login)s)

-- rehash_account
SELECT gardefou.rehash_account(%(person)s, %(former)s, %(hash)s)

-- open_session
SELECT gardefou.open_session(%(person)s, %(digest)s, %(lasts_s)s)

-- write_nothing
SET TRANSACTION READ ONLY

-- session_of
SELECT * FROM gardefou.session_of(%(digest)s, %(idle_s)s)

-- session_read
SELECT * FROM gardefou.session_read(%(digest)s)

-- close_session
SELECT gardefou.close_session(%(digest)s)

-- workers_alive
SELECT gardefou.workers_alive() AS workers

-- put_account
WITH put AS (
    INSERT INTO gardefou.accounts (person_id, password_hash) VALUES (%(person)s, %(hash)s)
    ON CONFLICT (person_id) DO UPDATE SET password_hash = excluded.password_hash, changed_at = clock_timestamp()
    RETURNING person_id)
INSERT INTO gardefou.audit (actor_kind, actor, verb, purpose, site_id, person_id, change)
SELECT coalesce(nullif(current_setting('gardefou.actor_kind', true), ''), 'database'),
    coalesce(nullif(current_setting('gardefou.actor', true), ''), session_user::text), 'administer', 'operation', p.site_id, p.id,
    jsonb_build_object('password', jsonb_build_array('-', 'another one'))
FROM put JOIN gardefou.people p ON p.id = put.person_id

-- disable_account
UPDATE gardefou.accounts SET disabled_at = coalesce(disabled_at, clock_timestamp()) WHERE person_id = %(person)s
RETURNING person_id, disabled_at AS since

-- enable_account
UPDATE gardefou.accounts SET disabled_at = NULL WHERE person_id = %(person)s RETURNING person_id, old.disabled_at AS since

-- password_changed_at
SELECT changed_at FROM gardefou.accounts WHERE person_id = %(person)s

-- named_person
SELECT id, number, name FROM gardefou.people WHERE number = %(number)s

-- all_accounts
SELECT p.number, p.name, p.roles, a.person_id IS NOT NULL AS has_password, a.disabled_at IS NOT NULL AS disabled,
    (SELECT max(s.seen_at AT TIME ZONE 'UTC')::date FROM gardefou.sessions s WHERE s.person_id = p.id) AS seen_on
FROM gardefou.people p LEFT JOIN gardefou.accounts a ON a.person_id = p.id ORDER BY p.number

-- person_for_gate
SELECT * FROM gardefou.person_for_gate(%(about)s, %(person)s, %(sender)s)

-- refuses_recording
SELECT gardefou.refuses_recording(%(adviser)s) AS refuses

-- evaluation_verdicts
SELECT s.document, v.criterion, v.verdict
FROM gardefou.reviews r JOIN gardefou.evaluations e ON e.id = r.evaluation_id
    JOIN gardefou.scorecards s ON s.digest = e.scorecard_digest JOIN gardefou.verdicts v ON v.evaluation_id = e.id
WHERE r.call_id = %(call)s

-- offer_review
INSERT INTO gardefou.reviews (call_id, evaluation_id, offered_on, closes_on)
SELECT %(call)s, id, %(offered_on)s, %(closes_on)s FROM gardefou.evaluations WHERE call_id = %(call)s
ORDER BY made_at DESC LIMIT 1

-- get_review
SELECT * FROM gardefou.reviews WHERE call_id = %(call)s

-- lock_review
SELECT * FROM gardefou.reviews WHERE call_id = %(call)s FOR NO KEY UPDATE

-- open_draft
UPDATE gardefou.reviews SET opened_at = clock_timestamp() WHERE call_id = %(call)s AND opened_at IS NULL

-- move_review
UPDATE gardefou.reviews SET state = %(after)s,
    answered_at = coalesce(answered_at, CASE WHEN %(answered)s THEN clock_timestamp() END),
    causes = coalesce(%(causes)s, causes), contested = coalesce(%(contested)s, contested),
    due_on = coalesce(%(due_on)s, due_on), reply_closes_on = coalesce(%(reply_closes_on)s, reply_closes_on),
    decided_at = coalesce(decided_at, CASE WHEN %(decided)s = 1 THEN clock_timestamp() END),
    second_decided_at = coalesce(second_decided_at, CASE WHEN %(decided)s = 2 THEN clock_timestamp() END),
    ended_at = CASE WHEN %(after)s IN ('final', 'unreviewed', 'lapsed') THEN clock_timestamp() END
WHERE call_id = %(call)s AND state = %(before)s

-- take_review
SELECT gardefou.take_review(%(call)s) AS state

-- hand_review_back
SELECT gardefou.hand_review_back(%(call)s) AS state

-- add_self_evaluation
INSERT INTO gardefou.self_evaluations (call_id, content) VALUES (%(call)s, %(content)s) ON CONFLICT DO NOTHING

-- get_self_evaluation
SELECT content, made_at FROM gardefou.self_evaluations WHERE call_id = %(call)s

-- add_statement
INSERT INTO gardefou.statements (id, call_id, kind, round, criterion, wanted, content)
VALUES (%(id)s, %(call)s, %(kind)s, %(round)s, %(criterion)s, %(wanted)s, %(content)s)

-- statements_of_call
SELECT * FROM gardefou.statements WHERE call_id = %(call)s ORDER BY id

-- add_decision
INSERT INTO gardefou.decisions (call_id, criterion, round, person_id, before, after, content)
VALUES (%(call)s, %(criterion)s, %(round)s, %(person)s, %(before)s, %(after)s, %(content)s)

-- decisions_of_call
SELECT * FROM gardefou.decisions WHERE call_id = %(call)s ORDER BY round, criterion

-- add_void
INSERT INTO gardefou.voids (call_id, criterion) VALUES (%(call)s, %(criterion)s) ON CONFLICT DO NOTHING

-- voids_of_call
SELECT criterion FROM gardefou.voids WHERE call_id = %(call)s

-- add_serving
INSERT INTO gardefou.servings (call_id, person_id, start_ms, end_ms)
VALUES (%(call)s, %(person)s, %(start_ms)s, %(end_ms)s) ON CONFLICT DO NOTHING

-- servings_of_call
SELECT start_ms, end_ms, at FROM gardefou.servings WHERE call_id = %(call)s AND person_id = %(person)s ORDER BY start_ms

-- absences_for_review
SELECT * FROM gardefou.absences_for_review(%(call)s)

-- month_of_call
SELECT * FROM gardefou.month_of_call(%(call)s)

-- people_of_review
SELECT * FROM gardefou.people_of_review(%(call)s)

-- review_queue
SELECT * FROM gardefou.review_queue() ORDER BY due_on NULLS LAST, started_at

-- own_calls
SELECT c.id, c.started_at, c.sound_ms, c.reason, c.status, c.parked_at, c.recording_expires_at, c.analyses_expire_at,
    c.recording_gone_at, r.state, r.offered_on, r.closes_on, r.reply_closes_on, r.due_on, r.opened_at, r.answered_at,
    r.decided_at, r.second_decided_at, r.ended_at,
    (SELECT count(DISTINCT t.criterion) FROM gardefou.statements t WHERE t.call_id = c.id AND t.kind = 'contest') AS contests,
    EXISTS (SELECT 1 FROM gardefou.self_evaluations e WHERE e.call_id = c.id) AS has_self_evaluation,
    gardefou.is_frozen(c.id) AS is_frozen
FROM gardefou.calls c LEFT JOIN gardefou.reviews r ON r.call_id = c.id
WHERE c.adviser_id = %(person)s AND c.lost_at IS NULL
ORDER BY c.started_at DESC LIMIT %(most)s OFFSET %(skip)s

-- number_of_own_calls
SELECT count(*) AS number FROM gardefou.calls WHERE adviser_id = %(person)s AND lost_at IS NULL

-- own_absences
SELECT first_day, last_day FROM gardefou.absences WHERE person_id = %(person)s ORDER BY first_day

-- log_of_own_file
SELECT * FROM gardefou.log_of_own_file(%(most)s)

-- draws_of
SELECT * FROM gardefou.draws_of(%(pseudonym)s)

-- refuse_recording
INSERT INTO gardefou.recording_refusals (person_id) VALUES (%(person)s) ON CONFLICT DO NOTHING

-- allow_recording
DELETE FROM gardefou.recording_refusals WHERE person_id = %(person)s

-- refusal_of_recording
SELECT since FROM gardefou.recording_refusals WHERE person_id = %(person)s

-- erase_call
SELECT * FROM gardefou.erase_call(%(call)s, %(cause)s)

-- object_to_call
SELECT * FROM gardefou.object_to_call(%(site)s, %(source)s, %(external_id)s)

-- freeze_call
SELECT gardefou.freeze_call(%(call)s, %(asked_by)s) AS frozen

-- freeze_of
SELECT * FROM gardefou.freeze_of(%(call)s)

-- lift_freeze
SELECT gardefou.lift_freeze(%(call)s, %(closes_on)s, %(reply_closes_on)s, %(due_on)s) AS lifted

-- requests_of_site
SELECT * FROM gardefou.requests_of_site()

-- add_request
SELECT gardefou.add_request(%(kind)s, %(number)s, %(reference)s, %(received_on)s, %(due_on)s) AS id

-- extend_request
SELECT gardefou.extend_request(%(id)s, %(on)s, %(due_on)s, %(because)s) AS done

-- answer_request
SELECT gardefou.answer_request(%(id)s, %(on)s, %(outcome)s) AS done

-- has_open_request
SELECT gardefou.has_open_request(%(kind)s, %(number)s, %(reference)s) AS found

-- calls_under_answer
SELECT id FROM gardefou.calls_under_answer(%(calls)s)

-- calls_of_subject
SELECT * FROM gardefou.calls_of_subject(%(number)s, %(reference)s)

-- transcript_for_officer
SELECT * FROM gardefou.transcript_for_officer(%(call)s)

-- agreement_pairs
SELECT * FROM gardefou.agreement_pairs()

-- group_of_manager
SELECT * FROM gardefou.group_of_manager(%(since)s)

-- figures_of_manager
SELECT * FROM gardefou.figures_of_manager(%(since)s)

-- scorecard_of_digest
SELECT document FROM gardefou.scorecards WHERE digest = %(digest)s
UNION ALL SELECT document FROM gardefou.site_proposals() WHERE scorecard_digest = %(digest)s LIMIT 1

-- all_scorecards
SELECT * FROM gardefou.answered_scorecards()

-- windows_to_close
SELECT call_id FROM gardefou.reviews r JOIN gardefou.calls c ON c.id = r.call_id
    JOIN gardefou.sites s ON s.id = c.site_id AND s.state = 'open'
WHERE NOT gardefou.is_frozen(c.id)
    AND ((r.state = 'offered' AND r.closes_on < (%(now)s AT TIME ZONE s.zone)::date)
        OR (r.state = 'decided' AND r.reply_closes_on < (%(now)s AT TIME ZONE s.zone)::date))

-- contests_to_lapse
SELECT call_id FROM gardefou.reviews r JOIN gardefou.calls c ON c.id = r.call_id
    JOIN gardefou.sites s ON s.id = c.site_id AND s.state = 'open'
WHERE r.state IN ('queued', 'in_review', 'contested', 'in_second_review')
    AND r.due_on < (%(now)s AT TIME ZONE s.zone)::date AND NOT gardefou.is_frozen(c.id)

-- move_window
UPDATE gardefou.reviews SET closes_on = CASE WHEN state = 'offered' THEN %(closes_on)s ELSE closes_on END,
    reply_closes_on = CASE WHEN state = 'decided' THEN %(closes_on)s ELSE reply_closes_on END
WHERE call_id = %(call)s AND state IN ('offered', 'decided')

-- put_absence
INSERT INTO gardefou.absences (person_id, first_day, last_day)
SELECT id, %(first_day)s, %(last_day)s FROM gardefou.people WHERE number = %(number)s
ON CONFLICT (person_id, first_day) DO UPDATE SET last_day = excluded.last_day

-- released_calls
SELECT c.id, c.started_at, c.sound_ms, c.reason, r.ended_at,
    (SELECT count(*) FROM gardefou.voids z WHERE z.call_id = c.id) AS voids,
    (SELECT p.name FROM gardefou.people_of_review(c.id) p WHERE p.part <> 'adviser' ORDER BY p.part DESC LIMIT 1) AS decided_by
FROM gardefou.readable_calls() AS readable (id) JOIN gardefou.reviews r ON r.call_id = readable.id
    JOIN gardefou.calls c ON c.id = readable.id
WHERE r.state = 'final' AND c.adviser_id <> %(person)s AND r.reviewer_id IS DISTINCT FROM %(person)s
    AND r.second_reviewer_id IS DISTINCT FROM %(person)s
ORDER BY r.ended_at DESC LIMIT %(most)s

-- oldest_waiting
SELECT min(received_at) AS since FROM gardefou.calls
WHERE status <> 'offered' AND parked_at IS NULL AND lost_at IS NULL
    AND NOT (status = 'classified' AND gardefou.ends_classified(site_id))

-- people_found
SELECT p.number, p.name, s.code AS site, p.team, p.roles, a.person_id IS NOT NULL AS has_password,
    a.disabled_at IS NOT NULL AS disabled
FROM gardefou.people p JOIN gardefou.sites s ON s.id = p.site_id LEFT JOIN gardefou.accounts a ON a.person_id = p.id
WHERE strpos(lower(p.number), lower(%(words)s)) > 0 OR strpos(lower(p.name), lower(%(words)s)) > 0
ORDER BY p.number LIMIT %(most)s OFFSET %(skip)s

-- number_of_people_found
SELECT count(*) AS number FROM gardefou.people p
WHERE strpos(lower(p.number), lower(%(words)s)) > 0 OR strpos(lower(p.name), lower(%(words)s)) > 0

-- tasks
SELECT * FROM gardefou.tasks()

-- reviews_decided_by
SELECT r.call_id, c.started_at, c.reason, r.state, d.round, d.at
FROM gardefou.readable_calls() AS readable (id) JOIN gardefou.reviews r ON r.call_id = readable.id
    JOIN gardefou.calls c ON c.id = r.call_id
    CROSS JOIN LATERAL (VALUES (1, r.reviewer_id, r.decided_at), (2, r.second_reviewer_id, r.second_decided_at)) d (round, person, at)
WHERE d.person = %(person)s AND d.at IS NOT NULL
ORDER BY d.at DESC LIMIT %(most)s

-- site_proposals
SELECT * FROM gardefou.site_proposals()

-- shadow_pairs
SELECT * FROM gardefou.shadow_pairs()

-- add_proposal
INSERT INTO gardefou.proposals (site_id, scorecard_digest, document, proposed_by)
VALUES (%(site)s, %(digest)s, %(document)s, %(person)s)
ON CONFLICT (site_id, scorecard_digest) DO NOTHING

-- withdraw_proposal
SELECT gardefou.withdraw_proposal(%(digest)s) AS done

-- open_proposals
SELECT p.scorecard_digest AS digest, p.document FROM gardefou.proposals p
WHERE p.site_id = %(site)s AND p.withdrawn_at IS NULL ORDER BY p.proposed_at, p.scorecard_digest

-- lock_proposals
SELECT pg_advisory_xact_lock(hashtextextended('proposals of ' || %(site)s::text, 0))

-- number_of_open_proposals
SELECT count(*) AS n FROM gardefou.proposals WHERE site_id = %(site)s AND withdrawn_at IS NULL

-- workings
SELECT base, document, changed_at FROM gardefou.workings WHERE person_id = %(person)s ORDER BY changed_at DESC

-- working
SELECT base, document, changed_at FROM gardefou.workings WHERE person_id = %(person)s AND base = %(base)s

-- save_working
INSERT INTO gardefou.workings (person_id, base, document) VALUES (%(person)s, %(base)s, %(document)s)
ON CONFLICT (person_id, base) DO UPDATE SET document = EXCLUDED.document, changed_at = now()

-- discard_working
DELETE FROM gardefou.workings WHERE person_id = %(person)s AND base = %(base)s

-- add_shadow
INSERT INTO gardefou.shadows (call_id, version, scorecard_digest, model, failed)
VALUES (%(call)s, %(version)s, %(digest)s, %(model)s, %(failed)s)
ON CONFLICT DO NOTHING

-- add_shadow_verdict
INSERT INTO gardefou.shadow_verdicts (call_id, version, scorecard_digest, model, criterion, verdict)
VALUES (%(call)s, %(version)s, %(digest)s, %(model)s, %(criterion)s, %(verdict)s)

-- has_shadow
SELECT EXISTS (SELECT 1 FROM gardefou.shadows WHERE call_id = %(call)s AND version = %(version)s
    AND scorecard_digest = %(digest)s AND model = %(model)s) AS ran

-- sites_to_measure
SELECT s.id, s.scorecard_digest AS digest FROM gardefou.sites s
    CROSS JOIN LATERAL (SELECT max(b.at) AS at FROM gardefou.criterion_bounds b
        WHERE b.site_id = s.id AND b.scorecard_digest = s.scorecard_digest) measured
WHERE s.scorecard_digest IS NOT NULL AND (measured.at < %(now)s - interval '1 day' OR EXISTS (
    SELECT 1 FROM gardefou.reviews r JOIN gardefou.calls c ON c.id = r.call_id
    WHERE c.site_id = s.id AND r.state = 'final' AND r.ended_at > coalesce(measured.at, '-infinity')))

-- decided_pairs
SELECT e.model, d.criterion, v.on_trial AS is_blind, coalesce(w.verdict, v.verdict) AS program,
    coalesce(later.after, d.after) AS decided, count(*) AS pairs
FROM gardefou.reviews r JOIN gardefou.calls c ON c.id = r.call_id JOIN gardefou.evaluations e ON e.id = r.evaluation_id
    JOIN gardefou.decisions d ON d.call_id = r.call_id AND d.round = 1
    JOIN gardefou.verdicts v ON v.evaluation_id = e.id AND v.criterion = d.criterion
    LEFT JOIN gardefou.shadow_verdicts w ON v.on_trial AND w.call_id = r.call_id AND w.version = e.version
        AND w.scorecard_digest = e.scorecard_digest AND w.model = e.model AND w.criterion = v.criterion
    LEFT JOIN gardefou.decisions later ON later.call_id = d.call_id AND later.criterion = d.criterion AND later.round = 2
WHERE c.site_id = %(site)s AND r.state = 'final' AND e.scorecard_digest = %(digest)s AND (w.verdict IS NOT NULL OR NOT v.on_trial)
    AND NOT EXISTS (SELECT 1 FROM gardefou.voids z WHERE z.call_id = d.call_id AND z.criterion = d.criterion)
GROUP BY 1, 2, 3, 4, 5

-- lock_bounds
SELECT pg_advisory_xact_lock(hashtextextended('bounds of ' || %(site)s::text, 0))

-- forget_bounds
DELETE FROM gardefou.criterion_bounds WHERE site_id = %(site)s AND scorecard_digest = %(digest)s

-- add_bound
INSERT INTO gardefou.criterion_bounds (site_id, scorecard_digest, model, criterion, lower, n, is_blind)
VALUES (%(site)s, %(digest)s, %(model)s, %(criterion)s, %(lower)s, %(n)s, %(is_blind)s)

-- bounds
SELECT model, criterion, lower, n, is_blind, at FROM gardefou.criterion_bounds
WHERE site_id = %(site)s AND scorecard_digest = %(digest)s

-- replies
SELECT digest, content FROM gardefou.replies WHERE call_id = %(call)s

-- add_reply
INSERT INTO gardefou.replies (call_id, digest, content) VALUES (%(call)s, %(digest)s, %(content)s) ON CONFLICT DO NOTHING

-- calls_without_shadow
SELECT c.id FROM gardefou.calls c JOIN gardefou.sites s ON s.id = c.site_id
WHERE s.code = %(site)s AND c.status IN ('evaluated', 'offered') AND c.id > %(after)s AND c.analyses_expire_at > %(now)s
    AND NOT EXISTS (SELECT 1 FROM gardefou.shadows w WHERE w.call_id = c.id AND w.scorecard_digest = %(digest)s)
ORDER BY c.id LIMIT %(most)s

-- number_without_shadow
SELECT count(*) AS n FROM gardefou.calls c JOIN gardefou.sites s ON s.id = c.site_id
WHERE s.code = %(site)s AND c.status IN ('evaluated', 'offered') AND c.analyses_expire_at > %(now)s
    AND NOT EXISTS (SELECT 1 FROM gardefou.shadows w WHERE w.call_id = c.id AND w.scorecard_digest = %(digest)s)

-- reviewed_calls
SELECT c.id, c.adviser_id FROM gardefou.calls c JOIN gardefou.reviews r ON r.call_id = c.id JOIN gardefou.sites s ON s.id = c.site_id
WHERE s.code = %(site)s AND r.state = 'final' AND c.analyses_expire_at > %(now)s ORDER BY c.id

-- open_proposals_of_site
SELECT p.scorecard_digest AS digest, p.document FROM gardefou.proposals p JOIN gardefou.sites place ON place.id = p.site_id
WHERE place.code = %(site)s AND p.withdrawn_at IS NULL ORDER BY p.proposed_at, p.scorecard_digest

-- lock_of_night
SELECT pg_try_advisory_lock(%(lock)s) AS has_it

-- end_lock_of_night
SELECT pg_advisory_unlock(%(lock)s)

-- add_retention_run
INSERT INTO gardefou.retention_runs (document) VALUES (%(document)s)

-- latest_retention_run
SELECT document FROM gardefou.retention_runs ORDER BY began_at DESC LIMIT 1

-- last_night
SELECT coalesce((SELECT max(began_at) FROM gardefou.retention_runs), (SELECT created_at FROM gardefou.installation)) AS at

-- zones_of_sites
SELECT DISTINCT zone FROM gardefou.sites

-- changes_of_tables
WITH RECURSIVE of_calls AS (
    SELECT 'gardefou.calls'::regclass::oid AS id
    UNION
    SELECT c.conrelid FROM pg_constraint c JOIN of_calls o ON c.confrelid = o.id WHERE c.contype = 'f')
SELECT s.schemaname || '.' || s.relname AS name, s.n_tup_del + s.n_tup_upd AS changes
FROM pg_stat_user_tables s
WHERE s.relid IN (SELECT id FROM of_calls) OR s.relid = 'gardefou.requests'::regclass OR s.schemaname IN ('search', 'jobs')
ORDER BY 1

-- records_of_site
SELECT * FROM gardefou.records_of_site(%(site)s)

-- question_due
SELECT gardefou.question_due(%(site)s) AS due_on

-- marks_of_adviser
SELECT gardefou.marks_of_adviser(%(adviser)s) AS marks

-- register_of_site
SELECT * FROM gardefou.register_of_site(%(site)s)

-- add_register_entry
SELECT gardefou.add_register_entry(%(site)s, %(kind)s, %(document)s, %(on)s, %(role)s, %(by)s, %(brought)s) AS id

-- withdraw_register_entry
SELECT gardefou.withdraw_register_entry(%(site)s, %(entry)s, %(role)s, %(by)s, %(brought)s) AS done

-- questions_of_site
SELECT * FROM gardefou.questions_of_site(%(site)s)

-- ask_question
SELECT gardefou.ask_question(%(site)s, %(text)s, %(on)s, %(due_on)s, %(by)s) AS id

-- answer_question
SELECT gardefou.answer_question(%(site)s, %(question)s, %(text)s, %(on)s, %(by)s) AS done

-- withdraw_question
SELECT gardefou.withdraw_question(%(site)s, %(question)s, %(on)s) AS done

-- training_of_site
SELECT * FROM gardefou.training_of_site(%(site)s)

-- add_training
SELECT gardefou.add_training(%(site)s, %(number)s, %(on)s, %(minutes)s, %(in_person)s, %(what)s, %(brought)s) AS added

-- withdraw_training
SELECT gardefou.withdraw_training(%(site)s, %(number)s, %(on)s, %(what)s) AS done

-- add_support
SELECT gardefou.add_support(%(site)s, %(number)s, %(supporter)s, %(since)s, %(brought)s) AS added

-- own_participation
SELECT * FROM gardefou.own_participation()

-- take_part
SELECT gardefou.take_part(%(features)s)

-- stop_taking_part
SELECT gardefou.stop_taking_part()

-- tables_to_copy
SELECT n.nspname || '.' || c.relname AS name, c.relforcerowsecurity AS is_forced,
    array_agg(a.attname::text ORDER BY a.attnum) AS columns
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
WHERE n.nspname IN ('gardefou', 'jobs') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
GROUP BY n.nspname, c.relname, c.relforcerowsecurity ORDER BY 1

-- references_of_tables
SELECT DISTINCT a.relnamespace::regnamespace || '.' || a.relname AS name, b.relnamespace::regnamespace || '.' || b.relname AS refers_to
FROM pg_constraint k JOIN pg_class a ON a.oid = k.conrelid JOIN pg_class b ON b.oid = k.confrelid
WHERE k.contype = 'f' AND a.oid <> b.oid AND a.relnamespace IN ('gardefou'::regnamespace, 'jobs'::regnamespace)

-- sequences_to_copy
SELECT schemaname || '.' || sequencename AS name, last_value FROM pg_sequences WHERE schemaname IN ('gardefou', 'jobs')

-- put_erasure
INSERT INTO gardefou.erasures (key_hash, call_id, site_id, cause, waits)
VALUES (%(key_hash)s, %(call)s, %(site)s, %(cause)s, %(waits)s)
ON CONFLICT (key_hash) DO UPDATE SET call_id = coalesce(excluded.call_id, erasures.call_id), waits = excluded.waits

-- freeze_again
INSERT INTO gardefou.freezes (call_id, asked_by) SELECT %(call)s, 'customer' WHERE NOT gardefou.is_frozen(%(call)s)

-- put_act
INSERT INTO gardefou.acts (id, site_id, kind, document, side)
VALUES (%(id)s, %(site)s, %(kind)s, %(document)s, %(side)s) ON CONFLICT DO NOTHING

-- is_open_act
SELECT EXISTS (SELECT 1 FROM gardefou.acts WHERE id = %(id)s AND site_id = %(site)s AND sequence IS NULL AND closed_at IS NULL)
    AS found

-- add_closure
UPDATE gardefou.sites SET closures = closures || %(closure)s::uuid WHERE id = %(site)s AND %(closure)s <> ALL (closures)

-- refuse_recording_again
INSERT INTO gardefou.recording_refusals (person_id, since) SELECT id, %(since)s FROM gardefou.people WHERE id = %(person)s
ON CONFLICT DO NOTHING

-- allow_recording_again
DELETE FROM gardefou.recording_refusals WHERE person_id = %(person)s AND since <= %(since)s

-- end_part_again
UPDATE gardefou.volunteers SET until = clock_timestamp() WHERE person_id = %(person)s AND since <= %(since)s AND until IS NULL

-- freeze_noted_call
INSERT INTO gardefou.freezes (call_id, asked_by, frozen_at) SELECT id, %(asked_by)s, %(since)s FROM gardefou.calls c
WHERE id = %(call)s AND NOT gardefou.is_frozen(id)
    AND NOT EXISTS (SELECT 1 FROM gardefou.freezes f WHERE f.call_id = c.id AND f.frozen_at >= %(since)s)

-- lift_noted_freeze
UPDATE gardefou.freezes SET lifted_at = clock_timestamp(), lifted_by = %(by)s
WHERE call_id = %(call)s AND lifted_at IS NULL AND (frozen_at <= %(since)s OR frozen_by IS NULL)
    AND EXISTS (SELECT 1 FROM gardefou.people WHERE id = %(by)s)

-- move_days_again
UPDATE gardefou.reviews SET closes_on = greatest(closes_on, %(closes_on)s::date),
    reply_closes_on = CASE WHEN reply_closes_on IS NOT NULL THEN greatest(reply_closes_on, %(reply_closes_on)s::date) END,
    due_on = CASE WHEN due_on IS NOT NULL THEN greatest(due_on, %(due_on)s::date) END
WHERE call_id = %(call)s

-- revoke_noted_tokens
UPDATE gardefou.tokens SET revoked_at = clock_timestamp() WHERE id = ANY (%(tokens)s) AND revoked_at IS NULL

-- close_account_again
UPDATE gardefou.accounts SET disabled_at = %(since)s WHERE person_id = %(person)s AND disabled_at IS NULL

-- open_account_again
UPDATE gardefou.accounts SET disabled_at = NULL WHERE person_id = %(person)s AND disabled_at <= %(since)s

-- drop_former_password
DELETE FROM gardefou.accounts WHERE person_id = %(person)s AND changed_at < %(at)s

-- note_restore
INSERT INTO gardefou.audit (actor_kind, actor, verb, purpose, change)
VALUES ('operator', %(actor)s, 'administer', 'operation', %(change)s)

-- drop_old_entries
SELECT entries, requests FROM gardefou.drop_old_entries()
