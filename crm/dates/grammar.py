"""The phrases that name a day, as one pattern: each rule is a named group, tried in this order."""

import re
from functools import cache

from crm.dates.vocabulary import MONTH, NUMBER, ORDINAL, UNIT, WEEKDAY

_NO_HOUR = r"(?![0-9]|[:.][0-9]|\s?[ap]m\b)"  # "Dec 5 12.30pm", "Dec 12:30"; a mark that ends "Dec 12:" ends a date
_YEAR = rf"(?:[12][0-9]{{3}}|['’]?[0-9]{{2}}{_NO_HOUR})"
_PART_OF_DAY = (
    r"(?:\s+(?:(?:early|late|first\s+thing\s+in\s+the|in\s+the|this)\s+)?(?:morning|afternoon|evening|night)"
    r"|\s+first\s+thing|\s+(?:by\s+)?(?:eod|cob|(?:close|end)\s+of\s+(?:play|business|day)|lunch[\s-]?time))?"
)
_SPAN = rf"{NUMBER}\s*{UNIT}(?:(?:,?\s+and\s+{NUMBER}|,?\s+[0-9]{{1,3}})\s*{UNIT})?"
_WEEKS = r"(?:weeks?|wks?|w|fortnights?)"
_WHICH_WEEK = r"(?:(?:next|this|last|previous|following)\s+week|week\s+(?:after\s+next|before\s+last))"
# What may stand before a date and does not change the day.
_BEFORE = (
    r"(?:(?:(?:this|same)\s+time|first\s+thing|eod|cob|(?:close|end)\s+of\s+(?:play|business|day)|early|late)\s+(?:on\s+)?"
    r"|(?:w/c|wc|w/e|week\s+(?:commencing|beginning|starting|ending|of))\s+)?(?:on\s+)?"
)
# The full stop of "5 Dec. at 3pm" and "Dec. 25", which is none of a sentence.
_DOT = r"(?:\.(?=,|\s+(?-i:[0-9a-z'’(])))?"
# A date ends where its word ends: "Monday's", "21/5/x" and "3-day" are something else.
_END = r"(?![\w/]|['’]\w|-\w|[.:][0-9])"
_PHRASE_ENDS = r"(?=\s*(?:$|[,;:.)\n]|(?:at|to|re|about|with)\b))"

_RULES = rf"""
  (?P<iso>(?P<iso_y>[12][0-9]{{3}})(?P<iso_s>[-/.])(?P<iso_m>[0-9]{{1,2}})(?P=iso_s)(?P<iso_d>[0-9]{{1,2}}))
| (?P<numeric>(?P<num_d>[0-9]{{1,2}})(?:/(?P<num_m>[0-9]{{1,2}})(?:/(?P<num_y>[0-9]{{4}}|[0-9]{{2}}))?
    |(?P<sep>[.-])(?P<num_m2>[0-9]{{1,2}})(?P=sep)(?P<num_y2>[0-9]{{4}}|[0-9]{{2}})))
| (?P<of_week>(?P<ow_w>{WEEKDAY}),?\s+(?:(?:of|in|from)\s+)?(?:the\s+)?(?P<ow_q>{_WHICH_WEEK})
    |(?P<ow_q2>(?:next|this|last)\s+week)(?:['’]s|,)?\s+(?:on\s+)?(?P<ow_w2>{WEEKDAY}))
| (?P<week_on>(?P<wo_b>today|tomorrow|yesterday|{WEEKDAY})\s+(?P<wo_u>week|fortnight))
| (?P<in_weeks>(?P<iw_w>{WEEKDAY})\s+in\s+(?P<iw_n>{NUMBER})\s*(?P<iw_u>{_WEEKS})(?:(?:['’]s|['’])?\s+time)?
    |in\s+(?P<iw_n2>{NUMBER})\s*(?P<iw_u2>{_WEEKS})(?:(?:['’]s|['’])?\s+time)?,?\s+on\s+(?:the\s+)?(?P<iw_w2>{WEEKDAY}))
| (?P<after_next>(?:the\s+)?(?P<an_w>{WEEKDAY}|week|fortnight|month|year)\s+(?P<an_q>after\s+next|before\s+last))
| (?P<named>(?:the\s+day\s+|day\s+)(?:after\s+tomorrow|before\s+yesterday){_PART_OF_DAY}
    |(?:today|tonight|yesterday|yest|tomorrow|tomoz|tomo|tmrw|tmr){_PART_OF_DAY}|this\s+(?:morning|afternoon|evening)
    |last\s+night)
| (?P<written>(?:(?P<wr_w>{WEEKDAY}),?\s+)?(?:the\s+)?(?:
      (?P<wr_d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s/-]?(?P<wr_m>{MONTH})\b{_DOT}
     |(?P<wr_do>{ORDINAL})\s+of\s+(?P<wr_m3>{MONTH})\b{_DOT}
     |(?P<wr_m4>{MONTH})\s+the\s+(?P<wr_do2>{ORDINAL})
     |(?P<wr_m2>{MONTH})\b{_DOT}\s+(?:the\s+)?(?P<wr_d2>[0-9]{{1,2}})(?:st|nd|rd|th)?{_NO_HOUR}
    )(?:,?[\s/-](?P<wr_y>{_YEAR}))?{_PART_OF_DAY})
| (?P<of_month>(?:the\s+)?(?P<om_d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:\s+day)?\s+of\s+(?:the\s+)?
    (?P<om_q>next|this|last|previous|following|coming)\s+month)
| (?P<nth>(?:the\s+)?(?P<nt_n>first|second|third|fourth|last|1st|2nd|3rd|4th)\s+(?P<nt_w>{WEEKDAY})\s+(?:of|in)\s+
    (?:(?P<nt_m>{MONTH})(?:\s+(?P<nt_y>[12][0-9]{{3}}))?|(?:the\s+)?(?:(?P<nt_q>next|this|last|following)\s+)?month))
| (?P<ordinal>(?:(?P<or_w>{WEEKDAY})\s+(?:the\s+)?|the\s+)(?P<or_d>[0-9]{{1,2}})(?:st|nd|rd|th))
| (?P<weekdays_ago>(?P<wa_n>{NUMBER})\s+(?P<wa_w>{WEEKDAY})s?\s+ago)
| (?P<before_day>(?P<bd_c>{_SPAN}|week|fortnight)\s+(?:ago\s+)?(?:on\s+)?(?P<bd_b>last\s+{WEEKDAY})
    |(?P<bd_c2>{_SPAN})\s+ago\s+(?P<bd_b2>today|yesterday))
| (?P<after_day>(?P<ad_c>{_SPAN}|week(?=\s+tod|\s+tom)|fortnight(?=\s+tod|\s+tom))\s+(?:(?:from|after|on)\s+)?
    (?P<ad_b>today|tomorrow|(?:(?:next|coming)\s+)?{WEEKDAY}))
| (?P<ago>(?P<ago_c>{_SPAN})\s+(?:ago|before\s+now))
| (?P<ahead>(?:(?P<in>in|within|after)\s+)?(?P<ah_c>{_SPAN})
    (?P<time>(?:['’]s|['’])?\s+time|\s+from\s+now|\s+later|\s+hence)?)
| (?P<weekday>(?:(?:the\s+)?(?P<wd_q>last|next|this\s+coming|this\s+past|this|coming|past)\s+)?(?P<wd_w>{WEEKDAY})
    (?:\s+(?P<wd_q2>next|last){_PHRASE_ENDS}|{_PART_OF_DAY}))
| (?P<weekend>(?:(?:at|over)\s+)?(?P<we_q>the\s+coming|this\s+coming|this\s+past|this|next|last|past|the)\s+weekend)
| (?P<whole>(?P<wh_q>next|last|previous|(?:the\s+)?following|coming|past(?=\s+week))\s+
    (?P<wh_u>day(?!\s+of\b)|week|fortnight|month|quarter|year))
| (?P<close>(?:at\s+)?(?:the\s+)?(?:(?:end|last\s+day)\s+of\s+(?:(?:the|this)\s+)?
      (?:(?P<end_q>next|last|following|coming)\s+)?
      (?P<end_u>week|month|quarter|year|{MONTH})(?:\s+(?P<end_y>[12][0-9]{{3}}))?
    |(?P<end_s>eow|eom|eoy|eod|cob|month[\s-]end|year[\s-]end|(?:close|end)\s+of\s+(?:play|business|day)))
    |(?<=by\s)(?:the\s+)?(?P<end_d>end\s+of\s+(?:the\s+)?day))
| (?P<opening>(?:(?:at\s+)?(?:the\s+)?(?:start|beginning|(?P<op_m>middle))\s+of\s+(?:the\s+)?|early\s+(?:in\s+)?
      |(?P<op_m2>mid)[\s-]?)(?:(?P<op_q>next|following|coming)\s+(?P<op_u>week|month|year)|(?P<op_n>{MONTH})))
| (?P<month>(?P<mo_n>(?:early\s+)?in\s+the\s+new\s+year)|in\s+(?:(?:early|(?P<mo_mid>mid))[\s-])?(?P<mo_m>{MONTH})
    (?:\s+(?P<mo_y>[12][0-9]{{3}}))?)
"""


@cache  # made when a date is first read: the pattern takes longer to make than a day's page to read
def day_pattern() -> re.Pattern[str]:
    """Return the pattern of all phrases that name a day; the outermost group that matched says which rule it was."""
    return re.compile(rf"{_BEFORE}(?:{_RULES}){_END}", re.IGNORECASE | re.VERBOSE)
