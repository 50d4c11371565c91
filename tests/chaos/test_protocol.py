"""What is a request and what answers it, as the proxy counts them."""

from tests.chaos.protocol import Answers, Requests, statement


def message(kind: str, body: bytes = b"") -> bytes:
    return kind.encode() + (len(body) + 4).to_bytes(4, "big") + body


def kinds(data: list[list[bytes]]) -> list[str]:
    return [b"".join(one[:1] for one in messages).decode() for messages in data]


def stream(text: str) -> bytes:
    return b"".join(message(kind) for kind in text)


def test_request_ends_with_query_flush_or_sync_however_it_is_cut() -> None:
    requests = Requests()
    found = [one for byte in stream("QPBDEHPBDEHSX") for one in requests.feed(bytes([byte]))]
    assert kinds(found) == ["Q", "PBDEH", "PBDEH", "S"]


def test_statement_is_the_text_of_a_query_or_of_a_parse() -> None:
    parse = [message("P", b"name\0 SELECT 1\0\0\0"), message("B", b"\0name\0"), message("H")]
    assert statement(parse) == statement([message("Q", b"SELECT 1\0")]) == "SELECT 1"


def test_answer_to_a_flushed_statement_ends_with_its_completion() -> None:
    answers = Answers()
    list(answers.feed(stream("RKZ")))
    for request in ("Q", "PBDEH", "PBDEH", "S"):
        answers.expect([message(kind) for kind in request])
    assert kinds(list(answers.feed(stream("CCZ12nC12TDDCZ")))) == ["CCZ", "12nC", "12TDDC", "Z"]
    assert answers.done == 4


def test_what_is_skipped_after_an_error_is_answered_by_the_sync() -> None:
    answers = Answers()
    list(answers.feed(stream("RKZ")))
    for request in ("PBDEH", "PBDEH", "PBDEH", "S"):
        answers.expect([message(kind) for kind in request])
    done = []
    for _ in answers.feed(stream("1E") + stream("Z")):
        done.append((answers.done, answers.is_skipping))
    assert done == [(1, True), (4, False)]
