"""Finding the people of the census in the other registers: by number, by name, by a person's word."""

from samut.engine.linkage.linking import link
from samut.engine.linkage.results import CENSUS, MEMBER, PERSON, REGISTERS, LinkResult, read_link

__all__ = ["CENSUS", "MEMBER", "PERSON", "REGISTERS", "LinkResult", "link", "read_link"]
