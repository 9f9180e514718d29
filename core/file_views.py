"""Files handed out again: to whom may see them, to be saved, never to be shown."""

import logging

from django.http import FileResponse, Http404
from django.views.generic.detail import BaseDetailView

from .files.kinds import KINDS
from .models import StoredFile
from .views import ScopedMixin

logger = logging.getLogger(__name__)
UNKNOWN = "application/octet-stream"


class Download(ScopedMixin, BaseDetailView):
    """The content as an attachment (G13); 404 for whom no row shows this file, and for everyone
    while it is not found clean (G14)."""

    model = StoredFile
    slug_field = slug_url_kwarg = "key"

    def get_queryset(self):
        return super().get_queryset().readable()

    def render_to_response(self, context):
        file = self.object
        try:
            content = file.open()
        except FileNotFoundError:
            logger.error("file %s is not on the disk", file.pk)
            raise Http404 from None
        kind = KINDS[file.kind].mime if file.kind in KINDS else UNKNOWN
        answer = FileResponse(content, as_attachment=True, filename=file.name, content_type=kind)
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
        answer["Cache-Control"] = "private, no-store"
        return answer
