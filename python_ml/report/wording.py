"""Numbers and names in words."""

from collections.abc import Callable, Sequence

NOT_KNOWN = "not known"
_LARGE = ((1e9, "billion"), (1e6, "million"))
# From here on the decimals of an amount are noise to whoever reads it.
_WITHOUT_DECIMALS = 100
# A short count is given in these from here on.
_IN_THOUSANDS, _IN_MILLIONS = 10_000, 1_000_000
# A figure is whole from here on; a share has more decimals below that, and none is written smaller.
_WHOLE, _SMALL_RATE, _SMALLEST_RATE = 100, 0.01, 0.00001


def label(identifier: str | None) -> str:
    """A key in words: its underscores as spaces, its first letter as a capital."""
    words = str(identifier or "").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def amount(value: float | None) -> str:
    """An amount of money or value, in the account currency, in few digits."""
    if value is None:
        return NOT_KNOWN
    for size, word in _LARGE:
        # What rounds up to a million is one.
        if round(abs(value)) >= size:
            return f"{value / size:,.2f} {word}"
    digits = 0 if abs(value) >= _WITHOUT_DECIMALS else 2
    # Without a sign in front of what rounds to 0.
    return f"{value:,.{digits}f}" if round(value, digits) else f"{0:.{digits}f}"


def count(value: float | None) -> str:
    """A number of things, whole."""
    return NOT_KNOWN if value is None else f"{value:,.0f}"


def short_count(value: float) -> str:
    """A number of things in a few signs."""
    if value >= _IN_MILLIONS:
        return f"{value / 1e6:,.1f}M"
    return f"{value / 1e3:,.0f}k" if value >= _IN_THOUSANDS else count(value)


def rate(value: float | None) -> str:
    """A share of a whole, as a percentage."""
    if value is None:
        return NOT_KNOWN
    size = abs(value)
    if 0 < size < _SMALLEST_RATE:
        return f"less than {_SMALLEST_RATE:.3%}"
    digits = 1 if size >= _SMALL_RATE or not size else 2 if size >= _SMALL_RATE / 10 else 3
    return f"{value:.{digits}%}".replace(".0%", "%")


def points(value: float | None) -> str:
    """A difference of two shares, in percentage points."""
    return NOT_KNOWN if value is None else f"{value * 100:.1f} points"


def figure(value: float | None) -> str:
    """A number that is neither an amount nor a share, in three digits or whole."""
    if value is None:
        return NOT_KNOWN
    return f"{value:,.0f}" if abs(value) >= _WHOLE else f"{value:.3g}"


def signed(value: float, form: Callable[[float | None], str]) -> str:
    """A change, with its sign."""
    return f"+{form(value)}" if value > 0 else form(value)


def interval(lower: float | None, upper: float | None, form: Callable[[float | None], str]) -> str:
    """Both ends of an interval; an end that is not there is open."""
    if lower is None and upper is None:
        return "no interval"
    if lower is None:
        return f"at most {form(upper)}"
    if upper is None:
        return f"at least {form(lower)}"
    return f"{form(lower)} to {form(upper)}"


def side_of_zero(lower: float | None, upper: float | None) -> str:
    """Where an interval lies: above 0, below it, or open if it holds 0 or has no end there."""
    if lower is not None and lower > 0:
        return "above"
    if upper is not None and upper < 0:
        return "below"
    return "open"


def number_of(value: float, one: str, many: str | None = None) -> str:
    """A number with its noun: 1 action, 2 actions."""
    return f"{count(value)} {one if value == 1 else many or one + 's'}"


def enumeration(words: Sequence[str]) -> str:
    """Words with commas, and before the last one."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
