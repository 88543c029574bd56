"""Fill a simulated installation with 50 teams, 500 advisers and 20,000 calls: rows as the flow writes them, seeded.

The content of a few hundred calls opens, all of it that of one sample call; of the others the ciphertext is noise of
the same length. Their states, verdicts, reviews and log are plausible, not measured.

Run: python -m evals.large_installation [directory]    (fills a new installation there, says how long each part took)
"""

import os
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row
from psycopg.sql import SQL, Identifier
from psycopg.types.json import Jsonb
from tests.installations import SITE, SimulatedInstallation, receive, simulated_charter

from evals.machine import heading
from gardefou.adapters.media.sound import open_sound
from gardefou.adapters.passwords import Passwords
from gardefou.adapters.postgres.content import packed, unpacked
from gardefou.bootstrap.installation import Installation, administration_of
from gardefou.bootstrap.samples import sample_calls
from gardefou.evaluation.model import Scorecard
from gardefou.governance.draw import pseudonym, week_of
from gardefou.governance.roles import PersonRole
from gardefou.intake.model import PersonNotice
from gardefou.kernel.evaluation import Evaluation
from gardefou.kernel.transcript import Transcript
from gardefou.kernel.verdict import Verdict
from gardefou.review.model import SelfEvaluation

SEED = 20260101
DAYS = 180
DRAWN_SHARE = 10
"""Of so many calls that arrive, one is drawn."""
PASSWORD = "quatre mots bien choisis"  # noqa: S105 -- of people who are invented
LETTERS = "abcdefghijklmnopqrstuvwxyz"
REASONS = ("fault", "invoice", "move", "cancellation", None)
STATES = (
    (15, {"offered": 86, "queued": 8, "in_review": 1, "unreviewed": 5}),
    (
        40,
        {
            "unreviewed": 58,
            "decided": 14,
            "queued": 4,
            "in_review": 1,
            "contested": 1,
            "in_second_review": 1,
            "final": 21,
        },
    ),
    (DAYS * 2, {"unreviewed": 640, "final": 350, "lapsed": 10}),
)
"""How reviews stand, by how many days ago their calls were at most."""
WORDS = ("Il y manque le contexte.", "J'ai annoncé l'attente juste avant.", "Je suis d'accord.", "Le client l'a dit.")


@dataclass(frozen=True, slots=True)
class Volume:
    """How much of everything."""

    teams: int = 50
    advisers: int = 500
    analysts: int = 12
    calls: int = 20_000
    opening: int = 300


@dataclass(frozen=True, slots=True)
class Cast:
    """One person of each role who may sign in by PASSWORD, and calls of theirs whose pages open."""

    numbers: dict[PersonRole, str]
    own_call: UUID
    fresh_call: UUID
    review: UUID
    released: UUID

    @property
    def calls(self) -> frozenset[UUID]:
        """All of them: these have a sound too."""
        return frozenset({self.own_call, self.fresh_call, self.review, self.released})


@dataclass
class Sample:
    """One call as the flow left it, to be written down again for others."""

    row: dict[str, Any]
    transcript: Transcript
    measures: Any
    scorecard: str
    charter: str
    model: str
    evaluation: Evaluation
    lengths: dict[str, int] = field(default_factory=dict)


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Say how long something took."""
    start = time.perf_counter()
    yield
    print(f"{what:52}{time.perf_counter() - start:8.1f} s", file=sys.stderr, flush=True)


def large_installation(directory: Path, **settings: Any) -> SimulatedInstallation:
    """A new installation in a directory, with its people and one sample call, for `fill`."""
    charter = simulated_charter(review={"released_to_managers": True}, erasure_by_adviser=True)
    made = SimulatedInstallation(directory, charter, **settings)
    made.create()
    return made


class Filling:
    """Writes everything down, each table in one go."""

    def __init__(self, made: SimulatedInstallation, installation: Installation, volume: Volume) -> None:
        self._made = made
        self._installation = installation
        self._volume = volume
        self._random = random.Random(SEED)  # noqa: S311 -- plausible, and the same each time
        self._now = datetime.now(UTC).replace(microsecond=0)
        self._rows: dict[str, list[dict[str, Any]]] = {}

    def fill(self) -> Cast:
        """Write all of it down."""
        with timed("people"):
            self._employ()
        with timed("one sample call through the flow"):
            self._sample = self._first_call()
        with timed("rows made"):
            calls = [self._call(number) for number in range(self._volume.calls)]
            reviews = {call["id"]: self._review(call) for call in calls if call["status"] == "offered"}
        with timed("sounds of four calls written"):
            cast = self._cast(calls, reviews)
        opening = self._opening(calls, reviews, cast)
        with timed(f"{len(opening)} calls sealed so that they open"):
            for call in opening:
                self._seal(call)
                if call["id"] not in cast.calls:
                    call |= {"sound_name": None, "recording_gone_at": self._now}
        with timed("log and draws"):
            self._log(calls, reviews)
            self._draws(calls)
        for table, rows in self._rows.items():
            with timed(f"{len(rows):9,} rows of {table}"):
                self._write(table, rows)
        with self._owner() as owner:
            owner.execute("ANALYZE")
        return cast

    def _employ(self) -> None:
        volume = self._volume
        teams = [f"Plateau {number:02}" for number in range(1, volume.teams + 1)]
        first = PersonNotice
        people = [
            first(f"A{number:04}", self._name(), SITE, teams[number % volume.teams], frozenset({PersonRole.ADVISER}))
            for number in range(volume.advisers)
        ]
        people += [
            first(f"M{number:02}", self._name(), SITE, team, frozenset({PersonRole.MANAGER}))
            for number, team in enumerate(teams)
        ]
        people += [
            first(f"Q{number:02}", self._name(), SITE, "Qualité", frozenset({PersonRole.QUALITY_ANALYST}))
            for number in range(volume.analysts)
        ]
        people.append(first("ADM", self._name(), SITE, None, frozenset({PersonRole.ADMINISTRATOR})))
        with administration_of(self._installation) as administration:
            administration.put_people(people)
        with self._owner() as owner:
            found = owner.execute("SELECT id, number, team FROM gardefou.people").fetchall()
        self._ids = {row["number"]: row["id"] for row in found}
        self._teams = {row["number"]: row["team"] for row in found}
        self._analysts = [self._ids[f"Q{number:02}"] for number in range(volume.analysts)]

    def _name(self) -> str:
        given = "".join(self._random.choices(LETTERS, k=6)).capitalize()
        return f"{given} {''.join(self._random.choices(LETTERS, k=9)).capitalize()}"

    def _first_call(self) -> Sample:
        sample = max(sample_calls(), key=lambda call: call.sound.stat().st_size)
        self._sound = sample.sound
        received = receive(self._installation, sample, adviser="A0001")
        self._made.work_off(self._installation)
        with self._owner() as owner:
            row = owner.execute("SELECT * FROM gardefou.calls WHERE id = %s", (received.call,)).fetchone()
            kept = owner.execute(
                "SELECT t.content, m.document, e.content AS draft, e.scorecard_digest, e.charter_digest, e.model"
                " FROM gardefou.transcripts t JOIN gardefou.measures m USING (call_id, version)"
                " JOIN gardefou.evaluations e USING (call_id, version) WHERE t.call_id = %s",
                (received.call,),
            ).fetchone()
            cards = owner.execute("SELECT document FROM gardefou.scorecards").fetchall()
        assert row and kept and received.call
        if row["status"] != "offered":
            raise RuntimeError(f"the sample call was left {row['status']}: {row['parked_reason']}")
        self._criteria = [each.id for each in Scorecard.model_validate(cards[0]["document"]).criteria()]
        sounds = self._installation.sounds
        transcript = unpacked(sounds.unseal(received.call, "transcript:1", kept["content"]), Transcript)
        draft = unpacked(sounds.unseal(received.call, "evaluation:1", kept["draft"]), Evaluation)
        lengths = {"transcript": len(kept["content"]), "evaluation": len(kept["draft"])}
        return Sample(
            row,
            transcript,
            kept["document"],
            kept["scorecard_digest"],
            kept["charter_digest"],
            kept["model"],
            draft,
            lengths,
        )

    def _call(self, number: int) -> dict[str, Any]:
        chosen = self._random
        adviser = f"A{number % self._volume.advisers:04}"
        age = timedelta(days=chosen.uniform(0.05, DAYS))
        started_at = self._now - age
        id_ = UUID(int=(int(started_at.timestamp() * 1000) << 80) | (7 << 76) | (2 << 62) | number)
        sample = self._sample.row
        state = chosen.random()
        status = (
            "offered" if state < 0.985 or age > timedelta(days=2) else chosen.choice(("drawn", "heard", "evaluated"))
        )
        row = {
            **sample,
            "id": id_,
            "external_id": f"{number}",
            "source": "seeded",
            "adviser_id": self._ids[adviser],
            "team": self._teams[adviser],
            "started_at": started_at,
            "received_at": started_at + timedelta(minutes=9),
            "status_at": started_at + timedelta(minutes=30),
            "week": week_of(started_at, "Europe/Paris"),
            "status": status,
            "sound_ms": chosen.randrange(60_000, 900_000),
            "sound_digest": chosen.randbytes(32),
            "sound_name": f"call-{id_}",
            "reason": chosen.choice(REASONS),
            "recording_expires_at": started_at + timedelta(days=183),
            "analyses_expire_at": started_at + timedelta(days=365),
        }
        if row["reason"] is None:
            row |= {"reason_confidence": None, "reason_start_ms": None, "reason_end_ms": None}
        if number % 1500 == 7:
            row |= {"status": "heard", "parked_at": row["status_at"], "parked_reason": "unforeseen: ValueError"}
        elif number % 4000 == 11:
            row |= {"status": "drawn", "lost_at": row["status_at"], "sound_name": None}
        self._add("calls", row)
        if row["status"] == "offered":
            self._analyse(row)
        return row

    def _analyse(self, call: dict[str, Any]) -> None:
        sample, id_ = self._sample, call["id"]
        at = {"call_id": id_, "version": 1, "made_at": call["status_at"]}
        self._add(
            "transcripts",
            at
            | {
                "model": sample.transcript.model,
                "language": sample.transcript.language,
                "duration_ms": sample.transcript.duration_ms,
                "content": self._random.randbytes(sample.lengths["transcript"]),
            },
        )
        self._add("measures", {"call_id": id_, "version": 1, "document": Jsonb(sample.measures)})
        evaluation = UUID(int=id_.int ^ (1 << 60))
        self._add(
            "evaluations",
            at
            | {
                "id": evaluation,
                "scorecard_digest": sample.scorecard,
                "charter_digest": sample.charter,
                "model": sample.model,
                "score": self._random.uniform(40, 100),
                "decided_share": 0.8,
                "content": self._random.randbytes(sample.lengths["evaluation"]),
            },
        )
        for place, each in enumerate(self._criteria):
            self._add(
                "verdicts",
                {
                    "evaluation_id": evaluation,
                    "criterion": each,
                    "verdict": self._verdict(place),
                    "confidence": round(self._random.uniform(0.4, 1), 2),
                },
            )

    def _verdict(self, place: int) -> str:
        weights = (10 + place * 2 % 9, 3 + place % 4, 2, 2 + place % 3)
        return self._random.choices(
            [each.value for each in (Verdict.MET, Verdict.NOT_MET, Verdict.NOT_APPLICABLE, Verdict.CANNOT_TELL)],
            weights,
        )[0]

    def _state(self, age_days: float) -> str:
        shares = next(shares for younger, shares in STATES if age_days < younger)
        return self._random.choices(list(shares), list(shares.values()))[0]

    def _review(self, call: dict[str, Any]) -> dict[str, Any]:
        chosen = self._random
        offered = call["status_at"]
        state = self._state((self._now - offered).days)
        first, second = chosen.sample(self._analysts, 2)
        is_answered = (state != "offered" and chosen.random() < 0.5) or state in {"final", "decided", "contested"}
        is_late = state in {"contested", "in_second_review", "lapsed"}
        has_contest = is_late or (state not in {"offered", "unreviewed"} and chosen.random() < 0.25)
        decided_at = (
            offered + timedelta(days=14) if state in {"decided", "contested", "in_second_review", "final"} else None
        )
        has_second = state == "in_second_review" or (state == "final" and has_contest and chosen.random() < 0.3)
        waits = state in {"queued", "in_review", "contested", "in_second_review"}
        ends = state in {"final", "unreviewed", "lapsed"}
        row = {
            "call_id": call["id"],
            "evaluation_id": UUID(int=call["id"].int ^ (1 << 60)),
            "state": state,
            "offered_on": offered.date(),
            "closes_on": _ahead(offered.date() if state != "offered" else max(offered.date(), self._now.date()), 14),
            "causes": ["contest"]
            if has_contest
            else []
            if state in {"offered", "unreviewed"}
            else [chosen.choice(("sample", "critical"))],
            "contested": [self._criteria[0]] if state in {"contested", "in_second_review"} else [],
            "opened_at": offered + timedelta(days=2) if is_answered or chosen.random() < 0.4 else None,
            "answered_at": offered + timedelta(days=3) if is_answered or ends else None,
            "due_on": self._now.date() + timedelta(days=chosen.randrange(1, 12)) if waits and has_contest else None,
            "reviewer_id": first if decided_at or state == "in_review" else None,
            "taken_at": offered + timedelta(days=13) if decided_at or state == "in_review" else None,
            "decided_at": decided_at,
            "reply_closes_on": _ahead(self._now.date(), 9)
            if state == "decided"
            else decided_at.date() + timedelta(days=14)
            if decided_at
            else None,
            "second_reviewer_id": second if has_second else None,
            "second_taken_at": offered + timedelta(days=16) if has_second else None,
            "second_decided_at": offered + timedelta(days=17) if has_second and state == "final" else None,
            "ended_at": offered + timedelta(days=30) if ends else None,
        }
        self._add("reviews", row)
        self._say(row, has_contest)
        if decided_at:
            self._decide(row, 1, first, decided_at)
        if row["second_decided_at"]:
            self._decide(row, 2, second, row["second_decided_at"])
        if state == "lapsed":
            self._add("voids", {"call_id": call["id"], "criterion": self._criteria[0], "made_at": row["ended_at"]})
        return row

    def _say(self, review: dict[str, Any], has_contest: bool) -> None:
        at = review["answered_at"] or review["offered_on"]
        kinds = ["contest"] * has_contest + ["comment"] * (self._random.random() < 0.2)
        for place, kind in enumerate(kinds):
            self._add(
                "statements",
                {
                    "id": UUID(int=review["call_id"].int ^ ((place + 1) << 50)),
                    "call_id": review["call_id"],
                    "kind": kind,
                    "round": 1,
                    "criterion": self._criteria[0],
                    "wanted": "met" if kind == "contest" else None,
                    "content": self._random.randbytes(80),
                    "made_at": at,
                },
            )
        if self._random.random() < 0.1:
            content = self._random.randbytes(300)
            self._add("self_evaluations", {"call_id": review["call_id"], "content": content, "made_at": at})

    def _decide(self, review: dict[str, Any], round_: int, person: UUID, at: datetime) -> None:
        for place, criterion in enumerate(self._criteria if round_ == 1 else self._criteria[:1]):
            verdict = self._verdict(place)
            self._add(
                "decisions",
                {
                    "call_id": review["call_id"],
                    "criterion": criterion,
                    "round": round_,
                    "person_id": person,
                    "before": verdict,
                    "after": verdict if self._random.random() < 0.85 else self._verdict(place),
                    "content": self._random.randbytes(64),
                    "made_at": at,
                },
            )
        for start in range(0, 60_000, 20_000):
            self._add(
                "servings",
                {
                    "call_id": review["call_id"],
                    "person_id": person,
                    "start_ms": start,
                    "end_ms": start + 5_000,
                    "at": at,
                },
            )

    def _opening(
        self, calls: Sequence[dict[str, Any]], reviews: dict[UUID, dict[str, Any]], cast: Cast
    ) -> list[dict[str, Any]]:
        """The calls whose content opens: those of the cast, then those of people who sign in, then others."""
        adviser = self._ids[cast.numbers[PersonRole.ADVISER]]
        team = self._teams[cast.numbers[PersonRole.MANAGER]]

        def order(call: dict[str, Any]) -> tuple[bool, bool, bool, datetime]:
            is_released = reviews[call["id"]]["state"] == "final" and call["team"] == team
            return call["id"] not in cast.calls, call["adviser_id"] != adviser, not is_released, call["started_at"]

        return sorted((call for call in calls if call["id"] in reviews), key=order)[: self._volume.opening]

    def _seal(self, call: dict[str, Any]) -> None:
        """Put content that opens in the place of noise, with the verdicts that it has."""
        id_, sample, sounds = call["id"], self._sample, self._installation.sounds
        given = {each.id: each for each in sample.evaluation.criteria}
        for row in self._of("transcripts", id_):
            row["content"] = sounds.seal(id_, "transcript:1", packed(sample.transcript))
        for row in self._of("evaluations", id_):
            row["content"] = sounds.seal(id_, "evaluation:1", packed(sample.evaluation))
            for verdict in self._of("verdicts", row["id"]):
                found = given[verdict["criterion"]]
                verdict |= {"verdict": found.verdict.value, "confidence": found.confidence}
        for row in self._of("statements", id_):
            row["content"] = sounds.seal(id_, f"statement:{row['id']}", self._random.choice(WORDS).encode())
        for row in self._of("decisions", id_):
            label = f"decision:{row['round']}:{row['criterion']}"
            row["content"] = sounds.seal(id_, label, self._random.choice(WORDS).encode())
        for row in self._of("self_evaluations", id_):
            own = SelfEvaluation(dict.fromkeys(self._criteria, Verdict.MET), "", self._now)
            row["content"] = sounds.seal(id_, "self_evaluation", packed(own))

    def _cast(self, calls: Sequence[dict[str, Any]], reviews: dict[UUID, dict[str, Any]]) -> Cast:
        held = [call | reviews[call["id"]] for call in calls if call["id"] in reviews]
        own: dict[UUID, UUID] = {}
        for row in held:
            if row["state"] in {"final", "decided", "unreviewed"}:
                own.setdefault(row["adviser_id"], row["id"])
        fresh = next(
            row for row in held if row["state"] == "offered" and not row["opened_at"] and row["adviser_id"] in own
        )
        review = next(row for row in held if row["state"] == "in_review")
        released = next(row for row in held if row["state"] == "final")
        number_of = {id_: number for number, id_ in self._ids.items()}
        manager = next(
            number for number, team in self._teams.items() if number.startswith("M") and team == released["team"]
        )
        numbers = {
            PersonRole.ADVISER: number_of[fresh["adviser_id"]],
            PersonRole.QUALITY_ANALYST: number_of[review["reviewer_id"]],
            PersonRole.MANAGER: manager,
            PersonRole.ADMINISTRATOR: "ADM",
        }
        cast = Cast(numbers, own[fresh["adviser_id"]], fresh["id"], review["id"], released["id"])
        sounds, redactions = self._installation.sounds, self._sample.transcript.redactions
        for id_ in cast.calls:
            sounds.write_silenced(id_, open_sound(self._sound), redactions, f"call-{id_}")
        self._let_in(numbers.values())
        return cast

    def _let_in(self, numbers: Iterable[str]) -> None:
        hashed = Passwords().hash(PASSWORD)
        with administration_of(self._installation) as administration:
            for number in numbers:
                administration.accounts.put(administration.accounts.person(number).id, hashed)

    def _log(self, calls: Sequence[dict[str, Any]], reviews: dict[UUID, dict[str, Any]]) -> None:
        steps = [("intake", "receive"), ("intake", "keep")] + [
            ("worker", verb)
            for verb in ("hear", "hear", "measure", "measure", "classify", "classify", "evaluate", "evaluate", "offer")
        ]
        for call in calls:
            common = {
                "site_id": call["site_id"],
                "call_id": call["id"],
                "charter_digest": self._sample.charter,
                "refused_by": None,
            }
            for place, (part, verb) in enumerate(steps):
                at = call["received_at"] + timedelta(minutes=place)
                self._add(
                    "audit",
                    common
                    | {"at": at, "actor_kind": "process", "actor": f"{part}:root", "verb": verb, "purpose": "quality"},
                )
            review = reviews.get(call["id"])
            if review and review["opened_at"]:
                for verb in ("read_evaluation", "read_transcript", "listen"):
                    at = review["opened_at"]
                    self._add(
                        "audit",
                        common
                        | {
                            "at": at,
                            "actor_kind": "person",
                            "actor": str(call["adviser_id"]),
                            "verb": verb,
                            "purpose": "quality",
                        },
                    )

    def _draws(self, calls: Sequence[dict[str, Any]]) -> None:
        numbers = {id_: number for number, id_ in self._ids.items()}
        secret = self._installation.secrets.pseudonym
        for call in calls:
            name = pseudonym(secret, numbers[call["adviser_id"]])
            for number in range(DRAWN_SHARE):
                day: date = call["started_at"].date()
                self._add(
                    "draws",
                    {
                        "key_hash": self._random.randbytes(32),
                        "site_id": call["site_id"],
                        "day": day,
                        "pseudonym": name,
                        "drawn": number == 0,
                    },
                )

    def _add(self, table: str, row: dict[str, Any]) -> None:
        self._rows.setdefault(table, []).append(row)

    def _of(self, table: str, owner: UUID) -> list[dict[str, Any]]:
        """The rows of a table that belong to a call or evaluation."""
        if not hasattr(self, "_by_owner"):
            self._by_owner: dict[tuple[str, UUID], list[dict[str, Any]]] = {}
            for name, rows in self._rows.items():
                for row in rows:
                    key = row.get("call_id") or row.get("evaluation_id")
                    if key:
                        self._by_owner.setdefault((name, key), []).append(row)
        return self._by_owner.get((table, owner), [])

    def _write(self, table: str, rows: Sequence[dict[str, Any]]) -> None:
        """Copy rows beside the table, then in: a table with row-level security takes no copy."""
        columns = SQL(", ").join(Identifier(name) for name in rows[0])
        target, beside = Identifier("gardefou", table), Identifier(f"seeded_{table}")
        with self._owner() as owner, owner.transaction():
            owner.execute(
                SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT {} FROM {} LIMIT 0").format(beside, columns, target)
            )
            with owner.cursor() as cursor, cursor.copy(SQL("COPY {} ({}) FROM STDIN").format(beside, columns)) as copy:
                for row in rows:
                    copy.write_row(list(row.values()))
            owner.execute(SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(target, columns, columns, beside))

    def _owner(self) -> "psycopg.Connection[dict[str, Any]]":
        return psycopg.connect(self._installation.store.server.dsn("owner"), row_factory=dict_row, autocommit=True)


def _ahead(first: date, days: int) -> date:
    return first + timedelta(days=days)


def filled(directory: Path, volume: Volume | None = None, **settings: Any) -> tuple[SimulatedInstallation, Cast]:
    """A new large installation in a directory, and who may sign in."""
    made = large_installation(directory, **settings)
    with made.opened() as installation:
        return made, Filling(made, installation, volume or Volume()).fill()


def main(directory: str) -> None:
    """Fill an installation and leave it there."""
    print(heading(f"python -m evals.large_installation {directory}"))
    os.umask(0o022)
    _, cast = filled(Path(directory) / "data")
    print(cast)


if __name__ == "__main__":
    main(sys.argv[1])
