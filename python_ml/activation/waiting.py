"""How long to wait before the next attempt."""

import hashlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def backoff_seconds(
    attempt: int, *, key: str, seed: int, base_seconds: float, longest_seconds: float
) -> float:
    """Seconds to wait after an attempt: exponential back-off with full jitter.

    Args:
        attempt: number of the attempt that failed, from 1.
        key: key of the delivery; each has waits of its own, so that they spread.
        seed: seed of the jitter.
        base_seconds: upper end of the wait after the first attempt; it doubles with each.
        longest_seconds: upper end of any wait.

    Returns:
        float: between 0 and the upper end, the same for the same arguments.

    Source: Brooker (2015), Exponential Backoff And Jitter, AWS Architecture Blog.
    """
    digest = hashlib.sha256(f"{seed}|{key}|{attempt}".encode()).digest()
    share = int.from_bytes(digest[:8]) / 2**64
    return share * min(longest_seconds, base_seconds * 2 ** (attempt - 1))


def retry_after_seconds(header: str | None, now: datetime) -> float:
    """Seconds that an answer asks to wait.

    Args:
        header: value of Retry-After, seconds or a date (RFC 9110, 10.2.3); None without one.
        now: the present time, with its zone.

    Returns:
        float: seconds from now on; 0 if nothing is asked for, or it cannot be read.
    """
    if header is None:
        return 0
    if header.strip().isdigit():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return 0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((moment - now).total_seconds(), 0)
