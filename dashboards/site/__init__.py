"""From a request to an answer. One visit, in the order in which it is served:

1. `repeated.RepeatedAnswers`: what anybody may have and was answered before goes out again from memory.
2. `server.build_app`: the routes; `visit` answers a page, or behind /_board the same page as Dash draws it.
3. `shell.Shell.answer`: the address is read (`dashboards.urls`), and what is kept of this data version, day and reader
   is given (`answers.AnswerCache`).
4. `Shell._build`: the plan and the page of the address (`registry`), and `page.build(context)`, the page's own work.
   Where there is none of them, `fallbacks`.
5. `frame`: head, notices and foot around the page's tree.
6. `rendering`: the tree as nodes, and these as HTML and as JSON; `document` around the HTML.
7. `server._response`: compressed as the browser asks, with its tag and how long it may be kept.

Beside that way: `downloads` (files of what pages show), `dash_app` and `dashboards.static_files` (scripts, font and
style, ready before the first visit), `source` (what is asked of the store), `printing` (pages as PDF).
"""
