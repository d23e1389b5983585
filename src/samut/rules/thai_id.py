"""The 13-digit number of a person in Thailand: its check digit, and the range kept for tests.

Digit 1 is the kind of person (1 to 8), digits 2 to 5 the registry office, the last digit the check.
No registry office is numbered 9999, so a number whose digits 2 to 5 are 9999 belongs to nobody:
all numbers Samut invents lie there.
Source: check rule as published by the registration administration; domain notes section 6.
"""

from __future__ import annotations

LENGTH = 13
TEST_OFFICE = "9999"
_KINDS = frozenset("12345678")
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789", " \u00a0\u200b-‐‑–.")
_DIGITS = frozenset("0123456789")


def normalise(text: str) -> str:
    """The number as bare Arabic digits: Thai digits turned, spaces and dashes taken out."""
    return text.translate(_THAI_DIGITS)


def check_digit(first_twelve: str) -> str:
    """The thirteenth digit that belongs to the first twelve."""
    weighted = sum((LENGTH - place) * int(digit) for place, digit in enumerate(first_twelve))
    return str((11 - weighted % 11) % 10)


def valid(number: str) -> bool:
    """Whether these are thirteen digits of a known kind of person with the right check digit."""
    if len(number) != LENGTH or not _DIGITS.issuperset(number) or number[0] not in _KINDS:
        return False
    return number[-1] == check_digit(number[:-1])


def is_test_number(number: str) -> bool:
    """Whether the number lies in the range that no registry office gives out."""
    return office(number) == TEST_OFFICE


def office(number: str) -> str:
    """The registry office that gave the number out, digits 2 to 5: a slip in digit 3 shows here alone.

    In the check sum digit 3 weighs eleven, which is nothing.
    """
    return number[1:5]


def masked(number: str) -> str:
    """The number as a screen shows it: the kind and the last two digits, the rest covered."""
    return f"{number[:1]}-xxxx-xxxxx-x{number[-2:-1]}-{number[-1:]}"
