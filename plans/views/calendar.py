"""The public calendar: its pages, an activity's page and photos, and the iCalendar feeds."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.timezone import now
from django.views.generic import DetailView, TemplateView, View

from core.file_views import UNKNOWN
from core.files.kinds import KINDS
from core.stored_files import PICTURES
from core.views import ScopedMixin

from ..calendar import CalendarPage, Feed, calendar_of
from ..models import Activity, ActivityFile, Participation
from ..rules.activities import open_for_registration
from ..services.registrations import seats_left

public = method_decorator(login_not_required, name="dispatch")
ICS = "text/calendar; charset=utf-8"


@public
class CalendarView(TemplateView):
    """What is to come, by month; with ``view=past`` what was held."""

    template_name = "plans/calendar.html"

    def get_context_data(self, **kwargs):
        query = self.request.GET
        number = query.get("page", "1")
        page = int(number) if number.isascii() and number.isdecimal() and len(number) < 5 else 1
        past = query.get("view") == "past"
        shown = CalendarPage(self.request.user, query, past=past, page=max(1, page))
        return super().get_context_data(page=shown, today=now(), **kwargs)


@public
class FeedView(View):
    """The calendar for programs, by unit and task; a copy that is still true costs one query."""

    def get(self, request):
        feed = Feed(request.user, request.GET)
        mark = feed.mark
        if request.headers.get("If-None-Match") == mark:
            answer: HttpResponse = HttpResponseNotModified()
        else:
            answer = HttpResponse(feed.content, content_type=ICS)
            answer["Content-Disposition"] = 'inline; filename="customs-business.ics"'
        answer["ETag"], answer["Cache-Control"] = mark, "private, max-age=900"
        patch_vary_headers(answer, ["Accept-Language", "Cookie"])
        return answer


class OnPageMixin(ScopedMixin):
    """Only what the public calendar shows, also for those who see more at their desk."""

    model = Activity

    def get_queryset(self):
        return super().get_queryset().on_page().for_list()


@public
class ActivityView(OnPageMixin, DetailView):
    """One activity: when, where, registration; later what came of it."""

    template_name, context_object_name = "plans/activity.html", "activity"

    def get_context_data(self, **kwargs):
        activity = self.object
        files = list(activity.files.filter(public=True).select_related("file").order_by("pk"))
        came = list(activity.participations.all())
        order = Participation.Kind.values
        return super().get_context_data(
            open=open_for_registration(activity),
            left=seats_left(activity) if activity.registration else None,
            photos=[each for each in files if each.file.kind in PICTURES],
            documents=[each for each in files if each.file.kind not in PICTURES],
            came=sorted(came, key=lambda each: order.index(each.kind)),
            bodies=sum(each.bodies for each in came),
            people=sum(each.people for each in came),
            servings=activity.servings.filter(item__isnull=False).select_related("item__plan"),
            **kwargs,
        )


@public
class EventView(OnPageMixin, DetailView):
    """One activity as a calendar file, to be put into one's own calendar."""

    def render_to_response(self, context, **kwargs):
        rows = Activity.objects.filter(pk=self.object.pk)
        answer = HttpResponse(calendar_of([self.object], rows), content_type=ICS)
        answer["Content-Disposition"] = f'attachment; filename="activity-{self.object.pk}.ics"'
        return answer


@public
class ActivityFileView(ScopedMixin, DetailView):
    """A public photo, shown; a public document, to be saved."""

    model = ActivityFile

    def get_queryset(self):
        shown = Activity.objects.visible_to(self.request.user).on_page()
        return super().get_queryset().filter(public=True, activity__in=shown).for_list()

    def render_to_response(self, context, **kwargs):
        file = self.object.file
        try:
            content = file.open()
        except FileNotFoundError:
            raise Http404 from None
        kind = KINDS[file.kind].mime if file.kind in KINDS else UNKNOWN
        saved = file.kind not in PICTURES
        answer = FileResponse(content, as_attachment=saved, filename=file.name, content_type=kind)
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
        answer["Cache-Control"] = "private, max-age=3600"
        return answer
