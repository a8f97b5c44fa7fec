"""How alike two names are, whatever their spelling."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import cache

# Below this share of common letters two spellings are different words.
ALIKE = 0.85


@cache
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, in lower case and without accents.

    Args:
        name: such as `AccountNo`, `account_no` or `Account No.`.

    Returns:
        tuple: such as `('account', 'no')`.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", plain)
    return tuple(re.findall(r"[a-z0-9]+|%", spaced.lower()))


def identifier(name: str) -> str:
    """A name as SQL spells it: lower case, words joined by underscores.

    Args:
        name: any text.

    Returns:
        str: at least one letter or digit.
    """
    return "_".join(word for word in words_of(name) if word != "%") or "unnamed"


@cache
def similarity(name: str, synonyms: tuple[str, ...]) -> float:
    """How alike a name is to the nearest of its synonyms.

    Args:
        name: a name in a file.
        synonyms: names it may stand for.

    Returns:
        float: in [0, 1]; 1 for the same words.
    """
    return max((_likeness(words_of(name), words_of(synonym)) for synonym in synonyms), default=0.0)


def _likeness(found, known):
    if not found or not known:
        return 0.0
    joined, sought = "".join(found), "".join(known)
    if joined == sought or set(found) == set(known):
        return 1.0
    if set(known) <= set(found):
        return 0.65 + 0.3 * len(known) / len(found)
    if set(found) <= set(known):
        return 0.45 + 0.3 * len(found) / len(known)
    ratio = SequenceMatcher(None, joined, sought, autojunk=False).ratio()
    return 0.8 * ratio if ratio >= ALIKE else 0.0
