"""Somebody with a whole copy of the database who wants to know who answered what.

Sees every table with its physical order (ctid) and the transaction of each row (xmin), which an
ordinary dump shows only in part; tries every order, every shared value, every shared transaction.
"""

import json
from itertools import product

from django.db import connection

SYSTEM = "pg_catalog", "information_schema"
WHO = ("surveys_invitation", "surveys_usedcode", "surveys_invitationevent")
WHAT = ("surveys_response", "surveys_answer", "surveys_sealedanswer")


def dump() -> dict[str, list[dict]]:
    """Every row of every table in physical order, with ``ctid`` and ``xmin``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            " AND table_type = 'BASE TABLE'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        return {table: rows(cursor, table) for table in tables}


def rows(cursor, table: str) -> list[dict]:
    cursor.execute(f'SELECT ctid::text, xmin::text::bigint, row_to_json(t) FROM "{table}" AS t')
    found = []
    for ctid, xmin, row in cursor.fetchall():
        values = row if isinstance(row, dict) else json.loads(row)
        found.append({**values, "ctid": ctid, "xmin": xmin})
    return found


def text_of(copied: dict[str, list[dict]]) -> str:
    return json.dumps(copied, ensure_ascii=False)


def people(copied) -> dict[str, list[tuple[int, dict]]]:
    """What is known of who answered: (invitation, row) of each table that says something."""
    used = {row["invitation_id"] for row in copied["surveys_usedcode"]}
    keys = {"surveys_invitation": "id", "surveys_usedcode": "invitation_id",
            "surveys_invitationevent": "id"}  # fmt: skip
    return {
        table: [(row[key], row) for row in copied[table] if row[key] in used]
        for table, key in keys.items()
    }


def answers(copied, code: str) -> dict[str, list[tuple[str, dict]]]:
    """What is known of the answers: (marker, row), the marker being the answer to ``code``."""
    said = {r["response_id"]: r["text"] for r in copied["surveys_answer"] if r["code"] == code}
    return {
        "surveys_response": [
            (said[row["key"]], row) for row in copied["surveys_response"] if row["key"] in said
        ],
        "surveys_answer": [
            (row["text"], row) for row in copied["surveys_answer"] if row["code"] == code
        ],
    }


def best(copied, code: str, truth: dict[int, str]) -> int:
    """How many of ``truth`` (invitation → marker) the most successful guess gets right."""
    scores = [0]
    for who, what in product(people(copied).values(), answers(copied, code).values()):
        scores += by_order(who, what, truth)
        scores += [by_shared_value(who, what, truth)]
    return max(scores)


def place(row: dict) -> tuple[int, ...]:
    return tuple(int(part) for part in row["ctid"].strip("()").split(","))


ORDERS = {
    "place": place,
    "transaction": lambda row: (row["xmin"], place(row)),
    "key": lambda row: str(row.get("key", "")) or str(row.get("id", "")).zfill(20),
    "number": lambda row: row.get("id") or row.get("pgh_id") or 0,
    "nonce": lambda row: str(row.get("nonce", "")),
    "code": lambda row: str(row.get("code", "")),
}


def by_order(who, what, truth) -> list[int]:
    """The n-th who is the n-th what, in every order and backwards."""
    found = []
    for one, other in product(ORDERS.values(), repeat=2):
        first = list(dict.fromkeys(key for key, _row in sorted(who, key=lambda p: one(p[1]))))
        second = [marker for marker, _row in sorted(what, key=lambda p: other(p[1]))]
        for guess in (second, second[::-1]):
            pairs = zip(first, guess, strict=False)
            found.append(sum(truth.get(key) == marker for key, marker in pairs))
    return found


def by_shared_value(who, what, truth) -> int:
    """A value (or transaction) that one who and one what alone have in common joins them."""
    right = 0
    holders: dict[object, set[str]] = {}
    for marker, row in what:
        for value in values(row):
            holders.setdefault(value, set()).add(marker)
    guessed: dict[int, str] = {}
    for key, row in who:
        for value in values(row):
            if len(found := holders.get(value, set())) == 1:
                guessed[key] = next(iter(found))
    for key, marker in guessed.items():
        right += truth.get(key) == marker
    return right


def values(row: dict) -> set:
    """Every value of a row that could be a link: text of some length, numbers, times."""
    found = {("xmin", row["xmin"])}
    found |= {v for v in row.values() if isinstance(v, str) and len(v) > 5}
    found |= {("id", v) for k, v in row.items() if isinstance(v, int) and k.endswith("_id")}
    return found
