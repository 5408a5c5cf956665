// Sorting, filtering and copying. The pages are complete without this file.
(function () {
  "use strict";

  function keyOf(row, column, kind) {
    var cell = row.cells[column];
    if (kind !== "text") {
      var value = cell.getAttribute("data-value");
      return value === null || value === "" ? null : Number(value);
    }
    return cell.textContent.trim().toLowerCase();
  }

  function compare(a, b, direction) {
    if (a === null || b === null) {
      return (a === null) - (b === null); // undefined comes last, whichever way
    }
    var order = typeof a === "number" ? a - b : a.localeCompare(b, "en-GB");
    return direction === "ascending" ? order : -order;
  }

  function sortBy(table, heading, column) {
    var kind = heading.getAttribute("data-sort");
    var first = kind === "number" ? "descending" : "ascending"; // the largest figure first, names and places as usual
    var other = first === "ascending" ? "descending" : "ascending";
    var direction = heading.getAttribute("aria-sort") === first ? other : first;
    var body = table.tBodies[0];
    var rows = Array.prototype.map.call(body.rows, function (row) {
      return { row: row, key: keyOf(row, column, kind) };
    });
    rows.sort(function (a, b) {
      return compare(a.key, b.key, direction);
    });
    rows.forEach(function (item) {
      body.appendChild(item.row);
    });
    table.querySelectorAll("th[aria-sort]").forEach(function (th) {
      th.removeAttribute("aria-sort");
    });
    heading.setAttribute("aria-sort", direction);
  }

  function makeSortable(table) {
    table.querySelectorAll("thead th[data-sort]").forEach(function (heading) {
      var named = heading.getAttribute("data-column");
      var column = named === null ? heading.cellIndex : Number(named);
      var button = document.createElement("button");
      button.type = "button";
      while (heading.firstChild) {
        button.appendChild(heading.firstChild);
      }
      heading.appendChild(button);
      button.addEventListener("click", function () {
        sortBy(table, heading, column);
      });
    });
  }

  function makeFilter(tools) {
    var rows = Array.prototype.slice.call(document.getElementById(tools.getAttribute("data-filter-for")).tBodies[0].rows);
    if (rows.length < 5) {
      return;
    }
    var input = tools.querySelector("input");
    var found = tools.querySelector(".found");
    var texts = new Map();
    rows.forEach(function (row) {
      texts.set(row, row.textContent.toLowerCase());
    });
    input.addEventListener("input", function () {
      var wanted = input.value.trim().toLowerCase();
      var shown = 0;
      rows.forEach(function (row) {
        var fits = texts.get(row).indexOf(wanted) !== -1;
        row.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      found.textContent = wanted ? shown + " of " + rows.length + " shown" : "";
    });
    tools.hidden = false;
  }

  function makeVerdictFilter(fieldset) {
    var boxes = Array.prototype.slice.call(fieldset.querySelectorAll("input:not(.only-disputed)"));
    var only = fieldset.querySelector("input.only-disputed");
    var claims = Array.prototype.slice.call(document.querySelectorAll("[data-verdict]"));
    var found = fieldset.querySelector(".found");

    function apply() {
      var wanted = boxes.filter(function (box) { return box.checked; }).map(function (box) { return box.value; });
      var shown = 0;
      claims.forEach(function (claim) {
        claim.hidden = wanted.indexOf(claim.getAttribute("data-verdict")) === -1 || Boolean(only && only.checked && !claim.hasAttribute("data-disputed"));
        shown += claim.hidden ? 0 : 1;
      });
      found.textContent = shown + " of " + claims.length + " claims shown";
    }

    function reveal() {
      var target = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
      if (target && target.hidden) {
        boxes.forEach(function (box) { box.checked = true; });
        if (only) {
          only.checked = false;
        }
        apply();
        target.scrollIntoView();
      }
    }

    boxes.concat(only || []).forEach(function (box) { box.addEventListener("change", apply); });
    window.addEventListener("hashchange", reveal);
    fieldset.hidden = false;
    apply();
    reveal();
  }

  function copy(text, done) {
    function byHand() {
      var field = document.createElement("textarea");
      field.value = text;
      document.body.appendChild(field);
      field.select();
      done(document.execCommand("copy"));
      field.remove();
    }
    if (navigator.clipboard) {
      navigator.clipboard.writeText(text).then(function () { done(true); }, byHand);
    } else {
      byHand();
    }
  }

  function makeCopy(source) {
    var button = document.createElement("button");
    var said = document.createElement("span");
    var what = source.classList.contains("bibtex") ? "Copy BibTeX" : "Copy citation";
    button.type = "button";
    button.className = "copy";
    button.textContent = what;
    said.setAttribute("role", "status");
    said.className = "found";
    button.addEventListener("click", function () {
      copy(source.textContent, function (fine) {
        said.textContent = fine ? "Copied." : "Not copied: select the text and copy it by hand.";
      });
    });
    source.insertAdjacentElement("afterend", said);
    source.insertAdjacentElement("afterend", button);
  }

  document.querySelectorAll("table.sortable").forEach(makeSortable);
  document.querySelectorAll(".tools[data-filter-for]").forEach(makeFilter);
  document.querySelectorAll(".verdict-filter").forEach(makeVerdictFilter);
  document.querySelectorAll(".citation, .bibtex").forEach(makeCopy);
})();
