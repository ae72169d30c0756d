"""The review desk in a browser: pages for everybody, and who can record a decision."""

import re
import socket
import sqlite3
import threading
from dataclasses import replace
from urllib.parse import urlencode

import pytest
import uvicorn
from typer.testing import CliRunner

from diastole.cli.app import app
from diastole.review.database_location import VARIABLE
from diastole.review.review_desk import ReviewDesk
from diastole.review.review_subjects import load_subjects
from diastole.review.subject_kinds import KINDS
from diastole.web.application import make_app
from diastole.web.pages.review_key import COOKIE, ReviewKey
from diastole.web.web_settings import WebSettings
from tests.barriers import PHONE, check_barriers
from tests.html_page import HtmlPage
from tests.waiting import LONGEST, wait_until
from tests.web.conftest import ADDRESS, Client, free_port
from tests.web.reading import check_page

NONE = "none declared"
PAGES = {
    "policy": "/policy", "queue": "/review", "second page": "/review?page=2", "rules": "/review?kind=rule",
    "nothing": "/review?state=approved&q=nowhere", "statement": "/review/C-01", "claim": "/review/C05",
    "rule": "/review/AR-SEVERE", "audit": "/review/audit", "absent": "/review/nowhere", "closed": "/review/enter",
}  # fmt: skip


@pytest.fixture
def file(tmp_path, monkeypatch):
    path = tmp_path / "review.sqlite"
    monkeypatch.setenv(VARIABLE, f"sqlite:///{path}")
    return path


@pytest.fixture
def desk(file):
    return ReviewDesk()


@pytest.fixture
def key():
    return ReviewKey(ADDRESS)


@pytest.fixture
def reader(file, key):
    """A browser in which the desk was not opened."""
    return Client(make_app(review_key=key))


class Reviewer(Client):
    """A browser in which the desk was opened with its key."""

    def __init__(self, app, key):
        super().__init__(app)
        self.headers = {"cookie": f"{COOKIE}={key.session}", "origin": ADDRESS}

    def request(self, method, path, **more):
        return super().request(method, path, headers=self.headers | more.pop("headers", {}), **more)

    def decide(self, id_, decision, name="Ann Lee", interests=NONE, reason="", **more):
        given = {"decision": decision, "reviewer": name, "interests": interests, "reason": reason}
        given |= {"content": load_subjects()[id_].hash} | more
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return self.post(f"/review/{id_}", content=urlencode(given), headers=kind)


@pytest.fixture
def reviewer(reader, key):
    return Reviewer(reader.app, key)


def rows_of(answer):
    """The ids in the list."""
    return re.findall(r'<th scope="row"><a href="/review/([^"]+)"', answer.text)


def shown_state(answer):
    return re.search(r"<strong>Review: (.+?)\.</strong>", answer.text)[1]


# ---------------------------------------------------------------------------------------------------------- for readers


@pytest.mark.parametrize("path", PAGES.values(), ids=list(PAGES))
def test_a_page_can_be_read(reader, desk, path):
    desk.start("C-01", "Ann Lee", NONE)
    desk.reject("C-01", "Bo Chen", NONE, "the class is missing")
    check_page(reader.get(path))


@pytest.mark.parametrize("path", ["/review/C-01", "/review/AR-SEVERE", "/review", "/review/audit"])
def test_a_reader_sees_no_form_for_decisions(reader, path):
    assert "post" not in [form["method"] for form in reader.page(path).all("form")]


def test_the_policy(reader):
    assert "No clinician has reviewed anything that ships" in reader.page("/policy").text


def test_the_queue_is_paged_and_filtered(reader, desk):
    desk.start("AR-MILD", "Ann Lee", NONE)
    first = reader.get("/review")
    assert len(rows_of(first)) == 50
    assert f"{len(load_subjects())} found" in first.text
    assert rows_of(first)[0] == "AR-MILD"  # under review comes first
    pages = int(re.search(r"Page 1 of (\d+)", first.text)[1])
    seen = [id_ for page in range(1, pages + 1) for id_ in rows_of(reader.get(f"/review?page={page}"))]
    assert sorted(seen) == sorted(load_subjects())
    assert reader.get(f"/review?page={pages + 1}").status_code == 404
    assert reader.get("/review?page=0").status_code == 400
    under = reader.get("/review?state=under_review")
    assert rows_of(under) == ["AR-MILD"]
    assert "Ann Lee: reviewing" in under.text


@pytest.mark.parametrize("kind", KINDS)
def test_the_queue_by_kind(reader, kind):
    count = sum(subject.kind == kind for subject in load_subjects().values())
    assert f"{count} found" in reader.page(f"/review?kind={kind}").text


def test_a_search_keeps_the_filters_and_is_text(reader):
    answer = reader.get("/review?kind=rule&q=ar-mi")
    assert rows_of(answer) == ["AR-MILD"]
    kept = {"type": "hidden", "name": "kind", "value": "rule", "aria-label": "kind"}
    assert kept in HtmlPage(answer.text).all("input")
    check_page(reader.get(f"/review?{urlencode({'q': '<script>alert(1)</script>'})}"))


@pytest.mark.parametrize("path", ["/review?kind=poem", "/review?state=perfect", f"/review?q={'x' * 101}"])
def test_a_filter_that_is_unknown(reader, path):
    assert reader.get(path).status_code == 400


def test_a_case_shows_wordings_sources_and_history(reader, desk):
    desk.start("C-01", "Ann Lee", "grant of the Heart Foundation")
    desk.approve("C-01", "Ann Lee", "grant of the Heart Foundation", "as the label says")
    answer = reader.get("/review/C-01")
    text = HtmlPage(answer.text).text
    for words in (
        "For a clinician", "For a patient or relative", "Checked: read in the source", "approved by Ann Lee",
        "Interests: grant of the Heart Foundation", "Reason: as the label says", "1 of 2 approvals", "Counts until",
    ):  # fmt: skip
        assert words in text
    assert shown_state(answer) == "under review"
    cited = next(subject for subject in load_subjects().values() if any(each.address for each in subject.sources))
    links = {link["href"] for link in reader.page(f"/review/{cited.id}").all("a")}
    assert {each.address for each in cited.sources if each.address} <= links
    assert '<a href="/policy">' in answer.text


def test_a_rule_shows_its_condition_and_its_statements(reader):
    answer = reader.get("/review/AR-SEVERE")
    assert "vena contracta of aortic regurgitation above 0.6 cm (severe)" in HtmlPage(answer.text).text
    assert '<a href="/review/C-01">C-01</a>' in answer.text


def edited(monkeypatch, **changed):
    """Change C-01 in memory, and return it."""
    subjects = load_subjects()
    subjects["C-01"] = replace(subjects["C-01"], **changed)
    for place in ("diastole.web.pages.review_view", "diastole.review.review_desk", "diastole.review.badges"):
        monkeypatch.setattr(f"{place}.load_subjects", lambda: subjects)
    return subjects["C-01"]


def test_a_change_is_shown_word_by_word(reader, desk, monkeypatch):
    desk.start("C-01", "Ann Lee", NONE)
    content = {**load_subjects()["C-01"].content, "polarity": "neutral"}
    edited(monkeypatch, content=content)
    answer = reader.get("/review/C-01")
    assert shown_state(answer) == "submitted (changed)"
    assert '<del><span class="hidden">removed: </span>harm</del> <ins>' in answer.text
    assert '<ins><span class="hidden">added: </span>neutral</ins>' in answer.text


def test_a_withdrawn_statement_says_so(reviewer, monkeypatch):
    withdrawn = edited(monkeypatch, withdrawn="the trial was retracted")
    answer = reviewer.get("/review/C-01")
    assert "the trial was retracted" in answer.text
    assert "Nothing can be decided at present: it is withdrawn" in answer.text
    refused = reviewer.decide("C-01", "start", content=withdrawn.hash)
    assert refused.status_code == 400
    assert "C-01 is withdrawn" in refused.text


def tamper(file):
    connection = sqlite3.connect(file)
    connection.execute("DROP TRIGGER audit_no_update")
    connection.execute("UPDATE audit SET actor = 'Cy Diaz' WHERE number = 1")
    connection.commit()
    connection.close()


def test_the_audit(reader, desk):
    empty = reader.get("/review/audit").text
    assert "Nothing has been decided yet, or all of it was erased" in empty
    assert "Intact" not in empty
    desk.start("C-01", "Ann Lee", NONE)
    number, last = desk.head()
    text = reader.page("/review/audit").text
    assert "Intact." in text
    assert f"The last entry is number {number}, with the hash {last}" in text
    assert "review started: statement C-01" in text


def test_a_long_audit_is_paged(reader, desk, monkeypatch):
    monkeypatch.setattr("diastole.web.pages.review_view.ROWS", 4)
    for number in range(3):
        desk.start("C-01", "Ann Lee", NONE)
        desk.reject("C-01", "Bo Chen", NONE, f"reason {number}")
    first, second = (reader.get(f"/review/audit?page={page}").text for page in (1, 2))
    assert [text.count('<th scope="row">') for text in (first, second)] == [4, 2]
    assert "reason 2" in first
    assert reader.get("/review/audit?page=3").status_code == 404


def test_tampering_is_shown_and_nothing_counts(reader, reviewer, desk, file):
    desk.start("C-01", "Ann Lee", NONE)
    desk.approve("C-01", "Ann Lee", NONE)
    desk.approve("C-01", "Bo Chen", NONE)
    tamper(file)
    audit = reader.page("/review/audit").text
    assert "changed outside the desk" in audit
    assert "entry 1 was changed" in audit
    case = reader.get("/review/C-01")
    assert shown_state(case) == "unknown: the review desk cannot be reached"
    assert str(file) not in case.text
    assert "approved" not in re.findall(r"<td>(.*?)</td>", reader.get("/review").text)
    assert str(file) in reviewer.get("/review/C-01").text  # those who can decide are told
    assert reviewer.decide("C-01", "reject", reason="as it was changed").status_code == 400


@pytest.mark.parametrize("path", ["/review", "/review/C-01", "/review/audit", "/policy"])
def test_a_missing_database_breaks_no_page(reader, monkeypatch, path):
    monkeypatch.setenv(VARIABLE, "mysql://u:secret@h/n")
    answer = reader.get(path)
    assert answer.status_code == 200
    assert "secret" not in answer.text
    if path != "/policy":
        assert "cannot be reached at present" in answer.text


def test_absent_ids_are_404(reader, reviewer):
    assert reader.get("/review/C-99").status_code == 404
    assert reader.get("/review/%3Cscript%3E").status_code == 404
    answer = reviewer.post("/review/C-99", content="decision=start", headers={"content-type": "text/plain"})
    assert answer.status_code == 404


# -------------------------------------------------------------------------------------------------------------- the key


def test_the_address_opens_the_desk_in_a_browser(reader, key):
    answer = reader.get(key.address.removeprefix(ADDRESS))
    assert answer.status_code == 303
    assert answer.headers["location"] == "/review"
    cookie = answer.headers["set-cookie"].lower()
    for word in ("httponly", "samesite=strict", "path=/review"):
        assert word in cookie
    assert "secure" not in cookie
    assert key.key not in answer.headers["set-cookie"]
    (session,) = re.findall(rf"{COOKIE}=([\w-]+)", answer.headers["set-cookie"])
    assert session == key.session
    assert "The desk is open in this browser" in reader.get("/review", headers={"cookie": f"{COOKIE}={session}"}).text


def test_over_tls_the_cookie_is_secure():
    key = ReviewKey("https://desk.example")
    settings = WebSettings(public_url="https://desk.example")
    answer = Client(make_app(settings, review_key=key)).get(f"/review/enter?key={key.key}")
    assert "secure" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize("given", ["", "?key=", "?key=wrong", "?key=%FF", "?key=ä"])
def test_a_wrong_key_opens_nothing(reader, given):
    answer = reader.get(f"/review/enter{given}")
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert "diastole serve --desk" in answer.text


def test_each_process_has_its_own_key_and_shows_it_nowhere(key):
    assert key.key != ReviewKey(ADDRESS).key
    assert key.key not in repr(key)
    assert key.session not in repr(key)
    assert len(key.key) >= 40


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": ""},
        {"cookie": f"{COOKIE}=wrong"},
        {"cookie": f"{COOKIE}="},
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:9000"},
        {"origin": "http://localhost:8000"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "", "referer": "https://evil.example/review/C-01"},
        {"origin": "http://[bad"},
    ],
)
def test_a_decision_from_elsewhere_is_not_written(reviewer, desk, headers):
    reviewer.headers |= headers
    answer = reviewer.decide("C-01", "start")
    assert answer.status_code == 403
    assert "diastole serve --desk" in answer.text
    assert desk.case("C-01").history == ()


def test_where_nobody_opened_the_desk_nothing_is_written(file, key, desk):
    closed = Reviewer(make_app(), key)
    assert closed.decide("C-01", "start").status_code == 403
    assert closed.get(f"/review/enter?key={key.key}").status_code == 403
    assert desk.case("C-01").history == ()


def test_a_page_of_this_host_is_known_by_its_referer_too(reviewer):
    reviewer.headers |= {"origin": "", "referer": f"{ADDRESS}/review/C-01"}
    assert reviewer.decide("C-01", "start").status_code == 303


def test_behind_a_proxy_the_public_host_counts():
    key = ReviewKey("https://desk.example")
    assert key.is_from_here({"host": "127.0.0.1:8000", "origin": "https://desk.example"})
    assert not key.is_from_here({"host": "127.0.0.1:8000", "origin": "https://other.example"})


# -------------------------------------------------------------------------------------------------------- for reviewers


def test_two_people_approve(reviewer, reader, desk):
    answer = reviewer.decide("C-01", "start")
    assert (answer.status_code, answer.headers["location"]) == (303, "/review/C-01?done=start")
    page = reviewer.get(answer.headers["location"])
    assert "The review is started." in page.text
    assert shown_state(page) == "under review"
    reviewer.decide("C-01", "approve")
    reviewer.decide("C-01", "approve", "Bo Chen", "speaker fees of Novartis", "as the label says")
    assert shown_state(reader.get("/review/C-01")) == "approved"
    text = reader.page("/review/C-01").text
    assert re.search(r"Approved by Bo Chen on [\d-]+ \(interests: speaker fees of Novartis\)", text)
    assert "C-01" in reader.get("/review?state=approved").text
    assert desk.verify() == ()
    assert "The review is started." not in reader.get("/review/C-01?done=start").text
    assert reviewer.get("/review/C-01?done=nothing").status_code == 200


@pytest.mark.parametrize(
    ("decision", "given", "message"),
    [
        ("start", {"interests": "shares of Teleflex"}, "an interest in Teleflex is declared"),
        ("start", {"interests": "fees of a pump maker"}, "name it alone"),
        ("start", {"interests": ""}, "declare interests"),
        ("start", {"name": "A"}, "full name"),
        ("start", {"name": "The diastole authors"}, "is an author of C-01"),
        ("approve", {}, "C-01 is submitted"),
        ("reject", {"reason": ""}, "reason for a rejection is empty"),
        ("reject", {"reason": "no reason"}, "C-01 is submitted"),
        ("", {}, "choose what you decide"),
        ("burn", {}, "choose what you decide"),
        ("start", {"content": "0" * 64}, "has changed since this page was opened"),
    ],
)
def test_a_refused_form_is_shown_again_with_the_reason(reviewer, desk, decision, given, message):
    given = {"interests": "grant of <b>Heart & Co</b>", "name": "Ann Lee"} | given
    answer = reviewer.decide("C-01", decision, **given)
    assert answer.status_code == 400
    page = HtmlPage(answer.text)
    assert message.lower() in page.text.lower()
    assert [field["value"] for field in page.all("input") if field.get("name") == "reviewer"] == [given["name"]]
    assert given["interests"] in page.text
    assert [field["value"] for field in page.all("input") if "checked" in field] == [decision] * (decision == "start")
    assert desk.case("C-01").history == ()


def test_one_person_is_not_two_reviewers(reviewer):
    for decision in ("start", "approve"):
        reviewer.decide("C-01", decision)
    second = reviewer.decide("C-01", "approve", "  ann   LEE ")
    assert second.status_code == 400
    assert "different reviewer is needed" in second.text


def test_a_rejection_shows_its_reason(reviewer, reader):
    reviewer.decide("C-01", "start")
    reviewer.decide("C-01", "reject", "Bo Chen", reason="the class is missing")
    answer = reader.get("/review/C-01")
    assert shown_state(answer) == "submitted (rejected)"
    assert "Rejected because: the class is missing" in answer.text


@pytest.mark.parametrize("body", [b"\xff\xfe", b"a&b", b"&".join([b"a=1"] * 500), b"decision=" + b"1" * 60_000])
def test_a_form_that_cannot_be_read(reviewer, body):
    answer = reviewer.post("/review/C-01", content=body)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


def test_markup_in_names_is_text(reviewer, reader):
    reviewer.decide("C-01", "start", "<script>Ann</script> Lee", "<img src=x onerror=y>")
    for path in ("/review/C-01", "/review?state=under_review", "/review/audit"):
        page = reader.page(path)
        assert not page.all("script")
        assert not page.all("img")
        assert "<script>Ann</script> Lee" in page.text


# ---------------------------------------------------------------------------------------------------- the command line


@pytest.mark.parametrize("words", [(), ("--quiet",)])
def test_the_address_is_printed_once(monkeypatch, file, words):
    seen = []
    monkeypatch.setattr("diastole.cli.run_server._run", lambda app, *_, **__: seen.append(app.state.review_key))
    port = free_port()
    result = CliRunner().invoke(app, ["serve", "--desk", "--port", str(port), *words], prog_name="diastole")
    assert result.exit_code == 0, result.output
    assert result.output.count(seen[0].key) == 1
    assert f"http://127.0.0.1:{port}/review/enter?key={seen[0].key}" in result.stdout
    silent = CliRunner().invoke(app, ["serve", "--port", str(port)], prog_name="diastole")
    assert "key=" not in silent.output
    assert seen[1] is None


# ------------------------------------------------------------------------------------------------------- a real browser


@pytest.fixture
def served(file):
    """The key of the desk of a server on this machine."""
    listening = socket.create_server(("127.0.0.1", 0))
    key = ReviewKey(f"http://127.0.0.1:{listening.getsockname()[1]}")
    server = uvicorn.Server(uvicorn.Config(make_app(review_key=key), log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    wait_until(lambda: server.started, thread.is_alive)
    yield key
    server.should_exit = True
    thread.join(LONGEST)
    listening.close()


def fill(page, decision, name):
    page.get_by_label(decision, exact=True).check()
    page.get_by_label("Your full name").fill(name)
    page.get_by_label("Your interests, present and past").fill(NONE)
    page.get_by_role("button", name="Record the decision").click()


@pytest.fixture
def window(browser):
    """Return what opens a window of its own on a phone."""
    contexts = []

    def opened():
        contexts.append(browser.new_context(viewport=PHONE))
        contexts[-1].set_default_timeout(1e3 * LONGEST)
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.barriers
@pytest.mark.slow
def test_two_people_approve_in_a_browser(served, window):
    reader = window()
    reader.goto(f"{served.public_url}/review/C-01")
    assert reader.get_by_role("button", name="Record the decision").count() == 0
    page = window()
    page.goto(served.address)
    assert page.url == f"{served.public_url}/review"  # the key is not in the address
    check_barriers(page)
    page.get_by_label("Part of an id").fill("C-01")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="C-01", exact=True).click()
    check_barriers(page)
    fill(page, "Start the review", "Ann Lee")
    assert page.get_by_role("status").inner_text() == "The review is started."
    fill(page, "Approve", "Ann Lee")
    fill(page, "Approve", "Ann Lee")
    assert "different reviewer is needed" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Your full name").input_value() == "Ann Lee"
    check_barriers(page)
    fill(page, "Approve", "Bo Chen")
    assert "Review: approved." in page.inner_text("main")
    check_barriers(page)
    reader.reload()
    assert "Review: approved." in reader.inner_text("main")
    for path in ("/review", "/review?state=approved", "/review/audit", "/policy", "/review/AR-SEVERE", "/review/enter"):
        reader.goto(f"{served.public_url}{path}")
        check_barriers(reader)
    reader.goto(f"{served.public_url}/articles/balloon-in-aortic-regurgitation")
    assert "1 approved" in reader.inner_text("main")
    reader.get_by_role("link", name="Its review").click()
    assert reader.url == f"{served.public_url}/review/balloon-in-aortic-regurgitation"
    check_barriers(reader)
