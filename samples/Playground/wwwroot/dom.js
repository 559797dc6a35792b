// Builds elements. Text always becomes a text node: nothing anybody writes is ever read as HTML.
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined && child !== false && child !== ''));
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
  let last = 0;
  list.addEventListener('scroll', () => {
    // Only who scrolls up lets go: the end also moves away by itself, when something is added.
    if (list.scrollHeight - list.scrollTop - list.clientHeight < 40)
      stuck = true;
    else if (list.scrollTop < last)
      stuck = false;
    last = list.scrollTop;
  });
  new MutationObserver(follow).observe(list, { childList: true });
  new ResizeObserver(follow).observe(list);
  list.addEventListener('load', follow, true); // a picture takes its room when it has come
}

/** Empties a field for the time of the call, so that the next text can be typed at once; gives it back when the call fails. */
export async function clearing(field, call) {
  const { value } = field;
  field.value = '';
  const done = await call();
  if (!done && field.value === '')
    field.value = value;
}

const states = new WeakMap();

/** Shows items in a list and builds only what changed: pictures are not loaded again, and focus stays where it is. */
export function showList(list, items, build, empty) {
  const before = states.get(list) ?? [];
  const now = items.map(item => JSON.stringify(item));
  states.set(list, now);
  if (before.length === 0)
    list.replaceChildren();
  while (list.children.length > now.length)
    list.lastElementChild.remove();
  items.forEach((item, index) => {
    const shown = list.children[index];
    if (!shown)
      list.append(build(item));
    else if (before[index] !== now[index])
      shown.replaceWith(build(item));
  });
  if (now.length === 0)
    list.append(el('li', { class: 'empty' }, empty));
}

/** Shows the choices of a select and keeps what is chosen, as long as it is there. */
export function showOptions(select, options, chosen = select.value) {
  const state = JSON.stringify(options);
  if (states.get(select) !== state) {
    states.set(select, state);
    select.replaceChildren(...options.map(([value, text]) => el('option', { value }, text)));
  }
  if (options.some(([value]) => value === chosen))
    select.value = chosen;
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
