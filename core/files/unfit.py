"""What the readers of files say when they will not read on; needs no Django."""

from typing import BinaryIO, NoReturn


class Unfit(Exception):  # noqa: N818 -- reads as a sentence
    """A reader's word on a file, by its code in
    :data:`core.files.refusal.REMEDIES`; knows nothing of languages."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def old(file: BinaryIO) -> NoReturn:
    """Old Word and Excel files, and those locked with a password, are not looked into."""
    raise Unfit("old")
