"""Columns by which other programs say who does not want to be mailed."""

import pytest

from crm.formats.opt_outs import mailing_wish, status_in_name


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("Do Not Email", "Yes"),
        ("do_not_email", "1"),
        ("doNotEmail", "yes"),
        ("DoNotEMail", "True"),
        ("No Bulk Emails (User Opt Out)", "Yes"),
        ("Email opt out", "TRUE"),
        ("Email Opt-Out", "x"),
        ("HasOptedOutOfEmail", "true"),
        ("emailAddressIsOptedOut", "1"),
        ("Opted out of email: Newsletter", "Yes"),
        ("Unsubscribed", "Yes"),
        ("Unsubscribed from all email", "true"),
        ("Do not contact", "Y"),
        ("DNC", "yes"),
        ("Don't mail", "✓"),
        ("No newsletter", "Yes"),
        ("UNSUB_TIME", "2020-01-01 10:00:00"),
        ("Unsubscribed at", "3 May 2024"),
        ("Unsubscribed", "2024-05-03"),
        ("Email status", "Unsubscribed"),
        ("Marketing status", "Opted out"),
        ("Subscription status (email)", "unsubscribed"),
        ("Subscribed to newsletter", "No"),
        ("Email consent", "No"),
        ("May we e-mail you?", "No thanks, unsubscribe me"),
        ("mailing_status", "unsubscribed"),
    ],
)
def test_somebody_who_does_not_want_to_be_mailed_is_heard(heading: str, value: str) -> None:
    (refusal,) = mailing_wish({heading: value}).refuses
    assert refusal.endswith(value)


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("Do Not Email", "No"),
        ("Email opt out", "FALSE"),
        ("Unsubscribed", "0"),
        ("Do Not Phone", "Yes"),
        ("Do Not SMS", "Yes"),
        ("Emailed on", "2026-01-01"),
        ("Email sent?", "yes"),
        ("Emails received", "5"),
        ("OPTIN_TIME", "2018-02-12 17:59:31"),
        ("CONFIRM_TIME", "2018-02-12 18:06:58"),
        ("UNSUB_REASON", "NORMAL"),
        ("UNSUB_CAMPAIGN_TITLE", "Spring"),
        ("Email consent", "Yes"),
        ("Marketing opt-in", "TRUE"),
        ("Email status", "Subscribed"),
        ("Status", "unsubscribed from the gym"),
        ("Notes", "do not email before noon"),
        ("Is Deceased", "Yes"),
        ("mailing_status", "subscribed"),
    ],
)
def test_what_is_no_objection_is_taken_for_none(heading: str, value: str) -> None:
    assert mailing_wish({heading: value}).refuses == ()


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("On Hold", "On Hold"),
        ("On Hold", "On Hold Bounce"),
        ("On hold", "Yes"),
        ("Email status", "Bounced"),
        ("Email hard bounced", "Yes"),
        ("Invalid email", "1"),
        ("Email Address is Invalid", "true"),
        ("mailing_status", "cleaned"),
    ],
)
def test_an_address_that_bounces_is_told(heading: str, value: str) -> None:
    assert mailing_wish({heading: value}).bounces


@pytest.mark.parametrize(("heading", "value"), [("On Hold", "No"), ("Email status", "Valid"), ("Invalid email", "0")])
def test_an_address_that_works_is_not_said_to_bounce(heading: str, value: str) -> None:
    assert not mailing_wish({heading: value}).bounces


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("unsubscribed_email_audience_export_0a1b2c3d4e.csv", "unsubscribed"),
        ("Cleaned_members_export_0a1b.csv", "cleaned"),
        ("nonsubscribed_email_audience_export_1.csv", "nonsubscribed"),
        ("unsubscribed people of the pool.csv", ""),
        ("contacts.csv", ""),
    ],
)
def test_the_name_of_an_audience_s_file_says_what_its_people_are(name: str, status: str) -> None:
    assert status_in_name(name) == status
