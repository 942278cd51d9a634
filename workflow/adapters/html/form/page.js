"use strict";
(function () {
  var page = document.documentElement;
  var kept = document.getElementById("alongside-form");
  var form = JSON.parse(kept.textContent);
  var known = JSON.parse(document.getElementById("known").textContent);
  var saved = true;

  function all(selector, inside) {
    return Array.prototype.slice.call((inside || document).querySelectorAll(selector));
  }

  function touched(field) {
    if (field.type === "radio" || field.type === "checkbox") {
      return field.checked !== field.defaultChecked;
    }
    if (field.tagName === "SELECT") {
      return all("option", field).some(function (option) {
        return option.selected !== option.defaultSelected && (option.value || field.value);
      });
    }
    return field.value.trim() !== field.defaultValue.trim();
  }

  function says(fields) {
    return fields.filter(function (field) {
      return field.type === "radio" || field.type === "checkbox" ? field.checked : field.value.trim();
    }).map(function (field) { return field.value.replace(/\s+$/, ""); });
  }

  function gathered(everything) {
    var found = {};
    all("[data-name]").forEach(function (question) {
      var fields = all("input, textarea, select", question);
      var answer = says(fields);
      if (answer.length && (everything || fields.some(touched))) {
        found[question.dataset.name] = question.dataset.many ? answer : answer[0];
      }
    });
    return found;
  }

  function row(name) {
    var found = /^.*\[\+\d+\]/.exec(name);
    return found ? found[0] : "";
  }

  function answers() {
    var found = gathered(false);
    var names = Object.keys(found);
    if (!names.length) { return found; }
    if (!form.base) { found = gathered(true); }
    known.forEach(function (pair) {
      var its = row(pair[0]);
      if (!its || names.some(function (name) { return row(name) === its; })) {
        found[pair[0]] = pair[1];
      }
    });
    return found;
  }

  function keep() {
    form.answers = answers();
    var text = JSON.stringify(form, null, 2);
    kept.textContent = text.replace(/</g, "\\u003c");
    return text;
  }

  function tell(id) {
    all(".notice[data-told]").forEach(function (each) { each.hidden = each.id !== id; });
    document.getElementById(id).focus();
  }

  function save() {
    var text = keep();
    if (!Object.keys(form.answers).length) { tell("nothing"); return; }
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = form.case + " " + form.form + ".form.json";
    document.body.appendChild(link);
    link.click();
    link.remove();
    saved = true;
    tell("saved");
  }

  function offerBack(question) {
    var button = question.querySelector("button.back");
    if (button) { button.hidden = !question.querySelector("input:checked"); }
  }

  all("fieldset[data-name]").forEach(function (question) {
    var button = question.querySelector("button.back");
    offerBack(question);
    if (button) {
      button.addEventListener("click", function () {
        all("input", question).forEach(function (field) { field.checked = false; });
        offerBack(question);
        saved = false;
        keep();
        question.querySelector("input").focus();
      });
    }
  });

  document.addEventListener("input", function (event) {
    var question = event.target.closest("fieldset[data-name]");
    if (question) { offerBack(question); }
    saved = false;
    keep();
  });
  window.addEventListener("beforeunload", function (event) {
    if (!saved) { event.preventDefault(); event.returnValue = ""; }
  });

  var title = document.title;
  var cover = document.getElementById("cover");
  var lastEscape = 0;
  var from = null;
  function hide() {
    from = document.activeElement;
    all("body > header, body > main").forEach(function (each) { each.hidden = true; });
    cover.hidden = false;
    document.title = "Rota";
    document.getElementById("show").focus();
  }
  function show() {
    all("body > header, body > main").forEach(function (each) { each.hidden = false; });
    cover.hidden = true;
    document.title = title;
    if (from) { from.focus(); }
  }
  document.getElementById("hide").addEventListener("click", hide);
  document.getElementById("show").addEventListener("click", show);
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    if (Date.now() - lastEscape < 1000 && cover.hidden) { hide(); }
    lastEscape = Date.now();
  });
  all("button[data-text]").forEach(function (button) {
    button.addEventListener("click", function () {
      page.dataset.text = button.dataset.text;
      all("button[data-text]").forEach(function (each) {
        each.setAttribute("aria-pressed", String(each === button));
      });
    });
  });

  document.getElementById("save").addEventListener("click", save);
  document.getElementById("cannot-save").hidden = true;
  all("[data-script]").forEach(function (each) { each.hidden = false; });
}());
