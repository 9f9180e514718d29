"""Take mail in and print what became of each: a new case, a word in one, or laid aside.

May be run again at any time: a mail that was taken in before is recognised.
"""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from inquiries.mail.intake import take_in
from inquiries.mail.sources import from_imap, from_maildir, from_mbox


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--mbox", type=Path, help="a file of mails")
        which.add_argument("--maildir", type=Path, help="a Maildir, or a folder of .eml files")
        which.add_argument("--imap", action="store_true", help="the mailbox of MAIL_IN_URL")

    def handle(self, *, mbox, maildir, imap, **options):
        counted = 0
        for counted, raw in enumerate(self.mails(mbox, maildir, imap), 1):
            self.stdout.write(f"{counted}. {take_in(raw)}")
        self.stdout.write(_("%(n)d read.") % {"n": counted})

    def mails(self, mbox, maildir, imap) -> Iterable[bytes]:
        if imap:
            if not settings.MAIL_IN_URL:
                raise CommandError("MAIL_IN_URL is not set: no mailbox is known.")
            return from_imap(settings.MAIL_IN_URL)
        path = mbox or maildir
        if not path.exists():
            raise CommandError(f"{path} does not exist.")
        return from_mbox(path) if mbox else from_maildir(path)
