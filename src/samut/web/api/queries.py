"""Reads of the API's own: the token of a secret, and the tokens of a user."""

from __future__ import annotations

from django.db.models import QuerySet

from samut.rules.errors import SamutError
from samut.web.accounts.models import User
from samut.web.accounts.policies import AnyUser
from samut.web.api.actions import digest_of
from samut.web.api.models import Token


def token_of(secret: str) -> Token | None:
    """The token that can be used now with this secret."""
    found = Token.objects.select_related("owner").filter(digest=digest_of(secret)).first()
    return found if found is not None and found.holds and found.owner.is_active else None


def tokens_of(user: AnyUser) -> QuerySet[Token]:
    """The user's own tokens, the newest first."""
    return Token.objects.filter(owner=user) if isinstance(user, User) else Token.objects.none()


def own_token(user: AnyUser, pk: int) -> Token:
    """Raises: API_016, the same whether there is none or it is somebody else's."""
    found = tokens_of(user).filter(pk=pk).first()
    if found is None:
        raise SamutError("API_016")
    return found
