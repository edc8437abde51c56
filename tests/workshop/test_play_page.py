"""The page "play" in a real browser, against the real server, with the network cut."""

from __future__ import annotations

import re
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from visitors import SMALL, Visitor, Workshop, alive, children, start, until

from simulation import load_scenario
from simulation.workshop.state import State

pytestmark = pytest.mark.xdist_group("workshop pages")
Visit = Callable[..., Visitor]
GOOD = "extends: baseline\nstrategy:\n  coupon: {depth: 0.1}\nproduct: {price: 60}\n"
BAD = "extends: baseline\nstrategy:\n  coupon: {depht: 0.1}\n"


def share(visitor: Visitor) -> None:
    visitor.page.locator(".st-key-share button").first.click()
    visitor.page.wait_for_selector("[data-testid=stPopoverBody]")


def upload(visitor: Visitor, name: str, text: str | bytes) -> None:
    share(visitor)
    data = text if isinstance(text, bytes) else text.encode()
    file = {"name": name, "mimeType": "application/yaml", "buffer": data}
    there = visitor.page.locator("input[type=file]")
    assert until(lambda: there.count() == 1, 120), "the one before is still there while its page is drawn"
    there.set_input_files(file)


def test_a_lever_moves_the_curves_and_leaves_the_setting_before_as_a_ghost(visit: Visit) -> None:
    visitor = visit().open()
    visitor.answered()
    before = visitor.charts()
    assert len(before) == 5
    assert not any("before" in one for one in before)
    visitor.move("Coupon", 8)
    visitor.says("15 a week")
    visitor.answered()
    visitor.page.get_by_text("Beyond luck").first.wait_for()
    after = visitor.charts()
    assert after != before
    assert all("before" in one for one in after)
    visitor.becomes(lambda state: state.scenario().strategy.calendar[0].per_day == pytest.approx(15 / 7))
    assert "from luck" in visitor.text()


def test_a_link_restores_the_setting_in_another_browser_and_in_chinese(visit: Visit) -> None:
    first = visit().open()
    first.answered(1)
    first.move("Coupon depth (%)", -2)
    first.says("15 %")
    first.answered()
    share(first)
    link = first.page.locator("[data-testid=stPopoverBody] code").inner_text().replace("\n", "")
    assert link.startswith(first.url)
    second = visit()
    second.page.goto(link.replace("lang=en", "lang=zh"))
    second.answered()
    assert second.lever("优惠券力度 (%)").input_value() == "15"
    assert "存活的群" in second.text()
    assert [re.findall(r"[\d.,]+", one)[-1:] for one in second.charts()[1:2]] != [[]]
    assert second.state().scenario() == first.state().scenario()


def test_the_language_changes_in_place_and_the_setting_stays(visit: Visit) -> None:
    visitor = visit().open()
    visitor.answered(1)
    visitor.move("Helpful content", 2)
    visitor.says("3 a week")
    visitor.page.get_by_role("radio", name="中文").click()
    visitor.says("这是模型")
    visitor.answered()
    assert visitor.lever("干货内容").input_value() == "3"
    assert "条/周" in visitor.text()
    assert not re.search(r"[a-z]{4,} [a-z]{4,}", visitor.text()), "English words on the Chinese page"


def test_changing_the_language_while_runs_come_in_loses_nothing(visit: Visit) -> None:
    visitor = visit().open(SMALL.set({"days": 61}))
    visitor.answered(1)
    visitor.move("Coupon", 1)
    visitor.page.get_by_role("radio", name="中文").click()
    visitor.says("这是模型")
    visitor.answered()
    assert visitor.lever("优惠券").input_value() == "8"
    visitor.becomes(lambda state: state.scenario().days == 61)
    assert "常规做法" in visitor.text()
    assert "Usual practice" not in visitor.text()


def test_a_broken_link_gives_one_message_and_the_default(visit: Visit) -> None:
    visitor = visit().follow("lang=zh&s=eNqrVkpSslLK")
    visitor.says("链接无法读取")
    visitor.answered(1)
    assert until(lambda: "SslLK" not in visitor.page.url, 120)
    assert visitor.state().changes == {}


def test_a_good_file_is_set_and_a_bad_one_gives_a_clear_message_and_changes_nothing(visit: Visit) -> None:
    visitor = visit().open()
    visitor.answered(1)
    upload(visitor, "good.yaml", GOOD)
    visitor.says("80 CNY")
    visitor.becomes(lambda state: state.scenario().product.price == 60)
    visitor.page.keyboard.press("Escape")
    upload(visitor, "bad.yaml", BAD)
    popover = visitor.page.locator("[data-testid=stPopoverBody]")  # it covers the page, so it says so too
    popover.get_by_text("cannot be used; the setting stays as it was").wait_for()
    assert "bad.yaml:3" in popover.inner_text()
    visitor.page.keyboard.press("Escape")
    visitor.says("cannot be used; the setting stays as it was")
    told = visitor.text()
    assert "bad.yaml:3" in told
    assert "did you mean" in told
    assert "Traceback" not in told
    assert visitor.state().scenario().product.price == 60


def test_what_is_downloaded_loads_again(visit: Visit, tmp_path: Path) -> None:
    visitor = visit().open()
    visitor.answered(1)
    visitor.move("KOCs per group", 3)
    visitor.says("KOCs")
    visitor.answered(1)
    share(visitor)
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("button", name="Download YAML").click()
    path = tmp_path / "mine.yaml"
    waiting.value.save_as(path)
    assert load_scenario(path).strategy.kocs.per_group == 3
    visitor.page.keyboard.press("Escape")
    visitor.page.get_by_role("button", name="Reset").click()
    visitor.becomes(lambda state: not state.changes)
    upload(visitor, "mine.yaml", path.read_bytes())
    visitor.becomes(lambda state: state.scenario().strategy.kocs.per_group == 3)


@pytest.mark.slow
def test_the_report_of_before_against_now_can_be_downloaded(visit: Visit, tmp_path: Path) -> None:
    visitor = visit().open()
    visitor.answered(1)
    visitor.move("Coupon", 5)
    visitor.answered()
    share(visitor)
    visitor.page.get_by_role("button", name="Make the report").click()
    button = visitor.page.get_by_role("button", name="Download report")
    button.wait_for(timeout=200_000)
    with visitor.page.expect_download() as waiting:
        button.click()
    path = tmp_path / "report.html"
    waiting.value.save_as(path)
    text = path.read_text(encoding="utf-8")
    assert len(text) < 3_000_000
    assert "baseline_changed" in text
    assert "Usual practice (changed)" in text
    assert "Coupon: 7 → 12 a week" in text, "what was changed stands with what is compared"
    opened = visitor.context.new_page()
    opened.goto(path.as_uri())
    assert "baseline" in opened.inner_text("h1")
    opened.close()
    visitor.strayed[:] = [url for url in visitor.strayed if not url.startswith("file:")]


@pytest.mark.timeout(900)
def test_ten_at_once_are_all_answered_each_with_its_own_setting(visit: Visit) -> None:
    room = [visit(700, 500) for _ in range(10)]
    for number, visitor in enumerate(room):
        state = State(lang="en", base="baseline").set(
            {"strategy.coupon.depth": round(0.05 * (number + 1), 2)}
        )
        visitor.page.goto(f"{visitor.url}/?lang=en&s={state.query()['s']}", wait_until="commit")
    for number, visitor in enumerate(room):
        visitor.answered(1)
        assert visitor.lever("Coupon depth (%)").input_value() == str(5 * (number + 1))
    ends = [visitor.charts()[1] for visitor in room[::3]]
    assert len(set(ends)) == len(ends), "each sees its own"


def test_a_browser_closed_in_the_middle_leaves_no_process_and_no_queue(
    visit: Visit, workshop: Workshop
) -> None:
    before = len(workshop.processes())
    for number in range(3):
        visitor = visit().open()
        visitor.move("Coupon", 3 + number)
        visitor.context.close()
    after = visit().open()
    after.answered(1)
    assert len(workshop.processes()) == before
    server = children(workshop.process.pid)[0]

    def spent() -> int:
        return sum(
            int(word)
            for pid in children(server)
            for word in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        )

    after.answered()
    until(lambda: (seen := spent(), until(lambda: False, 1.0), spent() == seen)[-1], 60)
    seen = spent()
    until(lambda: False, 1.5)
    assert spent() - seen <= 2, "the workers go on for nobody"


def test_another_site_cannot_talk_to_the_server_through_a_visitors_browser(workshop: Workshop) -> None:
    """A name of theirs that resolves to us, or a page of theirs that asks ours."""
    for host, origin in (("evil.example", "http://evil.example"), ("127.0.0.1", "http://evil.example")):
        with socket.create_connection(
            ("127.0.0.1", int(workshop.url.rpartition(":")[2])), timeout=10
        ) as talk:
            lines = [
                "GET /_stcore/stream HTTP/1.1",
                f"Host: {host}",
                f"Origin: {origin}",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            ]
            talk.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
            assert talk.recv(200).split()[1] == b"403"
    assert "external IP" not in workshop.log.read_text(), "nor is the internet asked for our address"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_however_the_command_ends_no_process_is_left(tmp_path: Path, how: int) -> None:
    running = start(tmp_path)
    assert until(lambda: len(running.processes()) >= 4), "server and workers are up"
    every = running.processes()
    running.process.send_signal(how)
    assert running.process.wait(30) is not None
    assert until(lambda: not any(alive(pid) for pid in every), 30), running.log.read_text()
    assert "Traceback" not in running.log.read_text()
    assert "Fatal" not in running.log.read_text()


def test_the_page_fits_a_telephone_with_the_charts_in_sight_of_the_levers(visit: Visit) -> None:
    visitor = visit(390, 844, has_touch=True).open(SMALL.with_(lang="zh"))
    visitor.answered(1)
    visitor.charts()
    wide = visitor.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= 390, "nothing sticks out"
    visitor.lever("产品专家答复占比 (%)").scroll_into_view_if_needed()
    chart = visitor.page.locator(".st-key-charts").bounding_box()
    assert chart["y"] >= -5
    assert chart["y"] + chart["height"] < 500
