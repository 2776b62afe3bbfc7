"""A whole name in one cell taken apart: title, given, middle and family name, letters, what it is said beside."""

from crm.formats.names.nicknames import is_pronouns
from crm.formats.names.splitting import join_name, split_name, tidied
from crm.formats.names.suffix_words import names_post
from crm.formats.names.titles import is_title

__all__ = ["is_pronouns", "is_title", "join_name", "names_post", "split_name", "tidied"]
