// Applies the reader's own colours and text size before anything is painted.
(root => {
  try {
    for (const name of ["theme", "text"]) {
      const choice = localStorage.getItem("display-" + name);
      if (choice) root.dataset[name] = choice;
    }
  } catch { /* Storage may be refused; the device's colours do. */ }
  root.classList.add("scripted");
})(document.documentElement);
