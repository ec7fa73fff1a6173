"""Reads a report.html as a person does. usage: browse REPORT.html [--shot FILE.png] [--sought WORD] [--width N]

Prints one JSON object: what is counted, what a search and each filter leave, what the console said, what was asked of
the network, and how long it took until the page could be used.
"""

import argparse
import json
import pathlib
import time

from playwright.sync_api import sync_playwright

parser = argparse.ArgumentParser()
parser.add_argument("report", type=pathlib.Path)
parser.add_argument("--shot", type=pathlib.Path)
parser.add_argument("--sought", default="")
parser.add_argument("--width", type=int, default=1100)
asked = parser.parse_args()
address = asked.report.resolve().as_uri()

with sync_playwright() as play:
    browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": asked.width, "height": 900})
    said, requested = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: (said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: requested.append(request.url))

    began = time.monotonic()
    page.goto(address)
    page.wait_for_selector("#shown:not(:empty)")
    usable = time.monotonic() - began

    def shown():
        return page.eval_on_selector("#shown", "element => element.textContent")

    def listed():
        """Scrolls to the end and counts the letters on the page."""
        return page.evaluate(
            """async () => {
                const more = document.querySelector('.more');
                for (let turn = 0; turn < 2000 && !more.hidden; turn++) more.click();
                return document.querySelectorAll('.letter').length;
            }"""
        )

    sought = {}
    if asked.sought:
        before = shown()
        began = time.monotonic()
        page.fill("#search", asked.sought)
        page.wait_for_function("before => document.querySelector('#shown').textContent !== before", arg=before)
        seconds = time.monotonic() - began
        sought = {
            "shown": shown(),
            "listed": listed(),
            "seconds": seconds,
            "titles": page.evaluate("() => [...document.querySelectorAll('.letter h3')].slice(0, 5).map(it => it.textContent)"),
        }
        page.click("button[type=reset]")
        page.wait_for_timeout(150)
    told = {
        "sought": sought,
        "reset": shown(),
        "usable": usable,
        "counts": page.evaluate(
            "() => Object.fromEntries([...document.querySelectorAll('.counts li')]"
            ".map(item => [item.id.replace('count-', ''), Number(item.querySelector('b').textContent)]))"
        ),
        "internal": page.inner_text(".internal"),
        "lang": page.evaluate("() => document.documentElement.lang"),
        "first": page.evaluate("() => document.querySelectorAll('.letter').length"),
        "all": shown(),
        "listed": listed(),
        "pictures": page.evaluate(
            "async () => { const all = [...document.querySelectorAll('.letter img')];"
            " await Promise.all(all.map(it => it.decode())); return all.filter(it => it.naturalWidth > 50).length; }"
        ),
        "links": page.evaluate("() => [...document.querySelectorAll('.facts a')].slice(0, 3).map(it => it.href)"),
        "problems": page.evaluate(
            "() => [...document.querySelectorAll('.problems > li')].slice(0, 40).map(it => it.innerText)"
        ),
    }
    if asked.shot:
        page.evaluate("() => scrollTo(0, 0)")
        page.screenshot(path=str(asked.shot))
    for name in ["status", "category", "problem"]:
        values = page.evaluate(f"() => [...document.querySelectorAll('#{name} option')].map(it => it.value)")
        told[name] = {}
        for value in values:
            if value and page.is_visible(f"#{name}"):
                page.select_option(f"#{name}", value)
                told[name][value] = listed()
        if page.is_visible(f"#{name}"):
            page.select_option(f"#{name}", "")
    told["said"] = said
    told["requested"] = [url for url in requested if url != address and not url.startswith("data:")]
    browser.close()
print(json.dumps(told, ensure_ascii=False))
