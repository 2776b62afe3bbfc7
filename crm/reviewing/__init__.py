"""The review of a file of people, of contacts as of attendance: whom a row may be about, and which files stand.

What the rows of a kind of file come to, and what is kept of them for later, is that kind's own: `crm/importing`,
`crm/attendance`.
"""

from crm.reviewing.batches import AsideRow, Batches, BatchRow
from crm.reviewing.candidates import NEW_CONTACT, Known, Somebody, known_people

__all__ = ["NEW_CONTACT", "AsideRow", "BatchRow", "Batches", "Known", "Somebody", "known_people"]
