"""Every page, as everybody: no dead link, no complaint, no barrier, no sideways scroll."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

import plans
from core import jobs, stored_files
from core.admin import FlowAdmin, RecordAdmin
from core.history import acting
from core.importing.work import CHECK
from core.models import Deadline, FileScan, Job, Letter
from core.workflow import Verb
from directory.models import CalendarDay, Unit, User, WorkingHours
from partnership.sample import activities, answers, associations, inquiries, surveys
from plans import services
from plans.models import Doubt, Plan
from plans.uploads import document, paired
from tests import apps
from tests import factories as made
from tests.directory.signing_in import give_app, give_password
from tests.thorough import THOROUGH
from tests.urls import leaves

from .conftest import WIDE
from .crawling import NARROWEST, Crawl, Notes, name_of

pytestmark = pytest.mark.django_db(transaction=True)
SAMPLE = Path(plans.__file__).parent / "sample"
PEOPLE = {
    "anonymous": None,
    "enterprise": "an.phu",
    "system administrator": "quan.tri",
    "board": "ban.cai.cach",
    "officer": "can.bo",
}
# They open the pages of the moves they may make, and follow no link from there.
MOVERS = {"focal point": "dau.moi", "head": "lanh.dao"}
# Who goes in one test: the rows they meet are made once for all of them.
GROUPS = {
    "vi outside": ("anonymous", "enterprise", "officer"),
    "vi system": ("system administrator",),
    "vi board": ("board", *MOVERS),
    "en": ("anonymous", "board") if THOROUGH else ("anonymous", "enterprise"),
}
# Asked for of one address; a dead link is dead in both languages.
LINKS = {"vi": 3, "en": 1}
# Met in the middle of a sign-in (test_journeys) or with a security key (test_desk_pages), answers
# to a post, or no pages at all.
ELSEWHERE = {
    "account_confirm_login_code", "account_logout", "account_reset_password_from_key",
    "account_signup", "account_set_password", "mfa_authenticate", "mfa_reauthenticate_webauthn",
    "openid_connect_login", "openid_connect_callback", "admin:login", "admin:logout",
    "admin:undo", "admin:autocomplete", "files:download", "jobs:progress", "jobs:cancel", "live",
    "dashboard:export", "mfa_download_recovery_codes", "mfa_edit_webauthn", "mfa_remove_webauthn",
    "ready", "set_language", "styleguide",
} | apps.gathered("elsewhere")  # fmt: skip
ENDINGS = ("_export", "_history", "_template", "_faults", "_cancel", "/", "(?P<url>.*)")


def furnish(sample) -> None:
    """Rows without which pages would be empty: work under way, a reading, alerts, factors."""
    board, system, enterprise = map(sample, ("ban.cai.cach", "quan.tri", "an.phu"))
    read_anew(board)
    for model in ("directory.Unit", "directory.Officer", "directory.Enterprise"):
        file = SimpleUploadedFile("bảng.csv", "Mã,Tên\n1,Một\n".encode())
        kept = stored_files.take(file, by=system, accept=stored_files.TABLES)
        jobs.begin(CHECK, by=system, params={"model": model, "by": system.pk}, file=kept)
    jobs.work()
    going = {"total": 900, "done": 300, "failed_items": 2, "worked": timedelta(minutes=3)}
    Job.objects.create(kind="none", title="Nhập dữ liệu", owner=enterprise, due_at=now(),
                       begun_at=now(), **going)  # fmt: skip
    late = {"due_at": now(), "given_up_at": now(), "attempts": 24, "last_error": "550 no such box"}
    Letter.objects.create(cause="plan 1", recipient="a@b.example", subject="x", body="y", **late)
    late["fell_due_at"] = now() - timedelta(days=2)
    Deadline.objects.create(kind="plan_report", period="2026-06", **late)
    unit = Unit.objects.get(code="KVIII")
    with acting(None, "given"):
        WorkingHours.objects.create(unit=unit, weekday=5, starts="08:00", ends="11:30")
        CalendarDay.objects.create(unit=unit, date="2026-12-30", reason_vi="Kiểm kê")
    made.PlanFactory(status=Plan.Status.DRAFTED, issuer=unit, year=2030)
    made.UserFactory(is_staff=True, is_active=False)
    made.LetterheadFactory(unit=unit)
    FileScan.objects.create(file=Job.objects.exclude(file=None).first().file, due_at=now())
    for work in (activities, inquiries, answers, surveys, associations):
        work.load()
    for part in apps.PARTS:
        part.furnish(sample)
    for person in (system, enterprise, sample("can.bo")):
        give_app(give_password(person))
        RecoveryCodes.activate(person)


def read_anew(board):
    """A plan in the making: the sample Decision of another year, with a unit nobody knows."""
    files = []
    for language in ("vi", "en"):
        name = f"plan-2023.{language}.txt"
        text = (SAMPLE / name).read_text(encoding="utf-8").replace("2023", "2024")
        text = text.replace("Cục Giám sát quản lý", "Cục Giám sát mặt trăng")
        files.append(document(SimpleUploadedFile(name, text.encode())))
    main, translation = paired(*files)
    issuer = Unit.objects.as_of(main.decision.signed_on).get(parent=None)
    return services.read(by=board, issuer=issuer, main=main, translation=translation)


def starts(user: User | None) -> list[str]:
    """Every address that needs no key, and moves of rows that a link of the first card misses."""
    plain = [a for a in leaves() if "<" not in a.route and a.name not in ELSEWHERE]
    paths = ["/", "/admin/", *(a.path for a in plain if not a.name.endswith(ENDINGS))]
    for plan in Plan.objects.all():
        paths += [f"/admin/plans/plan/{plan.pk}/{move}/" for move in MOVES[plan.status]]
    if doubt := Doubt.objects.filter(settled_at=None).first():
        paths.append(f"/admin/plans/doubt/{doubt.pk}/settle/")
    officer = User.objects.get(email__startswith="can.bo@").pk
    closed = User.objects.get(is_active=False).pk
    moves = ((officer, "deactivate"), (officer, "forget_second_factor"), (closed, "reactivate"))
    paths += [path for part in apps.PARTS for path in part.starts()]
    paths += [f"/admin/directory/user/{key}/{move}/" for key, move in moves]
    gone = Unit.objects.exclude(valid_to=None).first()
    paths.append(f"/admin/directory/unit/{gone.pk}/pass_into/")
    return paths + (list(open_moves(user)) if user else [])


def open_moves(user: User) -> Iterator[str]:
    """Each move of each flow, at the newest row on which ``user`` may make it."""
    for model, desk in admin.site._registry.items():
        if isinstance(desk, FlowAdmin):
            seen = model.objects.visible_to(user).order_by("-pk")
            kept = "status" in {field.name for field in model._meta.concrete_fields}
            for move in desk.flow.moves.values():
                by_state = kept and not isinstance(move, Verb)
                rows = seen.filter(status__in=move.sources) if by_state else seen
                if row := next((row for row in rows[:30] if move.open_to(user, row)), None):
                    yield f"{desk.list_url}{row.pk}/{move.name}/"


MOVES = {"read": ("accept", "discard"), "drafted": ("issue",), "issued": ("close",)}


def deletes_nothing(name: str) -> bool:
    """Whether this is the stock address for deleting rows that no rule ever lets go."""
    return any(
        name == f"admin:{model._meta.app_label}_{model._meta.model_name}_delete"
        and getattr(type(desk), "may_delete", RecordAdmin.may_delete) is RecordAdmin.may_delete
        for model, desk in admin.site._registry.items()
    )


@pytest.fixture
def shared(tmp_path_factory):
    """What all persons of this run write down, in whatever process: examined pages, reports."""
    root = tmp_path_factory.getbasetemp()
    return Notes((root.parent if "popen-gw" in root.name else root) / "crawl")


@pytest.mark.parametrize("group", GROUPS)
def test_nobody_meets_a_dead_link_a_complaint_or_a_barrier(
    enter_as, new_page, sample, barriers, complaints, live_server, shared, group
):
    """G9, G37: each address asked for by seven kinds of person, drawn in each make-up it has for
    any of them, and examined by axe where an element is of a kind nobody has examined.

    In the second language axe examines what enterprises see; officers' pages differ in words only.
    `make thorough` examines each address, and walks as the board in the second language too.
    """
    furnish(sample)
    language, faults = group[:2], []
    how = {"language": language, "viewport": NARROWEST if language == "vi" else WIDE}

    def fresh_moves(user):
        """Those whose pages nobody has examined yet."""
        moves = ((move, name_of(move)) for move in open_moves(user))
        return [move for move, name in moves if not shared.known(f"{language} {name} True")]

    def walk(part: str) -> None:
        def look(page, name, told):
            editing = page.locator("form.record").count() > 0
            public = not name.startswith("admin:")
            if language == "en" and public:
                faults.extend(crawl.sideways_when_narrow())
            first = shared.first(f"{language} {name} {editing}")
            new = shared.new(f"{language} {kind}" for kind in told.kinds) or THOROUGH
            if first and new and (language == "vi" or public):
                faults.extend(f"{name} {page.url}: {fault}" for fault in barriers.on(page))

        login = (PEOPLE | MOVERS)[part]
        user = sample(login) if login else None
        page = enter_as(user, **how) if user else new_page(**how)
        crawl = Crawl(page, live_server.url, look, shared.undrawn(language), part not in MOVERS)
        crawl.most = LINKS[language]
        crawl.walk(starts(user) if crawl.onward else fresh_moves(user))
        faults.extend(f"{part}: {fault}" for fault in crawl.faults)
        everybody = shared.report(language, part, crawl.opened, crawl.closed)
        if language == "vi" and len(everybody) == len(PEOPLE | MOVERS):
            faults.extend(unmet(everybody))

    for part in GROUPS[group]:
        walk(part)
    assert not faults + complaints, "\n".join(faults + complaints)


def unmet(everybody: dict[str, dict]) -> list[str]:
    """Addresses to which nobody came; asked by whoever comes home last."""
    names = {a.name for a in leaves() if not a.name.endswith(ENDINGS)} - ELSEWHERE
    names -= set(everybody["system administrator"]["closed"]) & set(everybody["board"]["closed"])
    names -= {name for told in everybody.values() for name in told["met"]}
    return [f"nobody came to {name}" for name in sorted(names) if not deletes_nothing(name)]
