"""How passwords are kept: Argon2id as RFC 9106 advises where memory is scarce."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """64 MiB, three passes, four lanes (the second choice of RFC 9106, section 4).

    Django's own choice takes 100 MiB for each sign-in; a whole office signs in at half past eight.
    """

    time_cost = 3
    memory_cost = 64 * 1024
    parallelism = 4
