"""100,000 answers of 30 questions: results, cross-table, exports, and sheets handed in at once."""

# ruff: noqa: T201 (a command says what it found)
import secrets
import time
from collections.abc import Callable
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils.timezone import localdate, now

from core.history import acting
from directory.models import Unit
from surveys import services
from surveys.drafts import PLACE, Draft
from surveys.models import Response, Round, SealedAnswer, Stratum, Tally
from surveys.paper import Asked, Option, Page, Paper, Text
from surveys.results.books import table, workbook
from surveys.results.findings import Findings
from surveys.results.microdata import microdata
from surveys.rules import questionnaire_flow, round_flow
from surveys.sealing import seal
from surveys.services.results import tally
from tests.bench import client

MANY, FEW, SHEETS = 100_000, 10_000, 1_500
BEFORE, ENDED, SMALL, OPEN = 900_000, 900_001, 900_002, 900_003  # keys of the rounds
PAGES = [
    ("survey results (100,000 answers)", f"/surveys/results/{ENDED}/", None),
    ("survey results: by size", f"/surveys/results/{ENDED}/?by=size", None),
    ("survey results: a question", f"/surveys/results/{ENDED}/?by=unit&q=b05", None),
    ("survey results on the desk", f"/admin/surveys/round/{ENDED}/results/?by=kind", "board"),
    ("survey rounds: list", "/admin/surveys/round/", "board"),
]
CHOICES = tuple(Option(code, Text(f"Phương án {code}")) for code in "abcd")
KINDS = ["scale"] * 24 + ["single"] * 4 + ["multiple", "number"]
PAPER = Paper(
    "bench",
    Text("Phiếu đo", "Bench"),
    tuple(
        Page(
            f"p{first}",
            Text(f"Phần {first}"),
            tuple(
                Asked(
                    f"b{n:02}", KINDS[n], Text(f"Câu hỏi số {n} về chất lượng phục vụ"),
                    required=KINDS[n] == "scale",
                    options=CHOICES if KINDS[n] in ("single", "multiple") else (),
                )
                for n in range(first, first + 6)
            ),
        )
        for first in range(0, 30, 6)
    ),
)  # fmt: skip
GIVEN: dict[str, Any] = {f"b{n:02}": "4" for n in range(24)}
GIVEN |= {f"b{n}": "a" for n in range(24, 28)} | {"b28": ["a", "c"], "b29": "12"}
RESPONSES = """
INSERT INTO surveys_response
    (key, round_id, channel, language, unit_id, kind, size, stratum_id, weight)
SELECT gen_random_uuid(), %(round)s, CASE WHEN n %% 3 = 0 THEN 'paper' ELSE 'online' END, 'vi',
       (%(units)s::bigint[])[1 + n %% array_length(%(units)s::bigint[], 1)], s.kind, s.size, s.id, 1
FROM generate_series(1, %(many)s) n
JOIN (SELECT id, kind, size, row_number() OVER (ORDER BY id) - 1 AS place
      FROM surveys_stratum WHERE round_id = %(round)s) s ON s.place = n %% %(strata)s
"""
ANSWERS = """
INSERT INTO surveys_answer (response_id, code, choice, value, text)
SELECT key, 'b' || to_char(q, 'FM00'),
       CASE WHEN q < 24 OR q = 29 THEN '' ELSE (ARRAY['a', 'b', 'c', 'd'])[1 + floor(random() * 4)]
       END,
       CASE WHEN q < 24 THEN greatest(1, 5 - floor(random() * random() * 6))
            WHEN q = 29 THEN floor(random() * 500) END, ''
FROM surveys_response, generate_series(0, 29) q WHERE round_id = %(round)s
"""


def build(people: dict) -> None:
    """Fill the tables once, by SQL; a round before with the same counts; one that is open."""
    if Round.objects.filter(pk=OPEN).exists():
        return
    unit = Unit.objects.as_of(localdate()).get(parent=None)
    made = services.load_questionnaire(by=None, unit=unit, paper=PAPER)
    questionnaire_flow.make("approve_questionnaire", made, by=None)
    today = localdate()
    last_year = today.replace(year=today.year - 1, day=1)
    for key, day, many in (
        (BEFORE, last_year - timedelta(300), 0),
        (SMALL, last_year, FEW),
        (ENDED, last_year + timedelta(days=200), MANY),
    ):
        row = planned(key, made, unit, day)
        answered(row, many)
        round_flow.make("close_round", row, by=None)
        began = time.perf_counter()
        tally(row)
        print(f"counting {many} answers of 30 questions: {time.perf_counter() - began:.1f} s")
        for move in ("analyse_round", "publish_round"):
            round_flow.make(move, row, by=None)
    compared()
    planned(OPEN, made, unit, today)


def compared() -> None:
    """The round before found what the small one found."""
    Tally.objects.filter(round=BEFORE).delete()
    found = list(Tally.objects.filter(round=SMALL))
    for each in found:
        each.pk, each.round_id = None, BEFORE
    Tally.objects.bulk_create(found, batch_size=2_000)


def planned(key: int, questionnaire, unit: Unit, day: date) -> Round:
    row = round_flow.begin(
        "plan_round", by=None, pk=key, unit=unit, questionnaire=questionnaire,
        title_vi=f"Đợt đo {key}", title_en=f"Bench {key}", opens_on=day,
        closes_on=day + timedelta(days=30), has_open_link=True,
    )  # fmt: skip
    for move in ("approve_round", "open_round"):
        round_flow.make(move, row, by=None)
    return row


def answered(row: Round, many: int) -> None:
    """Twelve strata, and ``many`` answers over them."""
    with acting(None, "bench"):
        strata = [
            Stratum.objects.create(round=row, kind=kind, size=size, population=90_000, sample=9_000)
            for kind in ("state", "private", "fdi")
            for size in ("micro", "small", "medium", "large")
        ]
    units = Unit.objects.filter(code__startswith="B-d").values_list("pk", flat=True)
    values = {"round": row.pk, "many": many, "strata": len(strata), "units": list(units)}
    with connection.cursor() as cursor:
        for sql in (RESPONSES, ANSWERS):
            cursor.execute(sql, values)
        cursor.execute("ANALYZE surveys_response, surveys_answer")


def measure(servers: client.Servers, people: dict) -> None:
    """Sheets handed in at 32 clients, each its own; exports with the memory they took."""
    print(f"\n{'work at 32 clients':<40}{'median ms':>11}{'p95 ms':>9}{'req/s':>8}{'of bare':>9}")
    port, bare = servers.port, servers.bare
    before = SealedAnswer.objects.filter(round=OPEN).count()
    page = dict.fromkeys((f"b{n:02}" for n in range(6)), "4")
    rate(port, bare, "a page of answers kept", "/surveys/answer/", page, 0)
    rate(port, bare, "a complete sheet handed in", "/surveys/answer/check/", {}, len(PAPER.pages))
    print(f"sheets that lie sealed: {SealedAnswer.objects.filter(round=OPEN).count() - before}")
    exports()


def rate(port: int, bare: int, label: str, path: str, fields: dict, at: int) -> None:
    first = client.run(bare, "/", clients=32, seconds=3)
    found = client.once(port, messages(port, path, fields, at), clients=32)
    mean = (first.rate + client.run(bare, "/", clients=32, seconds=3).rate) / 2
    print(
        f"{label:<40}{found.percentile(0.5):>11.1f}{found.percentile(0.95):>9.1f}"
        f"{found.rate:>8.0f}{found.rate / mean:>9.1%}  (bare: {mean:.0f}/s)",
        flush=True,
    )


def messages(port: int, path: str, fields: dict, at: int) -> list[bytes]:
    """A request for each of :data:`SHEETS` visitors, whose answers stand at page ``at``."""
    keys, token = [secrets.token_hex(16) for _ in range(SHEETS)], secrets.token_hex(16)
    rows = []
    for key in keys:
        draft = Draft(OPEN, "kiosk", answers=GIVEN if at else {}, page=at)
        told = SessionStore().encode({PLACE: seal(vars(draft))})
        rows.append(Session(session_key=key, session_data=told, expire_date=now() + timedelta(1)))
    Session.objects.bulk_create(rows, batch_size=500)
    body = "&".join(f"{k}={v}" for k, v in {"csrfmiddlewaretoken": token, **fields}.items())
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Language: vi\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        f"Connection: close\r\nCookie: csrftoken={token}; sessionid="
    )
    # Each visitor has an address in a network of its own: rates are limited by these.
    return [
        f"{head}{key}\r\nX-Forwarded-For: 10.{n >> 8}.{n & 255}.7\r\n\r\n{body}".encode()
        for n, key in enumerate(keys)
    ]


def exports() -> None:
    """Each export in a process of its own: seconds, and megabytes beyond what it began with."""
    print(f"\n{'export':<40}{'answers':>9}{'seconds':>9}{'MB more':>9}")
    for label, write in EXPORTS.items():
        for key in (SMALL, ENDED):
            connection.close()
            box: Any = get_context("fork").Queue()
            worker = get_context("fork").Process(target=alone, args=(write, key, box))
            worker.start()
            seconds, more = box.get()
            worker.join()
            count = Response.objects.filter(round=key).count()
            print(f"{label:<40}{count:>9}{seconds:>9.1f}{more:>9.1f}", flush=True)


def alone(write: Callable, key: int, box: Any) -> None:
    row = Round.objects.select_related("unit", "questionnaire").get(pk=key)
    Path("/proc/self/clear_refs").write_text("5")  # the high-water mark begins here
    first, began = resident("VmRSS:"), time.perf_counter()
    write(row)
    box.put((time.perf_counter() - began, resident("VmHWM:") - first))


def resident(line: str) -> float:
    """Megabytes of this process."""
    status = Path("/proc/self/status").read_text()
    return int(status.split(line)[1].split()[0]) / 1024


def read(response) -> None:
    for _part in response:
        pass
    response.close()


EXPORTS: dict[str, Callable] = {
    "results as Excel": lambda row: read(workbook(Findings(row), "bench")),
    "results as CSV": lambda row: read(table(Findings(row))),
    "answers with codebook (CSV, SPSS)": lambda row: read(microdata(row)),
}
