"""Caps while a form's files come in: what is too much is read past, never stored (G13)."""

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

LARGEST = 20 * 2**20  # one file
MOST_BYTES = 60 * 2**20  # all files of one form
MOST_FILES = 10


class Overlong(UploadedFile):
    """What is left of a file that passed a cap: its name and how much came; no content."""


class CappedUploadHandler(FileUploadHandler):
    """Stands before Django's own handlers and hands on no byte beyond the caps.

    The form then finds an :class:`Overlong` file and can say so beside its field. Whoever goes on
    sending is cut off.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self.files = self.total = self.size = 0

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.files += 1
        self.size = 0

    @property
    def over(self) -> bool:
        return self.size > LARGEST or self.total > MOST_BYTES or self.files > MOST_FILES

    def receive_data_chunk(self, raw_data, start):
        self.size += len(raw_data)
        self.total += len(raw_data)
        if self.total > 3 * MOST_BYTES:
            raise StopUpload(connection_reset=True)
        return None if self.over else raw_data

    def file_complete(self, file_size):
        if not self.over:
            return None
        for handler in self.request.upload_handlers if self.request else ():
            if begun := getattr(handler, "file", None):
                begun.close()  # what the handlers behind had begun to keep
        return Overlong(None, self.file_name, self.content_type, self.size)
