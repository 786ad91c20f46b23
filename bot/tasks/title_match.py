"""Finds the titles that somebody's words mean; pure.

People shorten titles ("图谱那个"), they do not retell them: the longest run of characters that
words and title share decides. Titles that share as long a run are told apart by what else they
share ("高端装备那个图谱"); those that are still equal are all meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SHORTEST_RUN = 2
# Below this part of the name, what is shared is chance: 环保督察整改 is no 督查通报.
SMALLEST_PART = 0.4
# What is shared in pieces must be nearly all of the name.
PART_IN_PIECES = 0.8
SMALLEST_IN_PIECES = 4


@dataclass(frozen=True)
class Topic:
    """What is left of a message when all that is no title is taken out.

    `name` is the longest piece left and says how much of a title must be recognised; `words`
    is the message with only departments and people taken out, because a title may contain
    what is otherwise an empty word (收费清单, 督查通报).
    """

    name: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.name)


NO_TOPIC = Topic()


def best_matches(topic: Topic, titles: Sequence[str]) -> set[str]:
    """Return the titles that share the longest run with the words; none when it is chance."""
    runs = {title: longest_common_run(topic.words, title) for title in titles}
    longest = max(runs.values(), default=0)
    if longest < max(SHORTEST_RUN, SMALLEST_PART * len(topic.name)):
        return _piecewise(topic, titles)
    equal = {
        title: shared_length(topic.words, title) for title, run in runs.items() if run == longest
    }
    most = max(equal.values())
    return {title for title, shared in equal.items() if shared == most}


def _piecewise(topic: Topic, titles: Sequence[str]) -> set[str]:
    """Return the titles that hold most of the name in pieces: 领军人才 for 领军型人才."""
    shared = {title: shared_length(topic.name, title) for title in titles}
    most = max(shared.values(), default=0)
    if most < max(SMALLEST_IN_PIECES, PART_IN_PIECES * len(topic.name)):
        return set()
    return {title for title, count in shared.items() if count == most}


def shared_length(words: str, title: str) -> int:
    """Return how many characters both share in runs of two or more, in whatever order."""
    shared = 0
    while True:
        match = SequenceMatcher(None, words, title, autojunk=False).find_longest_match()
        if match.size < SHORTEST_RUN:
            return shared
        shared += match.size
        # Different marks, so that what stood on both sides is no new run.
        words = f"{words[: match.a]}\x00{words[match.a + match.size :]}"
        title = f"{title[: match.b]}\x01{title[match.b + match.size :]}"


def longest_common_run(first: str, second: str) -> int:
    """Return the length of the longest run of characters that both contain."""
    longest = 0
    previous = [0] * (len(second) + 1)
    for left in first:
        current = [0]
        for index, right in enumerate(second):
            run = previous[index] + 1 if left == right else 0
            current.append(run)
            longest = max(longest, run)
        previous = current
    return longest
