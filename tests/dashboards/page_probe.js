// What a test looks at in a page that is shown: `probe.name()` returns findings in words, nothing for a page in order.
var probe = (function () {
  "use strict";

  function shown(element) {
    // What is folded away is there in the tree and not on the screen.
    var box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && element.checkVisibility({ visibilityProperty: true }) && !element.closest(".vh,.skip");
  }

  function named(element) {
    var words = (element.textContent || element.name || "").replace(/\s+/g, " ").trim().slice(0, 40);
    var place = element.closest("section[id]");
    return element.tagName.toLowerCase() + " «" + words + "»" + (place ? " in #" + place.id : "");
  }

  function isInline(element) {
    return getComputedStyle(element).display === "inline";
  }

  // The words around a link in its own line box: text of its block that is in no link and in no block inside it.
  function wordsAround(link) {
    var block = link.parentElement;
    while (isInline(block)) { block = block.parentElement; }
    var words = "";
    (function collect(node) {
      node.childNodes.forEach(function (child) {
        if (child.nodeType === 3) { words += child.textContent; }
        if (child.nodeType === 1 && child.tagName !== "A" && isInline(child)) { collect(child); }
      });
    })(block);
    return words.replace(/[\s·→↑↓/|,.:]+/g, "");
  }

  // A finger needs 44 px; a link in a sentence is as high as its line.
  function smallTargets() {
    var found = [];
    document.querySelectorAll("a[href],button,select,summary,input:not([type=hidden]),textarea").forEach(function (target) {
      if (!shown(target)) { return; }
      var isLink = target.tagName === "A";
      if (isLink && isInline(target) && wordsAround(target)) { return; }
      var box = target.getBoundingClientRect();
      if (box.height < 43.5 || box.width < (isLink ? 24 : 44)) {
        found.push(named(target) + " is " + Math.round(box.width) + " × " + Math.round(box.height) + " px");
      }
    });
    return found;
  }

  // With WCAG's text spacing (1.4.12) nothing is cut off.
  function clipped() {
    var style = document.createElement("style");
    var own = new CSSStyleSheet();
    own.replaceSync("*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}");
    document.adoptedStyleSheets = document.adoptedStyleSheets.concat([own]);
    var found = tooWide();
    document.querySelectorAll("main *").forEach(function (element) {
      var looks = getComputedStyle(element);
      var cuts = /hidden|clip/.test(looks.overflowX + looks.overflowY);
      if (!cuts || !shown(element) || element.closest("svg,select,thead")) { return; }
      if (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1) {
        found.push("with text spacing " + named(element) + " is cut");
      }
    });
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter(function (sheet) { return sheet !== own; });
    return found;
  }

  function tooWide() {
    // Not innerWidth: a phone zooms out until what is too wide fits, and that grows with it.
    var wide = document.documentElement.scrollWidth, room = document.documentElement.clientWidth;
    return wide > room ? [wide + " px wide at " + room + " px"] : [];
  }

  // Whoever goes by keyboard sees where they are, and nothing that sticks to an edge lies over it.
  function hiddenFocus() {
    var found = [];
    var before = document.activeElement;
    var sticks = Array.prototype.some.call(document.querySelectorAll("body *"), function (element) {
      return /sticky|fixed/.test(getComputedStyle(element).position);
    });
    document.querySelectorAll("a[href],button,select,summary,input:not([type=hidden]),textarea,[tabindex='0']").forEach(function (target) {
      if (!shown(target)) { return; }
      target.focus({ preventScroll: !sticks });
      var looks = getComputedStyle(target);
      if (document.activeElement !== target) { found.push(named(target) + " takes no focus"); return; }
      if (looks.outlineStyle === "none" || parseFloat(looks.outlineWidth) < 2) { found.push(named(target) + " shows no focus"); }
      if (sticks) {
        var box = target.getBoundingClientRect();
        var top = document.elementFromPoint(box.left + Math.min(box.width / 2, 12), box.top + box.height / 2);
        if (top && top !== target && !target.contains(top) && !top.contains(target)) { found.push(named(target) + " is covered while it has the focus"); }
      }
    });
    if (before && before.focus) { before.focus({ preventScroll: true }); }
    scrollTo(0, 0);
    return found;
  }

  // What an element is drawn from: its tags, classes and which attributes it has; not its words, numbers and addresses.
  function shape(element) {
    var told = element.tagName;
    Array.prototype.forEach.call(element.attributes, function (each) {
      told += " " + each.name + (/^(class|role|scope|type|aria-(hidden|current|expanded))$/.test(each.name) ? "=" + each.value : "");
    });
    element.childNodes.forEach(function (child) {
      if (child.nodeType === 3 && child.textContent.trim()) { told += " words"; }
      if (child.nodeType === 1) { told += "(" + shape(child) + ")"; }
    });
    return told;
  }

  function place(element) {
    var told = "";
    for (var at = element; at; at = at.parentElement) { told += at.tagName + "." + (at.getAttribute("class") || "") + " "; }
    return told;
  }

  // Of the rows and items that are drawn alike in lists alike leaves the first seen so far, on this page or one shown before
  // in this tab, and the first of each list. The page is of no use afterwards.
  var seen = {};
  function leaveOneOfEach() {
    document.querySelectorAll("tbody,ul,ol,select").forEach(function (list) {
      var where = place(list);
      Array.prototype.slice.call(list.children).forEach(function (row, position) {
        var told = where + shape(row);
        if (seen[told] && position > 0) { row.remove(); }
        seen[told] = true;
      });
    });
  }

  function shift(done) {
    var total = 0;
    var watch = new PerformanceObserver(function (list) {
      list.getEntries().forEach(function (entry) { if (!entry.hadRecentInput) { total += entry.value; } });
    });
    watch.observe({ type: "layout-shift", buffered: true });
    // What was buffered is told in a task of its own.
    setTimeout(function () { watch.disconnect(); done(total); }, 0);
  }

  return { smallTargets: smallTargets, clipped: clipped, tooWide: tooWide, hiddenFocus: hiddenFocus, leaveOneOfEach: leaveOneOfEach, shift: shift };
})();
