"""Long work as its owner watches it: a list, a live page, a button to stop it."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import DetailView, ListView, View
from django.views.generic.detail import SingleObjectMixin

from . import jobs
from .components import leaves
from .models import Job
from .views import ScopedMixin

LATEST = 50
BADGES = {Job.State.RUNNING: "go", Job.State.DONE: "done", Job.State.FAILED: "off"}


class OwnJobs(ScopedMixin):
    """Jobs one asked for; others' answer 404."""

    def get_queryset(self):
        return super().get_queryset().for_list()


class Jobs(OwnJobs, ListView):
    model = Job
    template_name = "core/job_list.html"

    def get_queryset(self):
        return super().get_queryset()[:LATEST]

    def get_context_data(self, **kwargs):
        heads = [_("Work"), _("State"), _("Asked at"), _("Done"), _("Failed")]
        lines = [line(job) for job in self.object_list]
        return super().get_context_data(heads=heads, lines=lines, numeric=[3, 4], **kwargs)


class Page(OwnJobs, DetailView):
    """The whole page; without script it loads itself anew every five seconds while work goes on."""

    model = Job
    template_name = "core/job.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(work=card(self.object), **kwargs)


class Progress(Page):
    """The part of the page that changes, as static/js/job.js asks for it."""

    template_name = "core/job_progress.html"

    def render_to_response(self, context, **kwargs):
        answer = super().render_to_response(context, **kwargs)
        answer["Cache-Control"] = "no-store"
        return answer


class Cancel(OwnJobs, SingleObjectMixin, View):
    model = Job
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        job = self.get_object()
        if jobs.cancel(job, by=request.user):
            messages.info(request, _("The work is stopped. What was done until then stays done."))
        else:
            messages.warning(request, _("The work had ended already."))
        return HttpResponseRedirect(job.get_absolute_url())


def badge(job: Job):
    return leaves.badge(job.state.label, BADGES.get(job.state, ""))


def line(job: Job) -> tuple:
    """One line of the list."""
    link = format_html('<a href="{}">{}</a>', job.get_absolute_url(), job.title)
    asked = date_format(localtime(job.asked_at), "SHORT_DATETIME_FORMAT")
    return link, badge(job), asked, number_format(job.done), number_format(job.failed_items)


def card(job: Job) -> dict:
    """What the job component shows."""
    return {
        "title": job.title,
        "badge": badge(job),
        "total": job.total,
        "done": job.done,
        "failed": job.failed_items,
        "left": time_left(job),
        "cancel_url": "" if job.ended_at else reverse("jobs:cancel", args=[job.pk]),
        "errors_url": job.errors.get_absolute_url() if job.errors else "",
    }


def time_left(job: Job) -> str:
    """The time left in words, never more exact than it is known."""
    if job.time_left is None:
        return ""
    minutes = round(job.time_left.total_seconds() / 60)
    if minutes < 1:
        return _("less than a minute")
    return ngettext("about %(count)d minute", "about %(count)d minutes", minutes) % {
        "count": minutes
    }
