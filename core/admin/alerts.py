"""What the clockwork tells the desk: one's running jobs; for administrators, what went wrong."""

from django.contrib import admin
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from core.desk import Card, Entry, Line, desk_card, desk_entry
from core.models import Deadline, FileScan, Job, Letter, StoredFile

from .columns import words
from .scoped import ScopedAdmin


class ChoreAdmin(ScopedAdmin):
    """Rows of the clock: read by those who look after accounts, by nobody else."""

    ordering = ["-due_at", "-pk"]
    list_filter = [("given_up_at", admin.EmptyFieldListFilter)]

    def get_queryset(self, request):
        rows = self.model.objects.for_list().order_by(*self.ordering)
        return rows if self.listed_for(request.user) else rows.none()

    def listed_for(self, user):
        return user.administers_accounts

    def has_view_permission(self, request, obj=None):
        return request.user.is_staff and self.listed_for(request.user)


@admin.register(Letter)
class LetterAdmin(ChoreAdmin):
    list_display = ["cause", "recipient", "due_at", "done_at", "given_up_at", "attempts"]
    card_fields = (*list_display, "last_error")
    search_fields = ["cause", "recipient"]


@admin.register(Deadline)
class DeadlineAdmin(ChoreAdmin):
    list_display = ["kind", "period", "due_at", "done_at", "given_up_at", "attempts"]
    card_fields = (*list_display, "last_error")
    search_fields = ["kind", "period"]


@admin.register(FileScan)
class FileScanAdmin(ChoreAdmin):
    list_display = ["file", "verdict", "due_at", "done_at", "given_up_at", "attempts"]
    list_filter = ["file__scan", ("given_up_at", admin.EmptyFieldListFilter)]
    card_fields = (*list_display, "found", "last_error")
    search_fields = ["file__name"]

    @admin.display(description=_("virus check"))
    def verdict(self, scan):
        return scan.file.scan_said

    @admin.display(description=_("found"))
    def found(self, scan):
        return scan.file.found


@desk_entry
def files_locked(user):
    """Files with a virus, and files nobody could check: their senders are told by a person."""
    if not user.administers_accounts:
        return None
    bad = (StoredFile.Scan.INFECTED, StoredFile.Scan.ERROR)
    rows = FileScan.objects.filter(file__scan__in=bad).select_related("file").order_by("-pk")

    def line(scan):
        base = f"/admin/core/filescan/{scan.pk}/change/"
        step = _("Ask whoever sent it for a clean copy.")
        return Line(str(scan), base, f"{scan.file.scan_said} {scan.file.found}", next=step)

    more = "/admin/core/filescan/"
    return Entry("files", _("Files locked"), rows, line, more=more, empty=_("No file is locked."))


@desk_entry
def letters_given_up(user):
    """Letters that could not be sent after all tries."""
    if not user.administers_accounts:
        return None
    rows = Letter.objects.filter(given_up_at__isnull=False).order_by("-given_up_at", "-pk")
    return _alert(
        "letters", _("Letters given up"), rows, _("Correct the address, or write by post.")
    )


@desk_entry
def duties_overdue(user):
    """Deadlines that are past and not done."""
    if not user.administers_accounts:
        return None
    rows = Deadline.objects.due(now())
    return _alert(
        "duties", _("Deadlines overdue"), rows, _("See the error; the clock tries again.")
    )


@desk_card
def jobs_running(user):
    """One's own long work that has not ended."""
    jobs = list(Job.objects.visible_to(user).todo().order_by("-pk")[:5])
    return Card(_("Jobs running"), "admin/jobs.html", {"jobs": jobs}) if jobs else None


def _alert(name, label, rows, step) -> Entry:
    base = f"/admin/core/{rows.model._meta.model_name}/"

    def line(row):
        return Line(
            str(row), f"{base}{row.pk}/change/", row.last_error[:160], words(row.due_at), step
        )

    return Entry(name, label, rows, line, more=base, empty=_("All is well: nothing to do here."))
