"""Where a row of a file disagrees with our records: ours is kept, unless a person chose the file's."""


class Differences:
    """What differs between one row and one record, in words: `kept` where ours stays, `taken` where the file's goes in.

    `takes` is the choice that was made for the row.
    """

    def __init__(self, *, takes: bool = False) -> None:
        self.takes = takes
        self.kept: list[str] = []
        self.taken: list[str] = []

    def is_taken(self, what: str, given: str, held: str, *, ours: str = "") -> bool:
        """Note that a file says `given` where we hold `held`, and return whether to write it.

        `ours` says what we have where that is no value.
        """
        if self.takes:
            self.taken.append(f"{what[:1].lower()}{what[1:]} {given}")
        else:
            self.kept.append(f"{what}: the file says “{given}”, {ours or f'ours is “{held}”'}")
        return self.takes
