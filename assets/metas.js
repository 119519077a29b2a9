/* The browser half of Metas Abiertas: the elements of assets/components, the address as state, and the change from the
   first paint to Dash without a flash. React and Dash come after this file and are looked up when used. */
(function () {
  "use strict";

  var FIRST_PAINT = "primera-vista";
  var DASH_ENTRY = "react-entry-point";
  var BOARD = "/_board";
  var SLOW_MS = 250;
  var SAME_CHANGE_MS = 1500;
  // Where each list was left, by its path, for the way back from what is in it.
  var PLACES = "metas-lugares";
  var WINDOW = ["plan", "idioma", "al", "sabido"];

  var pagePatterns = [];
  var tellDash = null;
  var shownUrl = null;
  var wantedUrl = null;
  // What to do once the wanted board is drawn: {kind: "first" | "go" | "filter" | "back", …}.
  var afterDrawing = { kind: "first" };
  var lastChange = { control: null, at: 0 };
  var slowTimer = 0;
  var answers = 0;
  // What had the focus when a new drawing came: a control that is drawn anew gets it back.
  var held = null;

  function here() {
    return location.pathname + location.search;
  }

  function fetchBoard(url) {
    return fetch(BOARD + url, { credentials: "same-origin", headers: { Accept: "application/json" } }).then(function (answer) {
      var type = answer.headers.get("Content-Type") || "";
      if (type.indexOf("application/json") !== 0) {
        throw new Error("no board at " + url);
      }
      return answer.text();
    });
  }

  // Asked for at once, so that it travels beside the scripts and not after them.
  var early = { url: here(), answer: fetchBoard(here()) };
  early.answer.catch(function () {});
  // Dash asks for these once its scripts run; by then the browser keeps them.
  ["/_dash-layout", "/_dash-dependencies"].forEach(function (path) {
    fetch(path, { credentials: "same-origin", headers: { Accept: "application/json" } }).catch(function () {});
  });

  function rest() {
    clearTimeout(slowTimer);
    slowTimer = 0;
    document.documentElement.classList.remove("busy");
  }

  function load(url) {
    if (!url) {
      return window.dash_clientside.no_update;
    }
    wantedUrl = url;
    var answer = early && early.url === url ? early.answer : fetchBoard(url);
    early = null;
    slowTimer = slowTimer || setTimeout(function () { document.documentElement.classList.add("busy"); }, SLOW_MS);
    return answer.then(
      function (text) {
        held = focusedPlace();
        // Numbered, so that the same text drawn again (an address written otherwise) still counts as drawn.
        return wantedUrl === url ? { text: text, number: ++answers } : window.dash_clientside.no_update;
      },
      function () {
        if (wantedUrl === url) { rest(); }
        // The first paint is already there; any other page comes whole instead.
        if (afterDrawing.kind !== "first" && wantedUrl === url) {
          location.assign(url);
        }
        return window.dash_clientside.no_update;
      }
    );
  }

  /* Drawing */

  function draw(node) {
    if (typeof node === "string") {
      return node;
    }
    return window.React.createElement.apply(null, [node[0], node[1]].concat(node.slice(2).map(draw)));
  }

  function Tree(props) {
    var React = window.React;
    var text = props.answer && props.answer.text;
    var answer = React.useMemo(function () { return text ? JSON.parse(text) : null; }, [text]);
    React.useLayoutEffect(function () { if (answer) { settle(answer); loadNamed(); } }, [props.answer]);
    if (!answer) { return null; }
    // Another page begins anew; the same page with other filters keeps what was opened in it.
    var board = { className: "board", key: answer.url.split("?")[0] };
    return React.createElement.apply(null, ["div", board].concat(answer.nodes.map(draw)));
  }

  function pathTo(element, root) {
    var steps = [];
    for (var at = element; at && at !== root; at = at.parentNode) {
      if (!at.parentNode) { return null; }
      steps.unshift(Array.prototype.indexOf.call(at.parentNode.children, at));
    }
    return steps;
  }

  function follow(steps, root) {
    return steps.reduce(function (at, step) { return at && at.children[step]; }, root);
  }

  function eachPair(before, after, selector, act) {
    var old = before.querySelectorAll(selector);
    var fresh = after.querySelectorAll(selector);
    for (var position = 0; position < old.length && position < fresh.length; position++) {
      act(old[position], fresh[position]);
    }
  }

  // The first paint leaves its lower sections to be laid out when seen, so places are kept by what is seen and not by pixels.
  function firstSeen(root) {
    for (var y = 4; y < window.innerHeight; y += 16) {
      var seen = document.elementFromPoint(window.innerWidth / 2, y);
      if (seen && root.contains(seen) && seen.children.length < 3 && seen !== root) { return seen; }
    }
    return null;
  }

  // The first paint leaves in the same frame in which Dash's drawing appears; what the person did meanwhile is kept.
  function swap(samePage) {
    var before = document.getElementById(FIRST_PAINT);
    if (!before) { return; }
    if (!samePage) {
      document.documentElement.classList.add("drawn");
      before.remove();
      return;
    }
    var board = document.getElementById(DASH_ENTRY).querySelector(".board");
    var active = document.activeElement;
    var focused = active && before.contains(active) ? pathTo(active, before) : null;
    var selection = focused && typeof active.selectionStart === "number" ? [active.selectionStart, active.selectionEnd] : null;
    var held = window.scrollY > 0 ? firstSeen(before) : null;
    var place = held && { steps: pathTo(held, before), top: held.getBoundingClientRect().top };
    eachPair(before, board, "details", function (old, fresh) { fresh.open = old.open; });
    eachPair(before, board, "select", function (old, fresh) { fresh.selectedIndex = old.selectedIndex; });
    eachPair(before, board, "input", function (old, fresh) { fresh.value = old.value; fresh.checked = old.checked; });
    document.documentElement.classList.add("drawn");
    before.remove();
    placeInPage();
    if (focused) {
      var again = follow(focused, board);
      if (again) {
        again.focus({ preventScroll: true });
        if (selection && again.setSelectionRange) { again.setSelectionRange(selection[0], selection[1]); }
      }
    }
    var there = place && follow(place.steps, board);
    if (there) { window.scrollBy(0, there.getBoundingClientRect().top - place.top); }
  }

  function focusedPlace() {
    var board = document.querySelector(".board");
    var active = document.activeElement;
    if (!board || !active || !board.contains(active)) { return null; }
    return { id: active.id, name: active.name, form: active.form && active.form.id, tag: active.tagName, steps: pathTo(active, board) };
  }

  function keepFocus(board, heading) {
    var active = document.activeElement;
    if (!held || (active && board.contains(active))) { return; }
    var again = held.id && document.getElementById(held.id);
    if (!again && held.name) {
      again = board.querySelector((held.form ? "#" + held.form + " " : "") + "[name='" + held.name + "']");
    }
    again = again || follow(held.steps, board);
    ((again && again.tagName === held.tag && again) || heading).focus({ preventScroll: true });
  }

  function settle(answer) {
    var after = afterDrawing;
    rest();
    // What paper says is where anybody finds the page: not a server of this machine alone.
    if (!/^(localhost$|127\.|\[::1\])/.test(location.hostname)) {
      document.querySelectorAll("[data-papel]").forEach(function (place) { place.setAttribute("data-papel", location.origin); });
    }
    document.documentElement.lang = answer.lang;
    document.title = answer.title;
    var description = document.querySelector("meta[name=description]");
    if (description) { description.content = answer.description; }
    shownUrl = here();
    if (after.kind === "first") {
      swap(true);
      return;
    }
    // Someone was faster than the first board.
    swap(false);
    if (answer.url !== shownUrl && answer.url.split("?")[0] !== location.pathname) {
      // The item has a new address.
      history.replaceState(history.state, "", answer.url + location.hash);
      shownUrl = here();
    }
    var board = document.querySelector(".board");
    board.querySelectorAll("input").forEach(function (input) {
      if (input.type !== "hidden" && !(after.kind === "filter" && input === document.activeElement)) { input.value = input.getAttribute("value") || ""; }
    });
    var heading = board.querySelector("h1");
    if (after.kind === "filter") {
      keepFocus(board, heading);
      announce(answer.said || heading.textContent);
      return;
    }
    board.querySelectorAll(".mast details, .when").forEach(function (opened) { opened.open = false; });
    var target = placeInPage();
    if (heading) { heading.focus({ preventScroll: true }); }
    if (after.kind === "back") {
      window.scrollTo(0, after.scroll);
    } else if (target) {
      target.scrollIntoView();
    } else {
      window.scrollTo(0, 0);
    }
  }

  // A board with a chart names the scripts that draw it: they come once, and hear of every board that is drawn.
  function loadNamed() {
    var named = document.querySelector(".board [data-scripts]");
    (named ? named.dataset.scripts.split(" ") : []).forEach(function (address) {
      if (document.querySelector('script[src="' + address + '"]')) { return; }
      var script = document.createElement("script");
      script.src = address;
      script.async = false;
      document.head.appendChild(script);
    });
    document.dispatchEvent(new Event("metas:drawn"));
  }

  // What comes after # in an address is anybody's, and need not be text.
  function named() {
    try { return document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (error) { return null; }
  }

  // The place the address names, with whatever is folded around it opened (newer browsers do that by themselves).
  function placeInPage() {
    var place = named();
    for (var at = place && (place.querySelector("details") || place); at; at = at.parentElement) {
      if (at.tagName === "DETAILS") { at.open = true; }
    }
    return place;
  }

  function openPlace() {
    var place = placeInPage();
    if (place) { place.scrollIntoView(); }
  }

  // There from the start: a reader of screens does not hear a region that comes with its words.
  var region = document.createElement("div");
  region.id = "aviso";
  region.className = "vh";
  region.setAttribute("role", "status");
  document.body.appendChild(region);

  function announce(words) {
    // The same words again are news too.
    region.textContent = "";
    setTimeout(function () { region.textContent = words; }, 50);
  }

  /* The address */

  function isPage(url) {
    return url.origin === location.origin && pagePatterns.some(function (pattern) { return pattern.test(url.pathname); });
  }

  function places() {
    try { return JSON.parse(sessionStorage.getItem(PLACES)) || {}; } catch (error) { return {}; }
  }

  function remember() {
    history.replaceState(Object.assign({}, history.state, { scroll: window.scrollY }), "");
    if (location.pathname.indexOf("/", 1) > 0) { return; }
    var all = places();
    all[location.pathname] = { url: here(), scroll: window.scrollY };
    // A browser that keeps nothing still has its own way back.
    try { sessionStorage.setItem(PLACES, JSON.stringify(all)); } catch (error) { return; }
  }

  function sameWindow(one, other) {
    return WINDOW.every(function (name) { return one.searchParams.get(name) === other.searchParams.get(name); });
  }

  // To the list as it was left: its filters, its page, its place.
  function goBack(url) {
    var left = places()[url.pathname];
    if (!left || !sameWindow(new URL(left.url, location.href), url)) { return false; }
    if (history.state && history.state.from === left.url) {
      history.back();
    } else {
      go(new URL(left.url, location.href), { kind: "back", scroll: left.scroll });
    }
    return true;
  }

  function go(url, after, replacing) {
    remember();
    var from = replacing ? history.state && history.state.from : here();
    history[replacing ? "replaceState" : "pushState"]({ from: from }, "", url.pathname + url.search + url.hash);
    afterDrawing = after;
    tellDash({ url: here() });
  }

  function onClick(event) {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) { return; }
    var link = event.target.closest && event.target.closest("a[href]");
    if (!link || link.target || link.hasAttribute("download")) { return; }
    var url = new URL(link.href, location.href);
    if (!isPage(url)) { return; }
    if (url.pathname + url.search === here()) {
      // A place in this page is the browser's business; the page itself begins again at its top.
      remember();
      if (link.getAttribute("href").indexOf("#") < 0) { event.preventDefault(); window.scrollTo(0, 0); }
      return;
    }
    event.preventDefault();
    if (link.hasAttribute("data-volver") && goBack(url)) { return; }
    go(url, { kind: isFilter(link, url) ? "filter" : "go" });
  }

  // A link that shows the same page otherwise leaves the reader in place; the next page of a list begins at its top.
  function isFilter(link, url) {
    return url.pathname === location.pathname && sameWindow(url, new URL(location.href)) && !!link.closest("main") && !link.closest(".pages");
  }

  function filtersUrl(form) {
    var url = new URL(form.getAttribute("action") || location.pathname, location.href);
    var query = new URLSearchParams();
    new FormData(form).forEach(function (value, name) {
      if (typeof value === "string" && value.trim() !== "") { query.append(name, value.trim()); }
    });
    url.search = query.toString();
    return url;
  }

  function onSubmit(event) {
    var form = event.target;
    if (event.defaultPrevented || (form.method || "get").toLowerCase() !== "get") { return; }
    var url = filtersUrl(form);
    if (!isPage(url)) { return; }
    event.preventDefault();
    go(url, { kind: url.pathname === location.pathname && !form.classList.contains("days") ? "filter" : "go" });
  }

  function onChange(event) {
    var control = event.target;
    if (control.tagName !== "SELECT" || !control.form || !control.form.classList.contains("filters")) { return; }
    var url = filtersUrl(control.form);
    if (!isPage(url)) { return; }
    // Going through a list with the arrow keys is one step back, not twelve.
    var now = Date.now();
    var again = lastChange.control === control && now - lastChange.at < SAME_CHANGE_MS;
    lastChange = { control: control, at: now };
    go(url, { kind: "filter" }, again);
  }

  function onKey(event) {
    var active = document.activeElement;
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) { return; }
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(active.tagName) && !active.isContentEditable) {
      var search = document.getElementById("buscar");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    } else if (event.key === "Escape") {
      // The menu of a phone opens beside its links, not around them.
      var opened = active.closest(".mast details[open]") || (active.closest(".mast .nav") && document.querySelector(".menu[open]"));
      if (opened) { opened.open = false; opened.querySelector("summary").focus(); }
    }
  }

  function closePlans(event) {
    var opened = document.querySelector(".plans[open]");
    if (opened && !opened.contains(event.target)) { opened.open = false; }
  }

  function onPopState(event) {
    if (here() === shownUrl && wantedUrl === shownUrl) {
      // Between places of one page.
      if (event.state && typeof event.state.scroll === "number") {
        window.scrollTo(0, event.state.scroll);
      } else if (placeInPage()) {
        placeInPage().scrollIntoView();
      }
      return;
    }
    afterDrawing = { kind: "back", scroll: (event.state && event.state.scroll) || 0 };
    tellDash({ url: here() });
  }

  function Address(props) {
    window.React.useEffect(function () {
      pagePatterns = (props.pages || []).map(function (text) { return new RegExp(text); });
      tellDash = props.setProps;
      document.addEventListener("click", onClick);
      document.addEventListener("click", closePlans);
      document.addEventListener("keydown", onKey);
      document.addEventListener("submit", onSubmit);
      document.addEventListener("change", onChange);
      window.addEventListener("popstate", onPopState);
      window.addEventListener("hashchange", openPlace);
      history.scrollRestoration = "manual";
      window.addEventListener("pagehide", function () { remember(); history.scrollRestoration = "auto"; });
      window.addEventListener("pageshow", function () { history.scrollRestoration = "manual"; });
      props.setProps({ url: here() });
    }, []);
    return null;
  }

  function plain(tag) {
    return function (props) {
      var own = {};
      Object.keys(props).forEach(function (name) {
        if (["children", "setProps", "key"].indexOf(name) < 0) { own[name] = props[name]; }
      });
      return window.React.createElement(tag, own, props.children);
    };
  }

  window.metas_elements = { Tree: Tree, Address: Address, Input: plain("input"), Svg: plain("svg"), Path: plain("path") };
  window.dash_clientside = Object.assign({}, window.dash_clientside, { metas: { load: load } });
})();
