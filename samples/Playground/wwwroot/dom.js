// Builds elements. Text always becomes a text node: nothing anybody writes is ever read as HTML.
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined && child !== ''));
  return element;
}

export const byId = id => document.getElementById(id);

export function clock(at) {
  return new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
}

/** Keeps a list at its end while the end is in sight, whatever is added to it or takes its room. */
export function stickToEnd(list) {
  let stuck = true;
  const follow = () => {
    if (stuck)
      list.scrollTop = list.scrollHeight;
  };
  list.addEventListener('scroll', () => { stuck = list.scrollHeight - list.scrollTop - list.clientHeight < 40; });
  new MutationObserver(follow).observe(list, { childList: true });
  new ResizeObserver(follow).observe(list);
}

/** Empties a field for the time of the call, so that the next text can be typed at once; gives it back when the call fails. */
export async function clearing(field, call) {
  const { value } = field;
  field.value = '';
  const done = await call();
  if (!done && field.value === '')
    field.value = value;
}

/** A link to a file. */
export function attachment(name, url) {
  return el('a', { class: 'attachment', href: url, target: '_blank', rel: 'noreferrer' }, name);
}

export function complain(place, error) {
  place.hidden = !error;
  place.textContent = error ?? '';
}

/** Enter submits, Shift+Enter makes a new line; not while an input method is composing. */
export function submitOnEnter(textarea, submit) {
  textarea.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing)
      return;
    event.preventDefault();
    submit();
  });
}
