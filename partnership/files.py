"""The queue where there is no Redis: kombu's filesystem transport, with whole messages only.

kombu 5.7 opens a message under its final name and then writes it: a worker that lists the folder
in between reads an empty file and dies of "Unrecoverable error: JSONDecodeError". Here every
message is written elsewhere and renamed.
"""

import os
import time
import uuid
from queue import Empty

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps, loads


class Channel(filesystem.Channel):
    """A message is whole, or not there."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for folder in (self.data_folder_in, self.data_folder_out, self.control_folder):
            os.makedirs(folder, exist_ok=True)

    def _put(self, queue, payload, **kwargs):
        name = f"{time.time_ns()}_{uuid.uuid4()}.{queue}.msg"
        (self.control_folder / name).write_text(dumps(payload))
        os.rename(self.control_folder / name, os.path.join(self.data_folder_out, name))

    def _get(self, queue):
        for name in sorted(os.listdir(self.data_folder_in)):
            if name.endswith(f".{queue}.msg"):
                mine = self.control_folder / name
                try:
                    os.rename(os.path.join(self.data_folder_in, name), mine)
                except FileNotFoundError:  # another worker was faster
                    continue
                text = mine.read_text()
                mine.unlink()
                return loads(text)
        raise Empty


class Transport(filesystem.Transport):
    Channel = Channel


TRANSPORT_ALIASES["files"] = "partnership.files:Transport"
