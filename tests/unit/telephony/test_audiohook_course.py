import json

import numpy as np
import pytest
from evals.audiohook_client import STEREO, AudioHookClient
from hypothesis import given
from hypothesis import strategies as st

from gardefou.adapters.telephony.audiohook.course import Course
from gardefou.adapters.telephony.audiohook.happenings import (
    Broken,
    CallAsked,
    Ended,
    HangUp,
    Heard,
    Lost,
    Paused,
    Resumed,
    Send,
)
from gardefou.adapters.telephony.audiohook.messages import NOBODY
from gardefou.adapters.telephony.audiohook.states import LEAVE_WITHIN_S, OPEN_WITHIN_S, QUIET_S, Reason, State
from gardefou.kernel.transcript import Language, Role

CANARY = "Xylophone"
TENTH = b"\xff" * 1_600


def begun(**more):
    client = AudioHookClient()
    course = Course(client.session, client.organization, 0.0)
    happened = course.text(client.open(**more), 0.0)
    return client, course, happened


def opened(**more):
    client, course, _ = begun(**more)
    for each in course.accept(0.0):
        client.took(each.text)
    return client, course


def said(happened):
    return [json.loads(each.text) for each in happened if isinstance(each, Send)]


def kinds(happened):
    return [json.loads(each.text)["type"] if isinstance(each, Send) else type(each) for each in happened]


def faulted(happened):
    """The code that the client and the log are both told."""
    broken, sent = happened
    told = json.loads(sent.text)["parameters"]
    assert told == {"reason": "error", "info": broken.cause}
    assert CANARY not in broken.cause
    return int(broken.cause.split()[0])


def test_a_call_from_open_to_closed():
    client, course, happened = begun(language="fr-CA", customConfig={"adviser": "A17", "site": "lyon", "more": 1})
    assert happened == [
        CallAsked(client.conversation, (Role.CUSTOMER, Role.ADVISER), Language.FRENCH, adviser="A17", site="lyon")
    ]
    (answer,) = said(course.accept(0.1))
    assert (answer["type"], answer["seq"], answer["clientseq"]) == ("opened", 1, 1)
    assert answer["parameters"]["media"] == STEREO
    (heard,) = course.binary(TENTH, 0.2)
    assert heard.samples.shape == (2, 1_600)
    assert heard.samples.dtype == np.float32
    (pong,) = said(course.text(client.message("ping"), 0.3))
    assert (pong["type"], pong["seq"], pong["clientseq"]) == ("pong", 2, 2)
    assert kinds(course.text(client.close(), 0.4)) == [Ended, "closed"]
    assert course.text(client.message("ping"), 0.5) == course.binary(TENTH, 0.5) == []
    assert course.time_passed(0.4 + LEAVE_WITHIN_S) == [HangUp(1000)]
    assert course.state is State.GONE


def test_languages_are_told_where_they_are_asked_for():
    _, course, _ = begun(supportedLanguages=True)
    (answer,) = said(course.accept(0.0))

    assert "fr-fr" in answer["parameters"]["supportedLanguages"]


def offers(*forms):
    return [
        {"type": "audio", "format": form, "channels": list(channels), "rate": rate} for form, channels, rate in forms
    ]


@pytest.mark.parametrize(
    ("offered", "taken", "roles"),
    [
        ([("PCMU", ["external"], 8000), ("PCMU", ["internal", "external"], 8000)], 1, (Role.ADVISER, Role.CUSTOMER)),
        ([("L16", ["external", "internal"], 8000), ("PCMU", ["internal"], 8000)], 1, (Role.ADVISER,)),
        ([("PCMU", ["external"], 8000), ("PCMU", ["internal"], 8000)], 0, (Role.CUSTOMER,)),
    ],
)
def test_both_speakers_apart_are_preferred(offered, taken, roles):
    media = offers(*offered)
    _, course, (asked,) = begun(media=media)
    (answer,) = said(course.accept(0.0))

    assert asked.roles == roles
    assert answer["parameters"]["media"] == [media[taken]]


@pytest.mark.parametrize(
    "offered",
    [
        [],
        [("L16", ["external", "internal"], 8000)],
        [("PCMU", ["external", "internal"], 16000)],
        [("PCMU", ["external", "external"], 8000)],
        [("PCMU", ["external", CANARY], 8000)],
        [("PCMU", [], 8000)],
    ],
)
def test_sound_that_cannot_be_read_is_not_taken(offered):
    _, _, happened = begun(media=offers(*offered))

    assert faulted(happened) == 415


def test_a_probe_of_the_connection_is_answered_and_no_call():
    client, course, happened = begun(conversationId=NOBODY)

    assert kinds(happened) == ["opened"]
    assert course.binary(TENTH, 0.1) == []
    assert kinds(course.text(client.close(), 0.2)) == ["closed"]


def test_a_pause_of_the_client_counts_as_time():
    client, course = opened()

    assert course.text(client.message("paused"), 1.0) == [Paused()]
    assert course.binary(TENTH, 1.1) == []
    back = course.text(client.message("resumed", start="PT1S", discarded="PT9.5S"), 10.5)
    assert back == [Lost(9_500), Resumed()]
    assert kinds(course.binary(TENTH, 10.6)) == [Heard]


def test_the_server_can_have_the_client_pause():
    client, course = opened()

    assert kinds([*course.pause(), *course.resume()]) == ["pause", "resume"]
    course.text(client.close(), 1.0)
    assert course.pause() == course.resume() == []


def test_lost_sound_is_told_and_missing_sound_is_found():
    client, course = opened()
    assert course.text(client.message("discarded", start="PT0S", discarded="PT.25S"), 1.0) == [Lost(250)]
    client.position_s = 20.25
    found, _ = course.text(client.message("ping"), 21.0)

    assert found == Lost(20_000, is_told=False)
    assert kinds(course.text(client.message("ping"), 22.0)) == ["pong"]


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [("discarded", {"start": "PT0S", "discarded": "PT3600S"}), ("resumed", {"start": "PT0S", "discarded": "PT3600S"})],
)
def test_more_cannot_be_lost_than_time_has_passed(kind, parameters):
    client, course = opened()

    assert faulted(course.text(client.message(kind, **parameters), 10.0)) == 400


def test_an_update_is_acknowledged_and_an_error_borne():
    client, course = opened()

    assert kinds(course.text(client.message("update", language="en-US"), 1.0)) == ["updated"]
    assert course.text(client.message("error", code=400, message=CANARY), 1.1) == []
    assert course.state is State.OPEN


def wrong(text, **changes):
    return json.dumps(json.loads(text) | changes)


BAD_TEXTS = {
    "garbage": lambda client: CANARY,
    "list": lambda client: f'["{CANARY}"]',
    "deep": lambda client: "[" * 60_000,
    "no number": lambda client: client.message("ping").replace('"PT0.0S"', "NaN"),
    "great number": lambda client: "9" * 5_000,
    "unknown type": lambda client: client.message(CANARY),
    "version": lambda client: wrong(client.message("ping"), version="3"),
    "position": lambda client: wrong(client.message("ping"), position=CANARY),
    "long position": lambda client: wrong(client.message("ping"), position="PT999999999S"),
    "parameters": lambda client: wrong(client.message("discarded"), parameters={"start": CANARY, "discarded": 3}),
    "identity": lambda client: wrong(client.message("ping"), id="x" * 36),
    "negative": lambda client: wrong(client.message("ping"), seq=-2),
    "truth": lambda client: wrong(client.message("ping"), seq=True),
}


@pytest.mark.parametrize("name", sorted(BAD_TEXTS))
def test_a_text_that_is_no_message_ends_the_session(name):
    client, course = opened()

    assert faulted(course.text(BAD_TEXTS[name](client), 1.0)) == 400


@pytest.mark.parametrize(
    "changes", [{"seq": 1}, {"seq": 3}, {"serverseq": 2}, {"id": "00000000-0000-0000-0000-000000000001"}]
)
def test_a_message_out_of_its_turn_ends_the_session(changes):
    client, course = opened()

    assert faulted(course.text(wrong(client.message("ping"), **changes), 1.0)) == 409
    assert kinds(course.text(client.close(), 1.1)) == ["closed"]


@pytest.mark.parametrize("custom", [{"adviser": 7}, {"site": ""}, {"adviser": "x" * 101}, CANARY])
def test_what_the_administrator_wrote_is_checked(custom):
    _, _, happened = begun(customConfig=custom)

    assert faulted(happened) == 400
    assert "customConfig" in happened[0].cause


def test_too_large_is_refused():
    client, course = opened()
    assert faulted(course.text(client.message("error", code=400, message="x" * 65_536), 1.0)) == 413
    _, course = opened()
    assert faulted(course.binary(b"\xff" * 65_536, 1.0)) == 413


def test_half_a_sample_ends_the_session():
    _, course = opened()

    assert faulted(course.binary(b"\xff" * 161, 1.0)) == 400


def test_sound_before_the_session_is_open_ends_it():
    client = AudioHookClient()

    assert faulted(Course(client.session, client.organization, 0.0).binary(TENTH, 0.1)) == 409


def test_ten_times_the_speed_is_refused_and_a_network_may_catch_up():
    _, course = opened()
    happened = [course.binary(TENTH, index / 100) for index in range(400)]
    assert next(faulted(each) for each in happened if each and isinstance(each[0], Broken)) == 429

    _, course = opened()
    late = [course.binary(TENTH, 25.0) for _ in range(250)]
    assert {kind for each in late for kind in kinds(each)} == {Heard}


def test_too_many_messages_are_refused_and_then_let_go():
    client, course = opened()
    happened = [course.text(client.message("ping"), 1.0) for _ in range(3_000)]
    assert next(faulted(each) for each in happened if isinstance(each[0], Broken)) == 429
    assert happened[-1] == []
    assert course.state is State.GONE


def test_silence_for_an_hour_is_borne_while_the_client_is_there():
    client, course = opened()
    course.text(client.message("paused"), 0.0)
    for second in range(5, 3_600, 5):
        assert course.time_passed(second) == []
        assert kinds(course.text(client.message("ping"), second)) == ["pong"]


def test_a_client_that_says_nothing_is_let_go():
    for course, quiet in [(opened()[1], QUIET_S), (Course(NOBODY, NOBODY, 0.0), OPEN_WITHIN_S)]:
        assert course.time_passed(quiet - 0.1) == []
        assert faulted(course.time_passed(quiet)) == 408
        assert course.time_passed(quiet + LEAVE_WITHIN_S) == [HangUp(1002)]


def test_an_organization_of_another_request_is_not_let_in():
    _, course, happened = begun(organizationId=NOBODY)

    assert kinds(happened) == [Broken, "disconnect"]
    assert said(happened)[0]["parameters"]["reason"] == "unauthorized"
    assert course.accept(0.1) == []


def test_a_call_that_is_not_taken_is_let_go():
    client, course, _ = begun()

    assert kinds(course.leave(Reason.COMPLETED, "refused by clause S17", 0.1)) == ["disconnect"]
    assert course.binary(TENTH, 0.2) == []
    assert kinds(course.text(client.close(), 0.3)) == ["closed"]


MESSAGES = [
    ("ping", {}),
    ("paused", {}),
    ("resumed", {"start": "PT0S", "discarded": "PT0.1S"}),
    ("discarded", {"start": "PT0S", "discarded": "PT0.1S"}),
    ("update", {"language": "fr-FR"}),
    ("error", {"code": 400, "message": ""}),
    ("close", {"reason": "end"}),
    ("open", {"organizationId": NOBODY, "conversationId": NOBODY, "media": STEREO}),
]
STEPS = (
    st.sampled_from(MESSAGES)
    | st.sampled_from(["open", "sound", "garbage", "wait", "accept", "leave", "server pause"])
    | st.binary(max_size=9)
)


@given(st.lists(STEPS, max_size=25))
def test_any_order_of_things_keeps_to_the_protocol(steps):
    client = AudioHookClient()
    course = Course(client.session, client.organization, 0.0)
    numbers, now, is_closed, was_open = [], 0.0, False, False
    for step in steps:
        now += 0.5
        happened = done(course, client, step, now)
        for message in said(happened):
            assert not is_closed
            numbers.append(message["seq"])
            client.serverseq = message["seq"]
            is_closed = message["type"] == "closed"
        was_open = was_open or course.state is State.OPEN
        assert was_open or not any(isinstance(each, Heard | Lost | Paused | Resumed | Ended) for each in happened)
        assert course.state in State
    assert numbers == list(range(1, len(numbers) + 1))


def done(course, client, step, now):
    match step:
        case bytes():
            return course.binary(step, now)
        case "open":
            return course.text(client.open(), now)
        case "sound":
            return course.binary(TENTH, now)
        case "garbage":
            return course.text(CANARY, now)
        case "wait":
            return course.time_passed(now + 60)
        case "accept":
            return course.accept(now)
        case "leave":
            return course.leave(Reason.COMPLETED, "", now)
        case "server pause":
            return course.pause()
        case (kind, parameters):
            return course.text(client.message(kind, **parameters), now)
