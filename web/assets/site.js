// Small conveniences on pages that work without them.
import 'htmx.org';

let open = [];

// A page nobody looks at does not ask.
document.addEventListener('htmx:beforeRequest', (event) => {
  if (document.hidden) event.preventDefault();
});

// What a person unfolded stays unfolded when the part around it is exchanged.
document.addEventListener('htmx:beforeSwap', () => {
  open = Array.from(document.querySelectorAll('details[open][id]'), (each) => each.id);
});
document.addEventListener('htmx:afterSwap', () => {
  for (const id of open) {
    const fold = document.getElementById(id);
    if (fold) fold.open = true;
  }
});

// What somebody is typing is not exchanged under their hands.
function keepsWhatIsTyped(event) {
  const fields = event.detail.target.querySelectorAll('input:not([type="hidden"]), textarea');
  if (Array.from(fields).some((each) => each.value !== each.defaultValue)) event.detail.shouldSwap = false;
}
document.addEventListener('htmx:beforeSwap', keepsWhatIsTyped);
document.addEventListener('htmx:oobBeforeSwap', keepsWhatIsTyped);

// At the desk what is typed or scanned lands in the field for the next number, wherever the focus is.
document.addEventListener('keydown', (event) => {
  const field = document.querySelector('[data-desk]');
  const typing = event.target.closest('input:not([type="radio"]), textarea, select');
  if (!field || typing || event.key.length !== 1 || event.key === ' ' || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  field.value = '';
  field.focus();
});

// A form is sent once, however often its button is pressed; a button that downloads leaves the page as it is.
document.addEventListener('submit', (event) => {
  if (event.submitter && event.submitter.hasAttribute('data-download')) return;
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method === 'post') form.dataset.sent = 'yes';
});
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
});

