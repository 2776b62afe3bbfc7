"""The looks that pages are painted in: what is in the file, how large the window is, and how large the text."""

from itertools import product

import msgspec

SIZES = ((1024, 680), (1366, 768), (1440, 900), (1920, 1080), (2560, 1440))
TEXTS = (90, 100, 125, 150)
SCALES = (1.0, 1.25, 1.5, 2.0)
FONTS = ("DejaVu Sans", "Inter", "Noto Sans")
"""A font that is not installed is passed over; the first one is on every machine that runs the tests."""
CONTENTS = ("empty", "sample", "long", "right to left")


class Look(msgspec.Struct, frozen=True):
    """What is in the file and how the window looks: size in device-independent pixels, text in per cent."""

    content: str
    size: tuple[int, int]
    mode: str = "light"
    text: int = 100
    scale: float = 1.0
    font: str = FONTS[0]

    @property
    def name(self) -> str:
        """Return it in words, fit for the name of a folder."""
        width, height = self.size
        return f"{self.content}, {self.mode}, {width}x{height}, text {self.text}, scale {self.scale:g}, {self.font}"


CHOSEN = (
    Look("sample", (1440, 900)),
    Look("sample", (1024, 680), "dark"),
    Look("sample", (1366, 768), text=90),
    Look("sample", (2560, 1440), "dark"),
    Look("sample", (1920, 1080), text=125, font="Inter"),
    Look("sample", (1440, 900), text=150),
    Look("sample", (1366, 768), "dark", scale=1.25, font="Noto Sans"),
    Look("long", (1024, 680)),
    Look("long", (1920, 1080), "dark", text=125, scale=1.5),
    Look("empty", (1366, 768)),
    Look("empty", (1024, 680), "dark", text=150),
    Look("right to left", (1440, 900), scale=2.0),
)
"""Every value at least once."""


def every() -> list[Look]:
    """Return the looks of the whole product: every size with every text size, scale and font, and every content."""
    found = [Look(content, size, text=text) for content, size, text in product(CONTENTS[:3], SIZES, TEXTS)]
    found += [Look("sample", size, "dark", scale=scale) for size, scale in product(SIZES, SCALES)]
    found += [Look("sample", size, font=font) for size, font in product(SIZES, FONTS)]
    found += [Look("right to left", size) for size in SIZES]
    return list(dict.fromkeys((*CHOSEN, *found)))
