// Everything works without this file. It makes some things quicker.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);

  // What is amiss gets the focus.
  const errors = byId("errors");
  if (errors) errors.focus();

  // Hide the screen: the button, or Escape twice.
  const cover = byId("cover"), title = document.title;
  let escaped = 0;
  const hide = () => {
    cover.hidden = false;
    document.title = "Rota";
    for (const part of document.body.children) if (part !== cover) part.inert = true;
    byId("uncover").focus();
  };
  const show = () => {
    cover.hidden = true;
    document.title = title;
    for (const part of document.body.children) part.inert = false;
  };
  if (cover) {
    byId("hide").addEventListener("click", (event) => { event.preventDefault(); hide(); });
    byId("uncover").addEventListener("click", show);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      if (event.timeStamp - escaped < 600) hide();
      escaped = event.timeStamp;
    });
  }

  // What is sent is sent once; where the drive is slow, that is said.
  const SLOW = 1000, LONG = 30000, sign = byId("sending");
  for (const sent of document.forms) sent.addEventListener("submit", (event) => {
    if ("stays" in sent.dataset) return;
    if (sent.dataset.sent) { event.preventDefault(); return; }
    sent.dataset.sent = "yes";
    setTimeout(() => { sign.textContent = "Still working: the shared drive is slow. Pressing once is enough."; }, SLOW);
    setTimeout(() => {
      delete sent.dataset.sent;
      sign.textContent = "No answer yet. You may press again: it is put in the record once.";
    }, LONG);
  });

  // Links that look like buttons answer the space bar too.
  for (const link of document.querySelectorAll("a[role=button]"))
    link.addEventListener("keydown", (event) => {
      if (event.key === " ") { event.preventDefault(); link.click(); }
    });

  // A button that prints; without this file the keys do.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  // The sentence about who can know what writes itself.
  const deck = byId("cards");
  const and = (words) => words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
  if (deck) deck.addEventListener("change", () => {
    const said = [];
    for (const card of deck.querySelectorAll("[data-person]")) {
      const by = (word) => [...card.querySelectorAll(`input[value=${word}]:checked`)].map((box) => box.dataset.told);
      const name = card.dataset.person, yes = by("yes"), ask = by("ask"), no = by("no");
      if (yes.length) said.push(`${name} can know ${and(yes)}.`);
      if (ask.length) said.push(`Ask me first before telling ${name} about ${and(ask)}.`);
      if (no.length) said.push(`Do not tell ${name} about ${and(no)}.`);
    }
    byId("sentence").textContent = said.join(" ") || "Nothing has been asked yet.";
  });

  // A choice made by mistake is taken back at once.
  if (deck) {
    deck.addEventListener("change", (event) => {
      const button = event.target.closest(".topic")?.querySelector(".clear");
      if (button) button.hidden = event.target.value === button.dataset.stands;
    });
    deck.addEventListener("click", (event) => {
      const button = event.target.closest(".clear");
      if (!button) return;
      event.preventDefault();
      const boxes = [...button.closest(".topic").querySelectorAll("input")];
      for (const box of boxes) box.checked = box.value === button.dataset.stands;
      button.hidden = true;
      boxes[0].focus();
      boxes[0].dispatchEvent(new Event("input", { bubbles: true }));
      boxes[0].dispatchEvent(new Event("change", { bubbles: true }));
      button.hidden = true;
    });
  }

  const form = document.querySelector("form[data-keep]");
  if (!form) return;

  // A name is put in where the cursor stands; without this file it goes to the end.
  const insert = byId("insert");
  if (insert) insert.addEventListener("click", (event) => {
    event.preventDefault();
    const box = byId("answer"), name = byId("put-in").value, at = box.selectionEnd;
    const gap = at && !/\s/.test(box.value[at - 1]) ? " " : "";
    box.setRangeText(`${gap}{{${name}}}`, at, at, "end");
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // A question that hangs on another one appears with its answer; written words stay.
  const answer = (name) => {
    const fields = form.querySelectorAll(`[name="${CSS.escape(name)}"], [name^="${CSS.escape(name)}."]`);
    for (const field of fields) {
      if (field.type === "radio" || field.type === "checkbox") {
        if (field.checked) return field.name === name ? field.value : field.name.slice(name.length + 1);
      } else if (field.value && field.type !== "hidden") return field.value;
    }
    return "";
  };
  const asked = [...form.querySelectorAll("[data-only-if]")];
  const written = (part) => [...part.querySelectorAll("textarea, input, select")].some(
    (field) => field.type === "radio" || field.type === "checkbox" ? field.checked : field.type !== "hidden" && field.value);
  const reveal = () => {
    for (const part of asked) {
      const said = answer(part.dataset.onlyIf), among = part.dataset.among;
      const wanted = among.startsWith("!")
        ? said !== "" && !among.slice(1).split("|").includes(said)
        : among.split("|").includes(said);
      part.hidden = !wanted && !written(part);
    }
  };
  form.addEventListener("input", reveal);
  reveal();

  // Keep a draft a moment after typing stops.
  let waiting = 0, sending = false;
  const keep = async () => {
    const kept = byId("kept"), body = new URLSearchParams(new FormData(form));
    body.delete("_do");
    try {
      const answered = await fetch(form.dataset.keep, { method: "POST", body });
      kept.textContent = answered.redirected ? "Draft kept. Press Next and say who is recording." : answered.ok ? await answered.text() : "Not kept yet. Press Stop for now to keep it.";
    } catch {
      kept.textContent = "Not kept yet: Alongside has stopped. Leave this page open and start it again.";
    }
  };
  form.addEventListener("input", () => { clearTimeout(waiting); if (!sending) waiting = setTimeout(keep, 1500); });
  form.addEventListener("submit", () => { sending = true; clearTimeout(waiting); });
  addEventListener("pagehide", () => {
    if (sending || !waiting) return;
    const body = new URLSearchParams(new FormData(form));
    navigator.sendBeacon(form.dataset.keep, body);
  });
})();
