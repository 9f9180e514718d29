"""`python -m tests.words`: does every sentence of the portal have its Vietnamese?

    (nothing)        say what is missing, empty, fuzzy, left over or odd; exit status 1 if anything
    --update         write new sentences into the catalogue (empty), drop those no longer used
    --merge FILE…    take translations from these PO files; name those that contradict each other

English needs no catalogue: the sentences in the code are the English. No xgettext is needed: Babel
reads the Python, and Django's own `templatize` turns templates into Python that Babel reads.
`locale/libraries` holds what Django and the other libraries left without Vietnamese.
"""

# ruff: noqa: T201 (a command says what it found)
import argparse
import io
import re
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.conf import global_settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
OURS = (
    *("core", "directory", "associations", "inquiries", "surveys", "plans", "partnership"),
    "templates",
)
PORTAL = Path("locale/vi/LC_MESSAGES/django.po")
LIBRARIES = Path("locale/libraries/vi/LC_MESSAGES/django.po")
# Parts of libraries whose words a visitor or an officer can meet.
USED = {
    "allauth": (
        *("account", "core", "decorators.py", "mfa", "usersessions", "utils.py"),
        *(f"templates/{part}/messages" for part in ("account", "mfa", "usersessions")),
    ),
    "import_export": ("",),
    "django": ("conf/locale", "contrib/admin", "contrib/auth", "contrib/sessions", "forms"),
}
# Names of the world's languages, pages of a debugging developer, and what is said to programmers.
NEVER_SEEN = re.compile(
    r"Django|DEBUG|docs\.djangoproject|install worked|Tutorial|Topics, references|Connect, get help"
    r"|is_valid|force_str|import_id_fields|natural_foreign|allow_empty|instance with"
    r"|Referer|CSRF|configured your browser"
)
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\-+ ]*\d*[a-zA-Z]|%[sdr%]|\{\w*\}")
TAG = re.compile(r"</?\w+[^>]*>")
# Names and abbreviations that are the same in Vietnamese.
SAME = re.compile(
    r"(?:[\W\d_]|%\(\w+\)\w|Zalo|Viber|Email|PDF|CSV|Excel|XLSX|JSON|PIN|OpenID Connect)*"
)
LANGUAGES = {name for _code, name in global_settings.LANGUAGES}
OTHER_ADDRESS = re.compile(r"ông/bà|anh/chị|ông bà|quý khách|quý vị|\bbạn\b", re.IGNORECASE)
LETTERS = re.compile(r"[^\W\d_]{2,}")
Key = tuple[object, str | None]  # a sentence (or singular and plural) and its context


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--merge", nargs="+", type=Path, default=[], metavar="FILE")
    asked = parser.parse_args()
    used = gathered()
    if asked.update or asked.merge:
        contradictions = written(used, asked.merge)
        print(*contradictions, sep="\n", end="\n" if contradictions else "")
    faults = [*portal_faults(used), *faults_of_libraries(used)]
    print(*faults, sep="\n", end="\n" if faults else "")
    total = len(used)
    print(f"{total} sentences, {len(faults)} faults" if faults else f"{total} sentences translated")
    sys.exit(bool(faults))


# --- What the code says ---------------------------------------------------------------------
def gathered() -> Catalog:
    """Every sentence of the portal's own code and templates, with where it stands."""
    catalog = Catalog()
    for folder in OURS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
                for line, message, context in sentences(path):
                    place = (path.relative_to(ROOT).as_posix(), line)
                    catalog.add(message, locations=[place], context=context)
    return catalog


def sentences(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    """(line, sentence or its numbers, context) of one file; a broken file is named."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        if "{%" not in text and "{{" not in text:
            return
        pseudo = templatize(text, origin=str(path))
        text = "\n".join(line.strip() for line in pseudo.splitlines())
    try:
        found = list(extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS))
    except (SyntaxError, tokenize.TokenError) as error:
        sys.exit(f"{path}: {error}")
    for line, message, _comments, context in found:
        yield line, message, context


# --- Faults ---------------------------------------------------------------------------------
def portal_faults(used: Catalog) -> Iterator[str]:
    """What the portal's catalogue lacks or has too much, each with a file and line."""
    catalog = read(PORTAL)
    lines = line_numbers(PORTAL)
    for message in used:
        if message.id and not catalog.get(message.id, message.context):
            file, line = message.locations[0]
            yield f"{file}:{line}: not in the catalogue (make words): {shown(message)}"
    for message in catalog:
        if not message.id:
            continue
        where = f"{PORTAL}:{lines.get(shown(message), 1)}"
        if not used.get(message.id, message.context):
            yield f"{where}: no longer said anywhere (make words): {shown(message)}"
        elif why := fault(message):
            yield f"{where}: {why}: {shown(message)}"
    for message in catalog.obsolete.values():
        yield f"{PORTAL}: left over (make words): {shown(message)}"


def faults_of_libraries(used: Catalog) -> Iterator[str]:
    """What libraries say without Vietnamese, and what is odd in our Vietnamese for it."""
    catalog, lines = read(LIBRARIES), line_numbers(LIBRARIES)
    for message in unspoken():
        known = catalog.get(message.id, message.context) or used.get(message.id, message.context)
        if message.id and not known:
            file = message.locations[0][0]
            yield f"{LIBRARIES}: {file} says this in English only: {shown(message)}"
    for message in catalog:
        if message.id and (why := fault(message)):
            yield f"{LIBRARIES}:{lines.get(shown(message), 1)}: {why}: {shown(message)}"


def fault(message: Message) -> str:
    """Why this translation cannot stand; empty when it can."""
    said = message.id if isinstance(message.id, tuple) else (message.id,)
    put = message.string if isinstance(message.string, tuple) else (message.string,)
    if not all(put):
        return "no translation"
    if message.fuzzy:
        return "marked fuzzy"
    if signs(PLACEHOLDER, put[0]) - signs(PLACEHOLDER, said[-1]) or lost(said, put[0]):
        return "other placeholders"
    if signs(TAG, put[0]) != signs(TAG, said[-1]):
        return "other tags"
    if edge(put[0]) != edge(said[-1]):
        return "begins or ends with other white space"
    if OTHER_ADDRESS.search(put[0]):
        return 'the reader is "anh chị" here, everywhere'
    if put[0] == said[-1] and not SAME.fullmatch(said[-1]) and LETTERS.search(said[-1]):
        return "same as the English"
    return ""


def lost(said: tuple, put: str) -> bool:
    """A placeholder that stands in every form of the original must stand in the translation."""
    common = signs(PLACEHOLDER, said[0])
    for form in said:
        common &= signs(PLACEHOLDER, form)
    return bool(common - signs(PLACEHOLDER, put))


def signs(pattern: re.Pattern, text: str) -> Counter:
    return Counter(pattern.findall(text))


def edge(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def shown(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return " ".join(text.split())[:90]


# --- Catalogues -----------------------------------------------------------------------------
def read(path: Path) -> Catalog:
    if not (ROOT / path).exists():
        return Catalog(locale="vi")
    with (ROOT / path).open("rb") as file:
        return read_po(file, locale="vi")


def line_numbers(path: Path) -> dict[str, int]:
    """Where each sentence stands in the file, for editors that jump to a line."""
    if not (ROOT / path).exists():
        return {}
    with (ROOT / path).open("rb") as file:
        return {shown(m): m.lineno or 1 for m in read_po(file, locale="vi") if m.id}


def written(used: Catalog, files: list[Path]) -> list[str]:
    """Bring the catalogues up to what is said now, with the translations of ``files``."""
    portal, libraries = read(PORTAL), read(LIBRARIES)
    clashes: list[str] = []
    for file in files:
        with file.open("rb") as source:
            for message in read_po(source, locale="vi"):
                clashes += taken(message, file, used, portal, libraries)
    portal.update(used, no_fuzzy_matching=True)
    portal.obsolete.clear()
    for message in unspoken():
        if message.id and not used.get(message.id, message.context):
            libraries.add(message.id, context=message.context)
    save(portal, PORTAL)
    save(libraries, LIBRARIES)
    return clashes


def taken(message: Message, file: Path, used: Catalog, portal: Catalog, libraries: Catalog):
    """Put one translation where it belongs; a second, other one is only named."""
    if not message.id or fault(message) == "no translation":
        return []
    target = portal if used.get(message.id, message.context) else libraries
    if target is libraries and (message.id, message.context) not in unspoken_keys():
        return [f"{file}: said nowhere, left out: {shown(message)}"]
    old = target.get(message.id, message.context)
    if old and fault(old) != "no translation" and old.string != message.string:
        return [f"{file}: {shown(message)}: {message.string!r} against {old.string!r}, which stays"]
    if old:  # `add` would keep its empty translation
        target.delete(message.id, message.context)
    target.add(message.id, message.string, context=message.context)
    return []


def save(catalog: Catalog, path: Path) -> None:
    """Write without places and dates: a line changes when its words do."""
    plain = Catalog(locale="vi", fuzzy=False, charset="utf-8")
    plain.creation_date = plain.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    plain.project, plain.version = "Customs-Business Partnership", "1"
    plain.msgid_bugs_address = plain.last_translator = plain.language_team = "-"
    plain.header_comment = "# Vietnamese of the portal. See tests/words.py."
    for message in catalog:
        if message.id:
            plain.add(message.id, message.string, flags=message.flags, context=message.context)
    (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
    with (ROOT / path).open("wb") as file:
        write_po(file, plain, width=100, sort_output=True, no_location=True)


# --- Libraries ------------------------------------------------------------------------------
@cache
def unspoken() -> Catalog:
    """What the used parts of the libraries say and have no Vietnamese of their own for."""
    catalog = Catalog()
    for package, parts in USED.items():
        home = Path(find_spec(package).submodule_search_locations[0])
        for part in parts:
            for message, place in left_english(home / part, home):
                if NEVER_SEEN.search(str(message.id)) or message.id in LANGUAGES:
                    continue
                catalog.add(message.id, locations=[(place, 1)], context=message.context)
    return catalog


def unspoken_keys() -> set[Key]:
    return {(message.id, message.context) for message in unspoken() if message.id}


def left_english(part: Path, home: Path) -> Iterator[tuple[Message, str]]:
    """Sentences of a library's folder: of its Vietnamese catalogue where it has one, else all."""
    place = part.relative_to(home.parent).as_posix()
    own = [*part.glob("vi/LC_MESSAGES/django.po"), *part.glob("locale/vi/LC_MESSAGES/django.po")]
    if home.name == "django":
        for path in own:
            with path.open("rb") as file:
                yield from ((m, place) for m in read_po(file, locale="vi") if silent(m))
        return
    for path in [part] if part.is_file() else sorted(part.rglob("*")):
        if path.suffix in (".py", ".txt") and not {"tests", "migrations"} & set(path.parts):
            for _line, message, context in sentences(path):
                yield Message(message, context=context), path.relative_to(home.parent).as_posix()


def silent(message: Message) -> bool:
    return bool(message.id) and fault(message) in ("no translation", "marked fuzzy")


if __name__ == "__main__":
    main()
