"""The doors of Zalo and Viber: signed calls of machines, closed (404) until a secret is set."""

import logging
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.utils.timezone import now
from django.views.generic import View

from core.headers import signed_by_sender

from ..models import Topic
from .base import Channel, Unreadable, parsed
from .intake import take_in
from .viber import Viber
from .zalo import Zalo

log = logging.getLogger(__name__)
LARGEST = 64 * 1024
AHEAD = timedelta(minutes=10)  # how far a sender's clock may be ahead of ours
CHANNELS: dict[str, Channel] = {channel.code: channel for channel in (Zalo(), Viber())}


@method_decorator([signed_by_sender, login_not_required], name="dispatch")
class Webhook(View):
    """403 without the right signature, 400 for what is stale or unreadable, else 200."""

    http_method_names = ["post"]

    def dispatch(self, request, *args, **kwargs):
        channel = CHANNELS.get(kwargs["channel"])
        if channel is None or not channel.on():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, channel):
        body = request.read(LARGEST + 1)
        door = CHANNELS[channel]
        if len(body) > LARGEST:
            return HttpResponse(status=413)
        if door.greets(request.headers, body):
            return JsonResponse({"status": "here"})
        if not door.genuine(request.headers, body):
            return HttpResponse(status=403)
        return answer(door, body)


def answer(door: Channel, body: bytes) -> HttpResponse:
    """Take a genuine call in; a channel that is told 503 sends it again.

    A call older than its sender repeats it is a replay; one within that time is known by its
    number (G24).
    """
    try:
        said = door.read(parsed(body))
    except Unreadable:
        return HttpResponse(status=400)
    if said is None:
        return JsonResponse({"status": "nothing to do"})
    if not -AHEAD <= now() - said.at <= door.repeats:
        return HttpResponse(status=400)
    if not Topic.objects.exists():
        log.error("a message of %s waits: no topic is set up", door.code)
        return HttpResponse(status=503)
    inquiry = take_in(door.code, said)
    return JsonResponse({"status": "taken" if inquiry else "known"})
