"""Import pages of an admin: template, upload, dry run, confirmation, progress, result, export."""

import tempfile

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import jobs, stored_files
from core.cells import EXCEL, file_name, xlsx_response
from core.desk import DeskAdmin
from core.job_views import card as job_card
from core.models import Job

from .forms import UploadForm
from .pages import (
    Standing,
    column_lines,
    fault_heads,
    fault_lines,
    job_lines,
    step_names,
)
from .resource import SheetResource
from .template import write_template
from .work import CHECK, IMPORT


class ImportMixin(DeskAdmin):
    """For a ScopedAdmin: declare ``resource``; adds the pages and a button above the list.

    Only those to whom the resource is ``open_to`` come in (others 403); a job is its owner's
    alone (others 404).
    """

    resource: type[SheetResource]

    def ways(self, request):
        own = [(_("Import from Excel"), self.url("import"))]
        return [*super().ways(request), *(own if self.resource.open_to(request.user) else [])]

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_import"
        pages = [
            ("", "", self.import_upload),
            ("template/", "_template", require_GET(self.import_template)),
            ("export/", "_export", require_GET(self.import_export)),
            ("<int:pk>/", "_job", self.import_job),
            ("<int:pk>/faults/", "_faults", require_GET(self.import_faults)),
            ("<int:pk>/cancel/", "_cancel", require_POST(self.import_cancel)),
        ]
        wrap = self.admin_site.admin_view
        own = [
            path(f"import/{end}", wrap(self.for_importers(view)), name=name + part)
            for end, part, view in pages
        ]
        return [*own, *super().get_urls()]

    def for_importers(self, view):
        def page(request, **kwargs):
            if not self.resource.open_to(request.user):
                raise PermissionDenied
            return view(request, **kwargs)

        return page

    def import_frame(self, request, **more) -> dict:
        title = _("Import: %(what)s") % {"what": self.opts.verbose_name_plural}
        frame = self.admin_site.each_context(request)
        return {**frame, "title": title, "opts": self.opts, "desk": self, **more}

    def import_params(self) -> dict:
        return {"model": self.opts.label}

    # --- out --------------------------------------------------------------------------------
    def import_template(self, request):
        """The workbook to fill in, in the reader's language."""
        out = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
        write_template(out, self.resource(by=request.user))
        out.seek(0)
        name = _("Template: %(what)s") % {"what": self.opts.verbose_name_plural}
        return FileResponse(
            out, as_attachment=True, filename=file_name(name, ".xlsx"), content_type=EXCEL
        )

    def import_export(self, request):
        """All rows in sight in the columns of the import: they import again without a change."""
        resource = self.resource(by=request.user)
        found = resource.exported(self.model.objects.visible_to(request.user))
        rows = resource.export_rows(found.iterator(chunk_size=2_000))
        name = f"{self.opts.verbose_name_plural} {localdate():%Y-%m-%d}"
        about = {_("Filter"): _("all rows in your reach"), _("Made by"): str(request.user)}
        return xlsx_response(name, resource.header(), rows, about, total=found.count())

    # --- in ---------------------------------------------------------------------------------
    def import_upload(self, request):
        """The form; a good file begins a dry run and leads to its page."""
        resource = self.resource(by=request.user)
        form = UploadForm(request.POST or None, request.FILES or None, resource=resource)
        if request.method == "POST" and form.is_valid():
            return redirect(self.url("import_job", self.import_begun(request, form).pk))
        latest = self.own_jobs(request)[:10]
        frame = self.import_frame(
            request, form=form, steps=step_names(), jobs=latest,
            heads=[_("Column"), _("Required"), _("What to write")],
            lines=column_lines(resource.columns.values()),
            job_heads=[_("File"), _("Work"), _("State"), _("Asked at")],
            job_lines=job_lines(latest, self.url),
        )  # fmt: skip
        return TemplateResponse(request, "core/import.html", frame)

    def import_begun(self, request, form) -> Job:
        """The dry run; of a file that the same person had checked before, the earlier one."""
        with transaction.atomic():
            upload = form.cleaned_data["file"]
            file = stored_files.take(upload, by=request.user, accept=stored_files.TABLES)
            try:
                return self.import_check(request.user, file)
            except jobs.SameFile as same:
                said = _("You handed in this very file before. This is what came of it.")
                messages.warning(request, said)
                return same.job

    def import_check(self, by, file, *, again: bool = False) -> Job:
        params = self.import_params() | {"by": by.pk}
        return jobs.begin(CHECK, by=by, params=params, file=file, again=again)

    def own_jobs(self, request):
        """This person's dry runs and imports of this model."""
        mine = Job.objects.visible_to(request.user).for_list()
        return mine.filter(kind__in=[CHECK, IMPORT], params__contains=self.import_params())

    def import_job(self, request, pk):
        """How the work stands; POST ``act``: ``import`` confirms it, ``check`` repeats it."""
        job = get_object_or_404(self.own_jobs(request), pk=pk)
        if request.method == "POST":
            return self.import_act(request, job)
        frame = self.import_frame(
            request, standing=Standing(job), heads=fault_heads(), work=self.import_card(job),
            here=self.url("import_job", pk), steps=step_names(), at=2 if job.kind == CHECK else 3,
            outcome=_("What would come of it") if job.kind == CHECK else _("What came of it"),
            faults_title=_("Faults"), faults_url=self.url("import_faults", pk),
        )  # fmt: skip
        part = "core/import_standing.html" if "part" in request.GET else "core/import_job.html"
        answer = TemplateResponse(request, part, frame)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def import_card(self, job) -> dict:
        """What the job component shows, with this admin's own addresses."""
        stop = "" if job.ended_at else self.url("import_cancel", job.pk)
        return job_card(job) | {"errors_url": "", "cancel_url": stop}

    def import_act(self, request, job):
        act, by = request.POST.get("act"), request.user
        try:
            if act == "check":
                job = self.import_check(by, job.file, again=True)
            elif act == "import" and job.kind == CHECK and job.done_at:
                job = jobs.begin(
                    IMPORT, by=by, params=self.import_params(), file=job.file, again=True
                )
        except jobs.SameFile as same:
            messages.warning(request, _("This very file is being worked on at this moment."))
            job = same.job if same.job.owner_id == by.pk else job
        return redirect(self.url("import_job", job.pk))

    def import_cancel(self, request, pk):
        job = get_object_or_404(self.own_jobs(request), pk=pk)
        if jobs.cancel(job, by=request.user):
            messages.info(request, _("The work is stopped. What was done until then stays done."))
        else:
            messages.warning(request, _("The work had ended already."))
        return redirect(self.url("import_job", pk))

    def import_faults(self, request, pk):
        """Every fault of the file, one a line, as a sheet."""
        job = get_object_or_404(self.own_jobs(request), pk=pk)
        about = {_("File"): job.file.name, _("Made by"): str(request.user)}
        name = _("Faults in %(file)s") % {"file": job.file.name}
        return xlsx_response(name, fault_heads(), fault_lines(job), about)
