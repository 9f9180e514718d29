"""What is new in the answer base, as Atom: all, by topic, by unit."""

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from .forms import SearchForm
from .page import Asked, asked

NEWEST = 30


class AnswerFeed(Feed):
    """The last 30 answers of ``?topic=`` and ``?unit=``."""

    feed_type = Atom1Feed

    def get_object(self, request):
        return asked(SearchForm(request.GET))

    def title(self, chosen: Asked) -> str:
        parts = [_("Answers of Vietnam Customs"), *map(str, filter(None, self.narrowed(chosen)))]
        return ": ".join(parts)

    def narrowed(self, chosen: Asked) -> list:
        return [chosen.topic, chosen.unit]

    def link(self, chosen: Asked) -> str:
        tail = f"?{chosen.query}" if chosen.query else ""
        return reverse("inquiries:answers:list") + tail

    def subtitle(self, chosen: Asked) -> str:
        return _("Questions enterprises asked, answered for everyone.")

    def items(self, chosen: Asked):
        return chosen.rows()[:NEWEST]

    def item_title(self, item) -> str:
        return item.title

    def item_description(self, item) -> str:
        return item.answer

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return item.published_at

    def item_categories(self, item) -> list[str]:
        return [item.topic.name]

    def item_author_name(self, item) -> str:
        return item.unit.name
