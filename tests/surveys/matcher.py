"""Somebody with a whole copy of the database who wants to know who answered what.

Sees every table with its physical order (ctid) and the transaction of each row (xmin), which an
ordinary dump shows only in part, copies made during the round, the web log and the queue; tries
every order, every shared value, every shared transaction.
"""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import product

from django.db import connection

ROWS = """SELECT '{0}', ctid::text, xmin::text::bigint, row_to_json(t)::text FROM "{0}" AS t"""
SEQUENCES = "sequences"


def dump() -> dict[str, list[dict]]:
    """Every row of every table in physical order, with ``ctid`` and ``xmin``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            " AND table_type = 'BASE TABLE'"
        )
        found: dict[str, list[dict]] = {name: [] for (name,) in cursor.fetchall()}
        cursor.execute(" UNION ALL ".join(ROWS.format(table) for table in found))
        for table, ctid, xmin, row in cursor.fetchall():
            found[table].append({**json.loads(row), "ctid": ctid, "xmin": xmin})
        cursor.execute("SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences")
        found[SEQUENCES] = [{"name": name, "last": last} for name, last in cursor.fetchall()]
    return found


def moved(before, after) -> dict[str, int]:
    """By how much each sequence went on between two copies."""
    then = {row["name"]: row["last"] for row in before[SEQUENCES]}
    now = {row["name"]: row["last"] for row in after[SEQUENCES]}
    return {name: now[name] - then[name] for name in now if now[name] != then[name]}


def keyed_again(first, second) -> list[tuple[int, dict]]:
    """(invitation, row or event of double entry), by the order of their transactions.

    The n-th code is the n-th sheet's, which keeps its key; the n-th sheet keyed again is the n-th
    that something was noted of.
    """
    used = by_transaction(first["surveys_usedcode"])
    sheets = by_transaction(first["surveys_sealedanswer"])
    owner = {s["key"]: u["invitation_id"] for u, s in zip(used, sheets, strict=False)}
    noted = [by_transaction(rows) for table, rows in second.items() if "doubleentry" in table]
    settled = [row for row in by_transaction(second["surveys_sealedanswer"]) if row["key"] in owner]
    return [
        (owner[sheet["key"]], row)
        for rows in noted for sheet, row in zip(settled, rows, strict=False)
    ]  # fmt: skip


def by_transaction(rows: list[dict]) -> list[dict]:
    return sorted(rows, key=lambda row: (row["xmin"], place(row)))


def text_of(copied: dict[str, list[dict]]) -> str:
    return json.dumps(copied, ensure_ascii=False)


def people(copied, beside=()) -> dict[str, list[tuple[int, dict]]]:
    """What is known of who answered: (invitation, row) of each table that says something.

    ``beside`` adds copies made during the round and logs (:func:`in_a_backup`).
    """
    used = {row["invitation_id"] for row in copied["surveys_usedcode"]}
    keys = {"surveys_invitation": "id", "surveys_usedcode": "invitation_id",
            "surveys_invitationevent": "id"}  # fmt: skip
    known = {
        table: [(row[key], row) for row in copied[table] if row[key] in used]
        for table, key in keys.items()
    }
    return known | dict(beside)


def in_a_backup(copied) -> list[tuple[int, dict]]:
    """From a copy made during the round: the n-th sealed answer is that of the n-th used code."""
    used = by_transaction(copied["surveys_usedcode"])
    sealed = by_transaction(copied["surveys_sealedanswer"])
    return [(row["invitation_id"], seal) for row, seal in zip(used, sealed, strict=True)]


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
    return max(scores(copied, code, truth).values())


def scores(copied, code: str, truth: dict[int, str], beside=()) -> Counter:
    """How many every single guess gets right, by its name."""
    found: Counter = Counter()
    persons = {name: (orders(who), holders(who)) for name, who in people(copied, beside).items()}
    things = {name: (orders(what), holders(what)) for name, what in answers(copied, code).items()}
    for (one, (first, who)), (other, (second, what)) in product(persons.items(), things.items()):
        for order, right in by_order(first, second, truth):
            found[one, other, order] = right
        found[one, other, "shared"] = by_shared_value(who, what, truth)
    return found


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


def orders(rows) -> dict[str, list]:
    """Whom or what the rows speak of, each once, in every order."""
    return {
        name: list(dict.fromkeys(key for key, _row in sorted(rows, key=lambda p: order(p[1]))))
        for name, order in ORDERS.items()
    }


def by_order(firsts, seconds, truth) -> Iterator[tuple[str, int]]:
    """The n-th who is the n-th what, in every order and backwards."""
    for (one, first), (other, second) in product(firsts.items(), seconds.items()):
        for way, guess in (("", second), (" backwards", second[::-1])):
            pairs = zip(first, guess, strict=False)
            yield f"{one}-{other}{way}", sum(truth.get(key) == marker for key, marker in pairs)


def by_shared_value(who, what, truth) -> int:
    """A value (or transaction) of which but one answer knows joins that with who knows it."""
    guessed = {
        key: next(iter(what[value]))
        for value, keys in who.items() if len(what.get(value, ())) == 1 for key in keys
    }  # fmt: skip
    return sum(truth.get(key) == marker for key, marker in guessed.items())


def holders(rows) -> dict[object, set]:
    """Of whom or what each value is told."""
    found: dict[object, set] = {}
    for key, row in rows:
        for value in values(row):
            found.setdefault(value, set()).add(key)
    return found


def values(row: dict) -> set:
    """Every value of a row that could be a link: text of some length, numbers, times."""
    found = {("xmin", row["xmin"])}
    found |= {v for v in row.values() if isinstance(v, str) and len(v) > 5}
    found |= {("id", v) for k, v in row.items() if isinstance(v, int) and k.endswith("_id")}
    return found
