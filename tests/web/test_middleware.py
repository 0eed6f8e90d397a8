"""What every answer goes through, however it is sent and however it ends."""

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send

from web.measures import Measures
from web.middleware import Finishing, LastResort
from web.observation import OTHER, Observer
from web.security_headers import security_headers

START: Message = {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]}
SCOPE: Scope = {
    "type": "http",
    "method": "GET",
    "path": "/api/v1/x",
    "query_string": b"",
    "headers": [(b"accept-encoding", b"gzip")],
}


def body(content: bytes, *, more: bool = False) -> Message:
    return {"type": "http.response.body", "body": content, "more_body": more}


class Service:
    """Answers with these messages, and then raises this error."""

    def __init__(self, *messages: Message, error: Exception | None = None) -> None:
        self.messages = messages
        self.error = error
        self.sent: list[Message] = []
        self.measures = Measures([OTHER])

    def answer(self) -> None:
        finishing = Finishing(LastResort(self._answer), Observer(self.measures, {}), security_headers())
        asyncio.run(finishing(dict(SCOPE), self._receive, self._send))

    @property
    def counted(self) -> dict[str, int]:
        ((_, measure),) = self.measures.of_routes()
        return {name: count for name, count in measure.classes.items() if count}

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        for message in self.messages:
            await send(dict(message))
        if self.error:
            raise self.error

    async def _receive(self) -> Message:
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        self.sent.append(message)


def test_an_answer_in_pieces_is_sent_as_they_come() -> None:
    service = Service(START, body(b"a" * 2_000, more=True), body(b"b"))
    service.answer()
    assert [message.get("body") for message in service.sent] == [None, b"a" * 2_000, b"b"]
    headers = dict(service.sent[0]["headers"])
    assert headers[b"vary"] == b"Accept-Encoding"
    assert b"content-encoding" not in headers
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert service.counted == {"2xx": 1}


def test_what_an_answer_sets_itself_stays() -> None:
    own = (b"referrer-policy", b"same-origin")
    service = Service({**START, "headers": [own]}, body(b""))
    service.answer()
    assert [header for header in service.sent[0]["headers"] if header[0] == own[0]] == [own]


def test_what_clients_hold_keeps_its_security_headers() -> None:
    service = Service({**START, "status": 304, "headers": []}, body(b""))
    service.answer()
    assert service.sent[0]["headers"] == [(b"vary", b"Accept-Encoding")]
    assert service.counted == {"3xx": 1}


def test_headers_that_an_answer_shares_with_others_are_not_changed() -> None:
    shared = [(b"content-type", b"text/plain")]
    service = Service({**START, "headers": shared}, body(b"a" * 2_000))
    service.answer()
    assert len(service.sent[1]["body"]) < 2_000
    assert shared == [(b"content-type", b"text/plain")]


def test_an_error_before_an_answer_becomes_one() -> None:
    service = Service(error=RuntimeError("x"))
    service.answer()
    headers = dict(service.sent[0]["headers"])
    assert (service.sent[0]["status"], headers[b"content-type"]) == (500, b"application/problem+json")
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert service.counted == {"5xx": 1}


def test_an_error_within_an_answer_is_left_to_the_server() -> None:
    service = Service(START, body(b"a", more=True), error=RuntimeError("x"))
    with pytest.raises(RuntimeError, match="x"):
        service.answer()
    assert len(service.sent) == 2
    assert service.counted == {"2xx": 1}


def test_an_answer_that_fails_before_its_body_becomes_an_error() -> None:
    service = Service(START, error=RuntimeError("x"))
    service.answer()
    headers = dict(service.sent[0]["headers"])
    assert (service.sent[0]["status"], headers[b"content-type"]) == (500, b"application/problem+json")
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert service.counted == {"5xx": 1}
