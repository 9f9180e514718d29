"""The persons of the tests, each made when first named."""

from collections.abc import Callable, Iterator, Mapping

from directory.models import User


class Cast(Mapping):
    """Part played → user. Most tests name two of ten: the others are not made."""

    def __init__(self, makers: dict[str, Callable[[], User]]):
        self.makers, self.made = makers, {}

    def __getitem__(self, part: str) -> User:
        if part not in self.made:
            self.made[part] = self.makers[part]()
        return self.made[part]

    def __iter__(self) -> Iterator[str]:
        return iter(self.makers)

    def __len__(self) -> int:
        return len(self.makers)
