"""The answer base on the portal: search, one answer, did it help, what is new."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView, View

from core.views import ScopedMixin

from ..models import PublishedAnswer
from .counts import count_opinion, count_read
from .forms import SearchForm
from .page import Ranked, Slice, asked, topics
from .similar import similar

public = method_decorator(login_not_required, name="dispatch")
LATELY = timedelta(days=90)


@public
class AnswerList(TemplateView):
    """Search by words (best first), topic and unit; without any, what is new and read most."""

    template_name = "inquiries/answer_list.html"

    def get_context_data(self, **kwargs):
        form = SearchForm(self.request.GET)
        chosen = asked(form)
        after = self.request.GET.get("after", "")
        page = Ranked(chosen, after) if chosen.q else Slice(chosen.rows(), after)
        most = [] if chosen else PublishedAnswer.objects.most_read(localdate() - LATELY)
        return super().get_context_data(
            form=form, chosen=chosen, page=page, most=most[:5], topics=topics(), **kwargs
        )


@public
class AnswerDetail(ScopedMixin, DetailView):
    """One answer; an old version leads to the one that took its place."""

    model, template_name = PublishedAnswer, "inquiries/answer_detail.html"
    context_object_name = "entry"

    def get_queryset(self):
        return self.model.objects.public().for_list()

    def get(self, request, *args, **kwargs):
        newest = newest_of(kwargs["pk"])
        if newest != kwargs["pk"]:
            return redirect("inquiries:answers:detail", newest, permanent=False)
        answer = super().get(request, *args, **kwargs)
        count_read(self.object)
        return answer

    def get_context_data(self, **kwargs):
        near = similar(f"{self.object.title}. {self.object.question}", self.object.topic, 6)
        near = [each for each in near if each != self.object][:5]
        return super().get_context_data(near=near, **kwargs)


def newest_of(pk: int) -> int:
    """The version that stands now in place of ``pk``; itself when it was never replaced."""
    for _step in range(50):
        newer = PublishedAnswer.objects.filter(replaces=pk).exclude(
            status__in=[PublishedAnswer.Status.WITHDRAWN, *PublishedAnswer.IN_MAKING]
        )
        found = newer.values_list("pk", flat=True).first()
        if found is None:
            return pk
        pk = found
    return pk


@public
class Helped(View):
    """Did this help? One opinion a caller and day is counted, nothing else is kept."""

    def post(self, request, pk):
        answer = PublishedAnswer.objects.public().filter(pk=pk).first()
        if answer is None:
            raise Http404
        count_opinion(answer, request.POST.get("helped") == "yes", request)
        messages.success(request, _("Thank you: your opinion was counted."))
        return redirect(answer)
