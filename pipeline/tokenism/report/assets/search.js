// Search over the scripts in search/, which pipeline/tokenism/report/search.py writes and describes.
const tokenismSearch = (function () {
  "use strict";

  const BATCH = 20;
  const WINDOW = 360;
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const BANDS = ["nothing", "informing", "consultation", "co-production"];
  // Nearly all text: a shorter way that reads it alike
  const SIMPLE = /^[\0-\x7f–—‘’“”•]*$/;
  const SIMPLE_RUN = /[a-z0-9]+(?:['’-][a-z0-9]+)*/g;
  const RUN = /[\p{L}\p{N}]+(?:['’‐-][\p{L}\p{N}]+)*/gu;
  const VALUE = new Map(Array.from(DIGITS, (digit, n) => [digit, n]));
  const parts = new Map();
  const known = new Map();
  let about = null;

  // Words: as words_of() in search.py

  function plain(text) {
    return SIMPLE.test(text) ? text.toLowerCase() : text.normalize("NFKD").toLowerCase().replace(/[\p{Mn}\u00ad]/gu, "");
  }

  function singular(word) {
    if (word.length < 4 || !word.endsWith("s") || /(?:ss|us|is)$/.test(word)) {
      return word;
    }
    if (word.endsWith("ies")) {
      return word.slice(0, -3) + "y";
    }
    return /(?:ss|x|ch|sh)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
  }

  function lettersOf(run) {
    return run.replace(/['’]s$/, "").replace(/['’]/g, "");
  }

  function wordsOf(text) {
    return (plain(text).match(SIMPLE.test(text) ? SIMPLE_RUN : RUN) || []).map(formsOf);
  }

  function formsOf(run) {
    let forms = known.get(run);
    if (forms === undefined) {
      const pieces = lettersOf(run).split(/[‐-]/);
      const joined = singular(pieces.join(""));
      forms = pieces.length === 1 ? [joined] : [joined, ...pieces.map(singular)];
      known.set(run, forms);
    }
    return forms;
  }

  // What was asked: words, the beginnings of words, and phrases

  function read(query) {
    const asked = { words: [], starts: [], phrases: [] };
    for (const [, phrase, word] of query.replace(/[“”„]/g, '"').matchAll(/"([^"]*)"?|([^\s"]+)/g)) {
      const found = wordsOf(phrase === undefined ? word : phrase);
      if (phrase !== undefined && found.length + (found[0] || []).length > 2) {
        asked.phrases.push({ joined: found.map((forms) => forms[0]), split: found.flatMap(piecesOf) });
      } else if (word !== undefined && /[\p{L}\p{N}\p{Mn}]\*$/u.test(word)) {
        const run = plain(word).match(/[\p{L}\p{N}'’‐-]+\*$/u)[0];
        asked.starts.push({ start: lettersOf(run).replace(/[‐*-]/g, ""), word: found.pop()[0] });
        asked.words.push(...found.map((forms) => forms[0]));
      } else {
        asked.words.push(...found.map((forms) => forms[0]));
      }
    }
    return asked;
  }

  function piecesOf(forms) {
    return forms.length === 1 ? forms : forms.slice(1);
  }

  function isEmpty(asked) {
    return asked.words.length + asked.starts.length + asked.phrases.length === 0;
  }

  // Parts of the index, loaded as scripts: from a disk a page may load nothing else

  function load(kind, number) {
    const name = kind + "-" + number;
    if (!parts.has(name)) {
      const part = {};
      part.loaded = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        part.take = resolve;
        script.onerror = () => reject(new Error("search/" + name + ".js is not there"));
        script.src = "search/" + name + ".js";
        document.head.appendChild(script);
      });
      parts.set(name, part);
    }
    return parts.get(name).loaded;
  }

  function add(kind, number, value) {
    if (kind === "index") {
      about = value;
      start();
    } else {
      parts.get(kind + "-" + number).take(kind === "words" ? { words: value[0].split(" "), lists: value } : value);
    }
  }

  function partOf(starts, wanted) {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return Math.max(0, low - 1);
  }

  function decode(list) {
    const numbers = [];
    let last = -1;
    let gap = 0;
    for (const digit of list) {
      const value = VALUE.get(digit);
      gap = gap * 32 + (value & 31);
      if (value < 32) {
        last += gap + 1;
        numbers.push(last);
        gap = 0;
      }
    }
    return numbers;
  }

  async function withWords(fits, from, to) {
    const found = new Set();
    if (about.words.length) {
      for (let n = partOf(about.words, from); n <= partOf(about.words, to); n += 1) {
        const part = await load("words", n);
        part.words.forEach((word, place) => {
          if (fits(word)) {
            decode(part.lists[place + 1]).forEach((number) => found.add(number));
          }
        });
      }
    }
    return found;
  }

  function withWord(wanted) {
    return withWords((word) => word === wanted, wanted, wanted);
  }

  async function withStart(asked) {
    const found = await withWords((word) => word.startsWith(asked.start), asked.start, asked.start + "\uffff");
    (await withWord(asked.word)).forEach((number) => found.add(number));
    return found;
  }

  async function textOf(number) {
    const part = partOf(about.texts, number);
    return (await load("texts", part))[number - about.texts[part]];
  }

  // Passages by number: which document they stand in, and what they are

  function documentOf(number) {
    if (!about.documentOf) {
      about.documentOf = about.runs.flatMap(([place, count]) => new Array(count).fill(place));
    }
    return about.documents[about.documentOf[number]];
  }

  function verdictOf(number) {
    return number < about.groups[0] ? about.verdicts[VALUE.get(about.claims[number])] : null;
  }

  function fitsFilters(number, wanted) {
    if (wanted.organisation && documentOf(number).indexOf(wanted.organisation, 4) === -1) {
      return false;
    }
    const last = { claim: about.groups[0], participation: about.groups[0] + about.groups[1] }[wanted.label];
    return !wanted.label || (last === undefined ? verdictOf(number) === wanted.label : number < last);
  }

  async function find(wanted) {
    const asked = read(wanted.q);
    if (isEmpty(asked) && (wanted.q.trim() || !(wanted.organisation || wanted.label))) {
      return { asked, missing: [], numbers: [] };
    }
    const words = Array.from(new Set([...asked.words, ...asked.phrases.flatMap((phrase) => phrase.joined)]));
    const sets = await Promise.all([...words.map(withWord), ...asked.starts.map(withStart)]);
    const missing = words.filter((_, n) => !sets[n].size);
    const numbers = [];
    for (let number = 0; number < about.count; number += 1) {
      if (sets.every((found) => found.has(number)) && fitsFilters(number, wanted)) {
        numbers.push(number);
      }
    }
    return { asked, missing, numbers: asked.phrases.length ? await withPhrases(numbers, asked.phrases) : numbers };
  }

  async function withPhrases(numbers, phrases) {
    const records = await Promise.all(numbers.map(textOf));
    return numbers.filter((_, n) => {
      const words = wordsOf(records[n][2]);
      return phrases.every((phrase) => hasPhrase(words, phrase));
    });
  }

  function hasPhrase(words, phrase) {
    return hasSequence(words.map((forms) => forms[0]), phrase.joined) || hasSequence(words.flatMap(piecesOf), phrase.split);
  }

  function hasSequence(forms, wanted) {
    let at = forms.indexOf(wanted[0]);
    while (at !== -1 && !wanted.every((word, n) => forms[at + n] === word)) {
      at = forms.indexOf(wanted[0], at + 1);
    }
    return at !== -1;
  }

  function placesOf(words, phrase) {
    const joined = words.map((forms, place) => [forms[0], place]);
    const split = words.flatMap((forms, place) => piecesOf(forms).map((form) => [form, place]));
    return sequences(joined, phrase.joined).concat(sequences(split, phrase.split));
  }

  function sequences(forms, wanted) {
    const places = [];
    for (let at = 0; at + wanted.length <= forms.length; at += 1) {
      if (wanted.every((word, n) => forms[at + n][0] === word)) {
        wanted.forEach((_, n) => places.push(forms[at + n][1]));
      }
    }
    return places;
  }

  // Results

  function runsOf(text) {
    const runs = text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{Mn}\u00ad]*(?:['’‐‑-][\p{L}\p{N}\p{Mn}\u00ad]+)*/gu);
    return Array.from(runs, (run) => ({ start: run.index, end: run.index + run[0].length, forms: wordsOf(run[0])[0] }))
      .filter((run) => run.forms);
  }

  function hitsOf(text, asked) {
    const runs = runsOf(text);
    const words = runs.map((run) => run.forms);
    const places = new Set(asked.phrases.flatMap((phrase) => placesOf(words, phrase)));
    return runs.filter((run, place) => places.has(place) || run.forms.some((form) =>
      asked.words.includes(form) || asked.starts.some((begun) => form.startsWith(begun.start) || form === begun.word)));
  }

  function element(name, text, className) {
    const made = document.createElement(name);
    made.textContent = text;
    if (className) {
      made.className = className;
    }
    return made;
  }

  function quotation(text, hits) {
    const first = hits.length ? hits[0].start : 0;
    const whole = text.length <= WINDOW * 1.25;
    const begin = whole || first < WINDOW / 2 ? 0 : text.lastIndexOf(" ", first - WINDOW / 3) + 1;
    const end = whole || begin + WINDOW >= text.length ? text.length : text.lastIndexOf(" ", begin + WINDOW);
    const stop = end > first ? end : Math.min(text.length, begin + WINDOW);
    const shown = element("p", begin > 0 ? "… " : "");
    let at = begin;
    hits.filter((hit) => hit.start >= begin && hit.end <= stop).forEach((hit) => {
      shown.append(text.slice(at, hit.start), element("mark", text.slice(hit.start, hit.end), "hit"));
      at = hit.end;
    });
    shown.append(text.slice(at, stop), stop < text.length ? " …" : "");
    const quote = document.createElement("blockquote");
    quote.append(shown);
    return quote;
  }

  function labelsOf(number, labels) {
    const line = element("p", "", "flags");
    const verdict = verdictOf(number);
    if (verdict !== null) {
      const names = document.getElementById("label");
      const option = Array.from(names.options).find((one) => one.value === verdict);
      line.append(element("span", option ? option.text : verdict, "badge v-" + verdict), " ");
    }
    const verb = verdict === "planned" ? ", promises " : ", describes ";
    line.append(element("span", "Claims " + BANDS[labels[0]] + verb + BANDS[labels[1]], "labels"));
    return line;
  }

  function addressOf(number, [page, , , claim]) {
    const [, place, url] = documentOf(number);
    if (claim !== undefined) {
      return place + "#" + claim;
    }
    return url ? url + "#page=" + page : place;
  }

  function result(number, record, asked) {
    const [page, labels, text, claim] = record;
    const [name, , url, organisation] = documentOf(number);
    const item = element("li", "");
    const where = element("h3", "");
    const link = element("a", name + ", page " + page);
    link.href = addressOf(number, record);
    if (claim === undefined && url) {
      link.rel = "noopener noreferrer";
    }
    where.append(link);
    item.append(where, element("p", organisation, "file"), quotation(text, hitsOf(text, asked)));
    if (labels) {
      item.append(labelsOf(number, labels));
    }
    return item;
  }

  function say(found) {
    const n = found.numbers.length;
    if (n) {
      return n.toLocaleString("en-GB") + (n === 1 ? " passage found." : " passages found.");
    }
    const missing = found.missing.map((word) => "“" + word + "”").join(", ");
    return missing ? "No passage found: no passage has the word " + missing + "." : "No passage found.";
  }

  async function show(found, list, more) {
    const from = list.children.length;
    const next = found.numbers.slice(from, from + BATCH);
    for (const number of next) {
      list.append(result(number, await textOf(number), found.asked));
    }
    const left = found.numbers.length - list.children.length;
    more.hidden = left === 0;
    more.textContent = "Show " + Math.min(BATCH, left) + " more of " + left.toLocaleString("en-GB") + " not yet shown";
    return list.children[from];
  }

  async function start() {
    const form = document.getElementById("search-form");
    const status = document.getElementById("search-status");
    const list = document.getElementById("results");
    const more = document.getElementById("more");
    const wanted = { q: "", organisation: "", label: "" };
    new URLSearchParams(window.location.search).forEach((value, name) => {
      if (name in wanted) {
        wanted[name] = value;
        form.elements[name].value = value;
      }
    });
    if (!wanted.q.trim() && !wanted.organisation && !wanted.label) {
      return;
    }
    try {
      const found = await find(wanted);
      const shown = await show(found, list, more);
      status.textContent = say(found) + (shown && !more.hidden ? " The first " + BATCH + " are shown." : "");
      more.addEventListener("click", async () => {
        const first = await show(found, list, more);
        status.textContent = say(found) + " " + list.children.length + " are shown.";
        first.querySelector("a").focus();
      });
    } catch (problem) {
      status.textContent = "The search did not work: " + problem.message + ". Make the report again.";
    }
  }

  return { add, find, wordsOf };
})();
