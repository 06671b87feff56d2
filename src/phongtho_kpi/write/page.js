// Search and filter: without this script everything on the page can be read.
"use strict";
(() => {
  const tools = document.getElementById("tools");
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");
  const clear = document.getElementById("clear");
  const choices = [...tools.querySelectorAll("input[type=checkbox]")];
  const groups = [...document.querySelectorAll("tbody")];

  // "che phu rung" finds "Tỷ lệ che phủ rừng"
  const folded = (text) =>
    text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").replace(/\s+/g, " ");

  const rows = [...document.querySelectorAll("tr[data-status]")].map((row) => ({
    row,
    status: row.dataset.status,
    text: folded([...row.querySelectorAll(".title, .owner")].map((part) => part.textContent).join(" ")),
  }));

  const filter = () => {
    const words = folded(search.value).split(" ").filter(Boolean);
    const statuses = choices.filter((choice) => choice.checked).map((choice) => choice.value);
    let count = 0;
    for (const { row, status, text } of rows) {
      const fits = words.every((word) => text.includes(word)) && (!statuses.length || statuses.includes(status));
      row.hidden = !fits;
      count += fits ? 1 : 0;
    }
    for (const group of groups) {
      group.hidden = !group.querySelector("tr[data-status]:not([hidden])");
    }
    shown.textContent = shown.dataset.text.replace("{count}", String(count));
    clear.hidden = count === rows.length;
  };

  const reset = () => {
    search.value = "";
    for (const choice of choices) {
      choice.checked = false;
    }
    filter();
  };

  // a link into the table leads to its row, whatever is filtered
  const reveal = () => {
    const row = document.getElementById(location.hash.slice(1));
    if (row?.hidden) {
      reset();
      row.scrollIntoView();
    }
  };

  search.addEventListener("input", filter);
  tools.addEventListener("change", filter);
  clear.addEventListener("click", () => {
    reset();
    search.focus();
  });
  window.addEventListener("hashchange", reveal);
  window.addEventListener("beforeprint", () => {
    for (const office of document.querySelectorAll(".unreported details")) {
      office.open = true;
    }
  });
  filter();
  tools.hidden = false;
})();
