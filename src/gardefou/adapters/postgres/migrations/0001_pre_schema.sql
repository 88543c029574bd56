-- Sites, people, calls and what was made of them. Content of record is ciphertext under each call's key.
-- The owner alters; web and worker work through row-level security; live reaches nothing here.

-- Functions that the owner makes, now and later, are called by roles that are named below, not by everybody.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE SCHEMA gardefou;

CREATE TABLE gardefou.installation (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    simulated boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION gardefou.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is not possible', TG_OP, TG_TABLE_NAME USING ERRCODE = 'GF001';
END $$;

CREATE TRIGGER installation_is_fixed BEFORE UPDATE OR DELETE ON gardefou.installation
    FOR EACH ROW EXECUTE FUNCTION gardefou.refuse_change();
CREATE TRIGGER installation_stays BEFORE TRUNCATE ON gardefou.installation EXECUTE FUNCTION gardefou.refuse_change();

CREATE TABLE gardefou.charters (
    digest text PRIMARY KEY CHECK (digest ~ '^[0-9a-f]{64}$'),
    document jsonb NOT NULL,
    adopted_at timestamptz NOT NULL DEFAULT now()
);

CREATE TRIGGER charters_are_fixed BEFORE UPDATE OR DELETE ON gardefou.charters
    FOR EACH ROW EXECUTE FUNCTION gardefou.refuse_change();
CREATE TRIGGER charters_stay BEFORE TRUNCATE ON gardefou.charters EXECUTE FUNCTION gardefou.refuse_change();

CREATE TABLE gardefou.sites (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    code text NOT NULL UNIQUE,
    zone text NOT NULL,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'suspended')),
    charter_digest text REFERENCES gardefou.charters
);

CREATE TABLE gardefou.people (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    number text NOT NULL UNIQUE,
    name text NOT NULL,
    email text,
    language text NOT NULL,
    site_id uuid NOT NULL REFERENCES gardefou.sites,
    team text,
    roles text[] NOT NULL
);
CREATE INDEX people_by_site ON gardefou.people (site_id);

CREATE TABLE gardefou.tokens (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    label text NOT NULL,
    digest bytea NOT NULL UNIQUE,
    site_id uuid NOT NULL REFERENCES gardefou.sites,
    made_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz
);

-- One row for every call that arrived, drawn or not; of one that was not drawn nothing else is kept.
CREATE TABLE gardefou.draws (
    key_hash bytea PRIMARY KEY,
    site_id uuid NOT NULL REFERENCES gardefou.sites,
    day date NOT NULL,
    pseudonym bytea NOT NULL,
    drawn boolean NOT NULL
);

CREATE TABLE gardefou.calls (
    id uuid PRIMARY KEY,
    site_id uuid NOT NULL REFERENCES gardefou.sites,
    source text NOT NULL,
    external_id text NOT NULL,
    adviser_id uuid NOT NULL REFERENCES gardefou.people,
    team text,
    direction text NOT NULL,
    started_at timestamptz NOT NULL,
    week text NOT NULL,
    roles text[] NOT NULL,
    language text,
    customer_reference bytea,
    sound_digest bytea NOT NULL,
    sound_ms integer NOT NULL,
    original_audio text NOT NULL,
    simulated boolean NOT NULL,
    received_at timestamptz NOT NULL,
    status text NOT NULL DEFAULT 'drawn',
    status_at timestamptz NOT NULL DEFAULT now(),
    attempts integer NOT NULL DEFAULT 0,
    failures integer NOT NULL DEFAULT 0,
    parked_at timestamptz,
    parked_reason text,
    lost_at timestamptz,
    recording_expires_at timestamptz NOT NULL,
    analyses_expire_at timestamptz NOT NULL,
    recording_gone_at timestamptz,
    sound_name text,
    reason text,
    reason_confidence double precision,
    reason_start_ms integer,
    reason_end_ms integer,
    UNIQUE (site_id, source, external_id)
);
CREATE INDEX calls_by_adviser_and_week ON gardefou.calls (adviser_id, week);
CREATE INDEX calls_under_way ON gardefou.calls (status_at) WHERE status <> 'offered' AND parked_at IS NULL AND lost_at IS NULL;
CREATE INDEX calls_by_expiry ON gardefou.calls (recording_expires_at) WHERE recording_gone_at IS NULL;
CREATE INDEX calls_waiting ON gardefou.calls (received_at) WHERE status = 'drawn';

CREATE TABLE gardefou.statuses (status text PRIMARY KEY, rank integer NOT NULL UNIQUE);
INSERT INTO gardefou.statuses VALUES
    ('drawn', 0), ('heard', 1), ('measured', 2), ('classified', 3), ('evaluated', 4), ('offered', 5);
ALTER TABLE gardefou.calls ADD FOREIGN KEY (status) REFERENCES gardefou.statuses;

CREATE FUNCTION gardefou.status_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT rank FROM gardefou.statuses WHERE status = NEW.status)
        <> (SELECT rank + 1 FROM gardefou.statuses WHERE status = OLD.status) THEN
        RAISE EXCEPTION 'a call goes from % to the next status only', OLD.status USING ERRCODE = 'GF002';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER calls_go_forward BEFORE UPDATE OF status ON gardefou.calls
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION gardefou.status_goes_forward();

CREATE TABLE gardefou.transcripts (
    call_id uuid NOT NULL REFERENCES gardefou.calls ON DELETE CASCADE,
    version integer NOT NULL CHECK (version > 0),
    model text NOT NULL,
    language text NOT NULL,
    duration_ms integer NOT NULL,
    content bytea NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (call_id, version)
);

CREATE TABLE gardefou.redactions (
    call_id uuid NOT NULL,
    version integer NOT NULL,
    kind text NOT NULL,
    channel integer NOT NULL,
    start_ms integer NOT NULL,
    end_ms integer NOT NULL,
    FOREIGN KEY (call_id, version) REFERENCES gardefou.transcripts ON DELETE CASCADE
);
CREATE INDEX redactions_by_call ON gardefou.redactions (call_id, version);

CREATE TABLE gardefou.measures (
    call_id uuid NOT NULL,
    version integer NOT NULL,
    document jsonb NOT NULL,
    PRIMARY KEY (call_id, version),
    FOREIGN KEY (call_id, version) REFERENCES gardefou.transcripts ON DELETE CASCADE
);

CREATE TABLE gardefou.scorecards (
    digest text PRIMARY KEY CHECK (digest ~ '^[0-9a-f]{64}$'),
    document jsonb NOT NULL
);

CREATE TABLE gardefou.evaluations (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    call_id uuid NOT NULL,
    version integer NOT NULL,
    scorecard_digest text NOT NULL REFERENCES gardefou.scorecards,
    charter_digest text NOT NULL REFERENCES gardefou.charters,
    model text NOT NULL,
    score double precision,
    decided_share double precision NOT NULL,
    content bytea NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (call_id, version, scorecard_digest),
    FOREIGN KEY (call_id, version) REFERENCES gardefou.transcripts ON DELETE CASCADE
);

CREATE TABLE gardefou.verdicts (
    evaluation_id uuid NOT NULL REFERENCES gardefou.evaluations ON DELETE CASCADE,
    criterion text NOT NULL,
    verdict text NOT NULL,
    confidence double precision NOT NULL,
    PRIMARY KEY (evaluation_id, criterion)
);

-- Who did what when, and what was refused; never what was said.
CREATE TABLE gardefou.audit (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor_kind text NOT NULL,
    actor text NOT NULL,
    verb text NOT NULL,
    purpose text NOT NULL,
    site_id uuid REFERENCES gardefou.sites,
    call_id uuid,
    charter_digest text,
    refused_by text
);
CREATE INDEX audit_by_call ON gardefou.audit (call_id);
CREATE INDEX audit_by_time ON gardefou.audit (at);
CREATE TRIGGER audit_is_fixed BEFORE UPDATE OR DELETE ON gardefou.audit
    FOR EACH ROW EXECUTE FUNCTION gardefou.refuse_change();
CREATE TRIGGER audit_stays BEFORE TRUNCATE ON gardefou.audit EXECUTE FUNCTION gardefou.refuse_change();
