/* Buttons that copy what a field holds. */
document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copies]');
  if (!button) return;
  const field = document.getElementById(button.dataset.copies);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // Without https a page has no clipboard of that kind; the older way needs the selection made above.
    if (!document.execCommand('copy')) return;
  }
  button.textContent = button.dataset.copied;
});
