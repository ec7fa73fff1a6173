"""Goes through letters on the live page, breaks a template, sees the error at its line, mends it, sees the new page;
then lets the template loop for ever. Prints what was seen as one JSON object; its status is 0 if all of it came about."""
import json
import pathlib
import re
import subprocess
import sys
import urllib.error
import urllib.request

from playwright.sync_api import sync_playwright

dafu, templates, fonts = sys.argv[1:4]
shots = pathlib.Path(sys.argv[4]) if len(sys.argv) > 4 else None
template = pathlib.Path(templates) / "reply" / "letter.typ.tera"
whole = template.read_text(encoding="utf-8")
seen = {}

server = subprocess.Popen(
    [dafu, "watch", "inputs/huangshan-2024.xlsx", "--templates", templates, "--fonts", fonts, "--lang", "en",
     "--letter-timeout", "30"],
    stdout=subprocess.PIPE, text=True, encoding="utf-8")


def status_of(address, **headers):
    try:
        return urllib.request.urlopen(urllib.request.Request(address, headers=headers)).status
    except urllib.error.HTTPError as error:
        return error.code


try:
    address = re.search(r"http://127\.0\.0\.1:\d+/[0-9a-f]{32}/", server.stdout.readline()).group()
    port = address.split(":")[2].split("/")[0]
    seen["without the token"] = status_of(f"http://127.0.0.1:{port}/")
    seen["wrong token"] = status_of(f"http://127.0.0.1:{port}/{'0' * 32}/state?after=0")
    seen["other host"] = status_of(address, Host="evil.example")
    seen["other origin"] = status_of(address, Origin="http://evil.example")

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(120_000)
        said, requested = [], []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: requested.append(request.url))

        def until(condition):
            """Asks again and again: the page allows no script but its own, so that it cannot be waited for inside."""
            for _ in range(1200):
                if page.evaluate(condition):
                    return
                page.wait_for_timeout(100)
            raise TimeoutError(condition)

        def shot(name):
            if shots:
                until("[...document.images].every(it => it.complete && it.naturalWidth > 0)")
                page.screenshot(path=shots / f"{name}.png")

        def settled(kind):
            page.wait_for_selector(f"#status.{kind}")

        def save(text):
            template.write_text(text, encoding="utf-8")

        page.goto(address)
        settled("good")
        seen["letters"] = page.locator("#letters option").count()
        seen["pages of the first"] = page.locator(".page").count()
        page.locator("#grid").check()
        page.locator("#area").check()
        seen["lines of the grid"] = page.locator(".page").first.locator(".grid-line").count()
        # In the middle of the first page stands the body.
        page.locator(".page").first.click(position={"x": 380, "y": 700})
        seen["source"] = page.locator("#source").inner_text()
        shot("watch-page")

        # Through the letters.
        before = page.evaluate("state.spots.length")
        for letter in ("2", "5"):
            page.locator("#letters").select_option(letter)
            until(f"state.letter === {letter} && !state.busy")
        seen["another letter"] = page.evaluate("state.spots.length") != before

        # A mistake, at its line; the last good pages stay.
        save(whole.replace("{{ closing }}", "{{ closign }}", 1))
        settled("stale")
        seen["mistake"] = page.locator("#problems li").first.inner_text()
        seen["pages kept"] = page.locator(".page").count()
        page.locator("#problems li").first.click()
        seen["source of the mistake"] = page.locator("#source").inner_text()
        shot("watch-mistake")

        # Mended, with another word.
        save(whole.replace("{{ closing }}", '{{ closing }}\n#p("新的一行")', 1))
        settled("good")
        shown = page.evaluate("state.spots.map(spot => spot.template || '')")
        changed = whole.splitlines().index("{{ closing }}") + 2
        seen["new line"] = any(place.endswith(f"letter.typ.tera:{changed}") for place in shown)
        seen["problems after it"] = page.locator("#problems li").count()

        # For ever.
        save(whole.replace("{{ closing }}", "#for i in range(1000000) { for j in range(1000000) { let x = i * j } }", 1))
        page.wait_for_selector("#status.stale")
        seen["loop"] = page.locator("#problems li").first.inner_text()
        save(whole)
        settled("good")
        seen["after the loop"] = page.locator(".page").count()
        seen["from elsewhere"] = [url for url in requested if not url.startswith(address)]
        seen["said"] = [text for text in said if "ERR_" not in text]
        browser.close()
finally:
    server.kill()
    template.write_text(whole, encoding="utf-8")

print(json.dumps(seen, ensure_ascii=False, indent=1))
