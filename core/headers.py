"""What every answer says to the browser, errors and static files alike (G9); and requests that no
view should see (G11)."""

from urllib.parse import unquote_to_bytes

from django.http import UnreadablePostError
from django.utils.translation import get_language_from_request, override
from django.views.defaults import bad_request

# Nothing here needs a sensor, a camera, a payment or a place; HSTS, which depends on https, comes
# from SecurityMiddleware.
FEATURES = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "web-share",
    "xr-spatial-tracking",
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
}


def signed_by_sender(view):
    """Decorate a door for machines: its view checks a signature over the very bytes of each call.

    No session, no cookie and no form is looked at there, so that a browser tricked into calling
    it brings nothing along; hence the token against forged forms is not asked for (G7, G24). The
    only way to go without that token.
    """
    view.csrf_exempt = True
    return view


class HeadersMiddleware:
    """Stands outside everything that may answer or fail."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        for name, value in ALWAYS.items():
            answer.headers.setdefault(name, value)
        return answer


class WholeTextMiddleware:
    """Answers 400 to text PostgreSQL cannot hold (NUL) or nobody can read (broken UTF-8), with a
    page: a link cut off in a letter, amid a Vietnamese word, brings people here too.

    Address, query, cookies and posted forms; bodies of other kinds are their views' own matter.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if unreadable(request.META.get("QUERY_STRING", "")) or "\0" in request.path_info:
            return refused(request)
        if nul_in_cookies(request):
            return refused(request)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return None
        try:
            return refused(request) if unreadable_form(request) else None
        except UnreadablePostError:  # the caller hung up
            return refused(request)


def refused(request):
    """The page of a 400 in the reader's language, which nothing has chosen yet."""
    with override(get_language_from_request(request)):
        return bad_request(request, None)


def unreadable(encoded: str) -> bool:
    """Whether percent-encoded text holds NUL or is not UTF-8."""
    if "%" not in encoded and encoded.isascii() and "\0" not in encoded:
        return False
    plain = unquote_to_bytes(encoded.replace("+", " ").encode("latin-1", "replace"))
    try:
        return "\0" in plain.decode()
    except UnicodeDecodeError:
        return True


def nul_in_cookies(request) -> bool:
    """A quoted cookie may spell NUL as an octal escape; without a backslash nothing is parsed."""
    sent = request.META.get("HTTP_COOKIE", "")
    return ("\\" in sent or "\0" in sent) and any("\0" in v for v in request.COOKIES.values())


def unreadable_form(request) -> bool:
    if request.content_type == "application/x-www-form-urlencoded":
        return unreadable(request.body.decode("latin-1"))
    return any("\0" in text for values in request.POST.lists() for text in (values[0], *values[1]))
